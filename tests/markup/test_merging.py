"""Two edits of one text: what does not touch merges, as version control merges it."""

import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.markup.merging import merge

lines = st.lists(st.sampled_from(["\n", "\n", "Jessica\n", "Luke\n", "Trish\n", "Hope\n", "- item\n"]), max_size=14)
new = st.lists(st.sampled_from(["\n", "Malcolm\n", "Jessica\n", "Jeri\n"]), max_size=3)


@st.composite
def three_texts(draw):
    base = draw(lines)
    return tuple("".join(one) for one in (base, draw(_edited(base)), draw(_edited(base))))


@st.composite
def _edited(draw, base):
    found = list(base)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(found)))
        found[at : at + draw(st.integers(0, 3))] = draw(new)
    return found


@settings(max_examples=150, deadline=None)
@given(three_texts())
def test_a_merge_is_the_one_that_version_control_makes(tmp_path_factory, texts):
    folder = tmp_path_factory.getbasetemp()
    for name, text in zip(("base", "mine", "theirs"), texts, strict=True):
        (folder / name).write_text(text)
    command = ["git", "merge-file", "-p", "-q", "mine", "base", "theirs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    base, mine, theirs = texts
    merged = merge(base, mine, theirs)
    assert merged.is_clean == (done.returncode == 0)
    if merged.is_clean:
        assert merged.text == done.stdout


@given(three_texts())
def test_nothing_typed_is_missing_from_a_merge(texts):
    base, mine, theirs = texts
    merged = merge(base, mine, theirs)
    for side, written in ((mine, "mine"), (theirs, "theirs")):
        kept = "".join(getattr(chunk, written) for chunk in merged.chunks)
        came = [
            line for line in set(side.splitlines()) if side.splitlines().count(line) > base.splitlines().count(line)
        ]
        assert all(line in kept.splitlines() for line in came)


@given(three_texts())
def test_a_merge_has_no_preferred_side_where_it_is_clean(texts):
    base, mine, theirs = texts
    one, two = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.is_clean == two.is_clean
    assert not one.is_clean or one.text == two.text


def test_both_sides_of_a_conflict_are_kept():
    merged = merge("one\ntwo\nthree\n", "one\nzwei\nthree\n", "one\ndeux\nthree\nfour\n")
    assert [(chunk.mine, chunk.theirs) for chunk in merged.chunks if chunk.is_conflict] == [("zwei\n", "deux\n")]
    assert merged.text == "one\nzwei\nthree\nfour\n"


def test_a_line_without_an_end_is_a_line():
    assert merge("one\ntwo", "one\ntwo\nthree", "zero\none\ntwo").text == "zero\none\ntwo\nthree"
    assert merge("one\nmiddle\ntwo", "ONE\nmiddle\ntwo", "one\nmiddle\nTWO").text == "ONE\nmiddle\nTWO"
