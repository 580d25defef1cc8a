import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_page
from wiki.interchange import folder
from wiki.pages.models import Page, Revision
from wiki.pages.state import NameEntry, TagEntry, state_of
from wiki.spoilers.models import Release, Work

WORKS = """works:
- code: JJ
  title: Marvel's Jessica Jones
  short_title: Jessica Jones
  kind: series
  parts:
  - number: 1
  releases:
  - label: 1x01
    part: 1
    title: AKA Ladies Night
    date: 2015-11-20
  - label: 1x02
    part: 1
    title:
      text: AKA Crush Syndrome
      gate: JJ 1x02
    date: 2015-11
  - label: 1x03
    part: 1
"""
PAGE = """---
names:
- Alias Investigations
- text: Jones & Co
  gate: JJ 1x02
- text: The agency
  kind: alias
tags:
- Places
- text: Closed
  gate: JJ 1x01 and JJ 1x02
---
A [detective]{JJ 1x01} agency.
"""


@pytest.fixture
def content(tmp_path):
    """Make a folder in canonical form."""
    write(tmp_path, "works.yaml", WORKS)
    write(tmp_path, "pages/alias-investigations.md", PAGE)
    return tmp_path


def write(base, name, text):
    path = base / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def files(base):
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()}


def test_a_folder_is_loaded(db, content):
    assert folder.load(content) == 1
    state = state_of(Revision.objects.get())
    assert state.names == (
        NameEntry("Alias Investigations"),
        NameEntry("Jones & Co", "JJ 1x02"),
        NameEntry("The agency", "", "alias"),
    )
    assert state.tags == (TagEntry("Places"), TagEntry("Closed", "JJ 1x01 and JJ 1x02"))
    assert state.body == "A [detective]{JJ 1x01} agency.\n"
    rows = Release.objects.values_list("position", "label", "part__number", "date_precision")
    assert list(rows) == [(1, "1x01", 1, "day"), (2, "1x02", 1, "month"), (3, "1x03", 1, "")]


def test_a_title_is_behind_the_release_before_unless_it_says_otherwise(db, content):
    folder.load(content)
    first, second, third = Release.objects.all()
    assert first.title_gate is None
    assert second.title_gate.alternatives == (frozenset({second.pk}),)
    assert third.title_gate.alternatives == (frozenset({second.pk}),)


def test_loading_again_changes_nothing(db, content):
    folder.load(content)
    stamp = Work.objects.get().stamp
    assert folder.load(content) == 0
    assert (Revision.objects.count(), Work.objects.get().stamp) == (1, stamp)


def test_a_changed_file_makes_a_revision_of_the_same_page(db, content):
    folder.load(content)
    write(content, "pages/alias-investigations.md", PAGE.replace("agency.", "office."))
    assert folder.load(content) == 1
    assert (Page.objects.count(), Revision.objects.count()) == (1, 2)


def test_load_then_export_gives_the_same_bytes(db, content, tmp_path_factory):
    folder.load(content)
    out = tmp_path_factory.mktemp("out")
    folder.export(out)
    assert files(out) == files(content)


def test_export_then_load_gives_the_same_pages(calendar, tmp_path):
    make_page(
        "Nuke",
        "a: b\n\n---\n\n# not a comment\n",
        gate="JJ 1x02",
        names=[("no", "", "alias"), ("1: 'x' &", "", "redirect")],
    )
    make_page("Nuke", "another\n", tags=[("yes", ""), ("~", "JJ s1")])
    make_page("Джессика", "")
    before = states()
    folder.export(tmp_path)
    Page.objects.update(current=None)
    for model in (Revision, Page, Work):
        delete_all(model)
    folder.load(tmp_path)
    assert states() == before


def delete_all(model):
    if model is Revision:
        while leaves := list(Revision.objects.filter(child=None)):
            for leaf in leaves:
                leaf.delete()
    model.objects.all().delete()


def states():
    found = [state_of(revision) for revision in Revision.objects.filter(current_of__isnull=False)]
    return sorted((state.names, state.tags, state.body) for state in found)


PROBLEMS = {
    "unknown gate": (PAGE.replace("JJ 1x02\n- text: The", "JJ 7x01\n- text: The"), 4, "Jessica Jones has seasons 1"),
    "gate in the body": (PAGE.replace("]{JJ 1x01} ", "]{JJ 9} "), 13, "Column 15: JJ 9"),
    "open block": (PAGE + "\n\n::: spoiler JJ 1x01\n", 16, "never closed"),
    "no front matter": ("Just text.\n", 1, "starts with a line"),
    "not closed": ("---\nnames:\n- A\n", 1, "starts with a line"),
    "unknown key": (PAGE.replace("tags:", "labels:"), 8, "There is no key “labels”"),
    "unknown kind": (PAGE.replace("names:", "kind: nothing\nnames:"), 2, "There is no kind “nothing”"),
    "an anchor": (PAGE.replace("- Places", "- &a Places"), 9, "Anchors and aliases"),
    "an alias": (PAGE.replace("- Places", "- *a"), 9, "Anchors and aliases"),
    "not YAML": (PAGE.replace("- Places", "- [Places"), 10, "not YAML"),
    "a key twice": (PAGE.replace("tags:", "names:"), 8, "stands twice"),
    "no list": (
        PAGE.replace("tags:\n- Places\n- text: Closed\n  gate: JJ 1x01 and JJ 1x02\n", "tags: Places\n"),
        8,
        "has to be a list",
    ),
    "a nested entry": (PAGE.replace("- Places", "- [Places]"), 9, "An entry is plain text"),
    "an entry without text": (PAGE.replace("- Places", "- gate: JJ 1x01"), 9, "An entry is plain text"),
    "an odd kind of name": (PAGE.replace("kind: alias", "kind: joke"), 6, "The kind of a name"),
    "no names": (PAGE.replace("names:", "tags2:"), 2, "There is no key “tags2”"),
    "not UTF-8": (b"---\nnames:\n- \xff\n---\n", 1, "not UTF-8"),
    "control characters": ("---\nnames:\n- a\x01b\n---\n", 2, "not YAML"),
    "nested too deep": ("---\nnames: " + "[" * 5000 + "]" * 5000 + "\n---\n", 2, "nested too deep"),
    "nested far too deep": ("---\nnames:\n" + "- " * 30000 + "a\n---\n", 3, "nested too deep"),
    "too large": ("---\nnames:\n- A\n---\n" + "x" * 1_100_000, 1, "larger than 1024 KiB"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_reported_with_file_and_line(db, content, name):
    text, line, said = PROBLEMS[name]
    write(content, "pages/bad.md", text)
    with pytest.raises(folder.NotLoaded) as raised:
        folder.load(content)
    found = [trouble for trouble in raised.value.troubles if said in trouble.message]
    assert [(trouble.file, trouble.line) for trouble in found][:1] == [("pages/bad.md", line)]
    assert (Page.objects.count(), Work.objects.count()) == (0, 0)


def test_every_problem_of_every_file_is_reported(db, content):
    write(content, "pages/a.md", "no front matter")
    write(content, "pages/b.md", PAGE.replace("JJ 1x01 and", "XX 1 and") + ":::\n")
    write(content, "works.yaml", WORKS.replace("date: 2015-11\n", "date: 2015-31\n"))
    with pytest.raises(folder.NotLoaded) as raised:
        folder.load(content)
    assert [trouble.file for trouble in raised.value.troubles] == [
        "pages/a.md",
        "pages/b.md",
        "pages/b.md",
        "works.yaml",
    ]


WORKS_PROBLEMS = {
    "no works": ("other: []\n", "under the key “works”"),
    "a key too many": (WORKS.replace("kind: series", "kind: series\n  colour: red"), "no key “colour”"),
    "a key missing": (WORKS.replace("  kind: series\n", ""), "The key “kind” is missing"),
    "a bad code": (WORKS.replace("code: JJ", "code: jj"), "A code is of at most 12 capital letters"),
    "a bad kind": (WORKS.replace("kind: series", "kind: opera"), "The kind of a work is one of series, comic, film"),
    "an unknown part": (
        WORKS.replace("    part: 1\n    title: AKA L", "    part: 7\n    title: AKA L"),
        "has no part 7",
    ),
    "a label twice": (WORKS.replace("label: 1x03", "label: s1e2"), "stands twice"),
    "a part that is no number": (WORKS.replace("number: 1", "number: one"), "A part has a number"),
    "a title's gate": (WORKS.replace("gate: JJ 1x02", "gate: JJ 5x02"), "seasons 1"),
    "a label of another kind": (WORKS.replace("label: 1x03", "label: '#3'"), "labelled like 1x13"),
    "text for a list": (
        "works:\n- code: JJ\n  title: J\n  kind: series\n  releases: many\n",
        "“releases” has to be a list",
    ),
    "a date": (WORKS.replace("2015-11-20", "2015-02-31"), "is no date"),
}


@pytest.mark.parametrize("name", WORKS_PROBLEMS)
def test_a_problem_with_works_is_reported(db, content, name):
    text, said = WORKS_PROBLEMS[name]
    write(content, "works.yaml", text)
    with pytest.raises(folder.NotLoaded, match=said):
        folder.load(content)
    assert Work.objects.count() == 0


def test_releases_are_never_removed_by_a_file(db, content):
    folder.load(content)
    write(content, "works.yaml", WORKS.replace("  - label: 1x03\n    part: 1\n", ""))
    with pytest.raises(folder.NotLoaded, match="The wiki has JJ 1x03"):
        folder.load(content)
    assert Release.objects.count() == 3


def test_releases_can_be_reordered_and_added(db, content):
    folder.load(content)
    write(content, "works.yaml", WORKS.replace("  - label: 1x01\n", "  - label: 1x00\n  - label: 1x01\n"))
    folder.load(content)
    assert list(Release.objects.values_list("label", flat=True)) == ["1x00", "1x01", "1x02", "1x03"]


def test_long_names_fit_into_file_names(calendar, tmp_path):
    for end in "ab":
        make_page("漢" * 149 + end, "x\n")
    folder.export(tmp_path)
    assert len(list((tmp_path / "pages").iterdir())) == 2


def test_links_are_neither_read_nor_followed(db, content, tmp_path_factory):
    target = tmp_path_factory.mktemp("else") / "target.md"
    target.write_text("kept")
    (content / "pages" / "linked.md").symlink_to(target)
    (content / "pages" / "folder.md").mkdir()
    with pytest.raises(folder.NotLoaded, match="no regular file") as raised:
        folder.load(content)
    assert len(raised.value.troubles) == 2
    make_page("Linked")
    folder.export(content)
    assert target.read_text() == "kept"


def test_a_file_with_some_works_keeps_the_order_of_the_others(db, content):
    folder.load(content)
    write(content, "works.yaml", "works:\n- code: PUN\n  title: The Punisher\n  kind: series\n")
    folder.load(content)
    assert list(Work.objects.values_list("code", "position")) == [("JJ", 1), ("PUN", 2)]


def test_a_changed_title_of_a_work_is_seen_at_once(db, content):
    from wiki.spoilers.calendar import current

    folder.load(content)
    assert current().works[0].short_title == "Jessica Jones"
    write(content, "works.yaml", WORKS.replace("short_title: Jessica Jones", "short_title: JJ"))
    folder.load(content)
    assert current().works[0].short_title == "JJ"


def test_an_empty_folder_is_reported(db, tmp_path):
    with pytest.raises(folder.NotLoaded, match="neither"):
        folder.load(tmp_path)


def test_the_commands_tell_what_they_do(db, content, tmp_path_factory, capsys, reader):
    call_command("load_content", content, "--author=trish")
    out = tmp_path_factory.mktemp("out")
    call_command("export_content", out)
    told = capsys.readouterr().out
    assert "[1/1] pages/alias-investigations.md: saved" in told
    assert "Wrote 1 pages." in told
    assert Revision.objects.get().author == reader
    with pytest.raises(CommandError, match="no account “nobody”"):
        call_command("load_content", content, "--author=nobody")
    write(content, "pages/bad.md", "x")
    with pytest.raises(CommandError, match=r"pages/bad.md:1: "):
        call_command("load_content", content)
