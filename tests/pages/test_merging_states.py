"""Names, tags and sheet values merge each by itself; hidden entries keep their places."""

import pytest

from wiki.pages.merging import merge_entries, merge_states
from wiki.pages.state import NameEntry, PageState, TagEntry
from wiki.pages.weaving import weave_entries


def tags(text):
    return tuple(TagEntry(*word.partition(":")[::2]) for word in text.split())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "clashes"),
    [
        ("a b", "a b c", "a b d", "a b d c", []),  # both add
        ("a b", "b", "a", "", []),  # both take away, different ones
        ("a b c", "a c", "a x c", "a x c", ["b"]),  # one takes away what the other changed
        ("a b", "a x", "a y", "a x", ["b"]),  # both change the same one
        ("a b", "a x", "a x", "a x", []),  # both change it alike
        ("a b", "x b", "a y", "x y", []),  # neighbours
        ("a", "a", "a b", "a b", []),
        ("", "a", "a", "a", []),
        ("a:G", "a", "a:G", "a", []),  # a gate is changed
        ("a:G", "a:H", "a:I", "a:H", ["a"]),
    ],
)
def test_entries_merge_one_by_one(base, mine, theirs, merged, clashes):
    found, clashing = merge_entries(tags(base), tags(mine), tags(theirs), "tag")
    assert found == tags(merged)
    assert len(clashing) == len(clashes)


def test_without_a_base_all_that_differs_clashes():
    mine, theirs = PageState((NameEntry("A"),), body="Mine.\n"), PageState((NameEntry("B"),), body="Theirs.\n")
    merged = merge_states(None, mine, theirs)
    assert not merged.is_clean
    assert merged.body.both == "Mine.\nTheirs.\n"
    assert [(one.mine, one.theirs) for one in merged.clashes] == [("A", "B")]


@pytest.mark.parametrize(
    ("whole", "edited", "woven"),
    [
        ("a h:G b", "a b", "a h:G b"),
        ("a h:G", "a b", "a b h:G"),  # who knows more has the last word
        ("a h:G b", "b", "h:G b"),
        ("h:G", "", "h:G"),
        ("h:G a i:G", "", "h:G i:G"),
        ("a h:G b", "b a", "h:G b a"),
        ("a h:G b", "x h:G y", "x h:G h:G y"),
    ],
)
def test_hidden_entries_keep_their_places(whole, edited, woven):
    found = weave_entries(tags(edited), tags(whole), lambda gate: False)
    assert sorted(found) == sorted(tags(woven))
    assert [tag for tag in found if tag.gate] == [tag for tag in tags(woven) if tag.gate]
