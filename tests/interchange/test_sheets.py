"""Sheets in content files: read with file and line for what is wrong, written in one form."""

import pytest

from tests.interchange.test_folder import WORKS
from wiki.interchange import folder
from wiki.pages.models import Page
from wiki.pages.state import state_of

HEAD = "---\nkind: character\nnames:\n- Hope\nsheet:\n"


def load(tmp_path, sheet, head=HEAD):
    (tmp_path / "pages").mkdir(exist_ok=True)
    (tmp_path / "works.yaml").write_text(WORKS)
    (tmp_path / "pages" / "hope.md").write_text(f"{head}{sheet}---\nA student.\n")
    return folder.load(tmp_path)


def test_a_sheet_is_read_and_written_byte_for_byte(db, tmp_path):
    sheet = (
        "  status:\n  - Alive\n  - text: Dead\n    gate: JJ 1x02\n    source: JJ 1x02\n"
        "  relationships:\n  - text: Jeri | lawyer\n    gate: JJ 1x01\n"
        "  appearances:\n  - JJ 1x01 | main\n  - text: JJ 1x02 | guest | A girl\n    gate: JJ 1x01\n"
    )
    load(tmp_path, sheet)
    assert [tuple(entry) for entry in state_of(Page.objects.get().current).sheet] == [
        ("status", ("Alive",), "", ""),
        ("status", ("Dead",), "JJ 1x02", "JJ 1x02"),
        ("relationships", ("Jeri", "lawyer"), "JJ 1x01", ""),
        ("appearances", ("JJ 1x01", "main", ""), "JJ 1x01", ""),
        ("appearances", ("JJ 1x02", "guest", "A girl"), "JJ 1x01", ""),
    ]
    (tmp_path / "out").mkdir()
    folder.export(tmp_path / "out")
    assert (tmp_path / "out/pages/hope.md").read_text() == (tmp_path / "pages/hope.md").read_text()
    assert folder.load(tmp_path / "out") == 0


@pytest.mark.parametrize(
    ("sheet", "trouble"),
    [
        ("  nonsense:\n  - x\n", "pages/hope.md:6: “nonsense” is no field with a list of values"),
        ("  status: Alive\n", "pages/hope.md:6: “status” is no field with a list of values"),
        ("  status:\n  - Alive\n  - Undead\n", "pages/hope.md:8: “Undead” is none of Alive, Dead"),
        ("  status:\n  - text: Dead\n    gate: JJ 9x99\n", "pages/hope.md:7: JJ 9x99: Jessica Jones has seasons 1"),
        ("  status:\n  - gate: JJ 1x01\n", "pages/hope.md:7: A value is plain text, or a mapping"),
        ("  status:\n  - text: Dead\n    odd: x\n", "pages/hope.md:7: A value is plain text, or a mapping"),
        ("  status:\n  - text:\n    - Dead\n", "pages/hope.md:7: A value is plain text, or a mapping"),
        ("  appearances:\n  - JJ 1x01\n", "pages/hope.md:7: Say something for “Role”, too."),
        ("  relationships:\n  - Hope | friend\n", "pages/hope.md:7: A page cannot stand in its own sheet here."),
        ("  debut_date:\n  - 2015-02-31\n", "pages/hope.md:7: “2015-02-31” is no date"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(db, tmp_path, sheet, trouble):
    with pytest.raises(folder.NotLoaded) as refused:
        load(tmp_path, sheet)
    assert trouble in str(refused.value)
    assert Page.objects.count() == 0


@pytest.mark.parametrize("sheet", ["- x\n", "  x\n"])
def test_a_sheet_is_a_mapping(db, tmp_path, sheet):
    with pytest.raises(folder.NotLoaded, match="has to be a mapping"):
        load(tmp_path, sheet)


def test_a_plain_page_has_no_sheet(db, tmp_path):
    with pytest.raises(folder.NotLoaded, match="“status” is no field"):
        load(tmp_path, "  status:\n  - Alive\n", head="---\nnames:\n- Hope\nsheet:\n")
