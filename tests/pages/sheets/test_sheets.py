"""A sheet through projection, weave, merge, diff and records; its declaration is all that they know of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from characters.kind import SHEET
from tests.factories import fact, make_character
from wiki.pages.cleaning import Refused
from wiki.pages.comparing import compare
from wiki.pages.merging import merge_sheets, merge_states
from wiki.pages.models import Link, Revision, Value
from wiki.pages.reading import page
from wiki.pages.sheets import Sheet, many, one
from wiki.pages.sheets.types import Text
from wiki.pages.state import PageState, SheetEntry, state_of
from wiki.pages.weaving import weave
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

FIELDS = {"single": one("single", "Single", Text()), "many": many("many", "Many", Text())}
SMALL = Sheet(*FIELDS.values())


def values(text):
    """Write a sheet in short: `single=Alive`, `many=a:G` for one behind a gate."""
    found = []
    for word in text.split():
        field, _, rest = word.partition("=")
        value, _, gate = rest.partition(":")
        found.append(SheetEntry(field, (value,), gate))
    return tuple(found)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "clashes"),
    [
        ("single=A many=x", "single=B many=x", "single=A many=x many=y", "single=B many=x many=y", []),
        ("single=A", "single=B", "single=C", "single=B", [("Single", "B", "C")]),
        ("", "single=A", "single=B", "single=A", [("Single", "A", "B")]),  # both fill in an empty fact
        ("single=A", "single=A single=D:G", "single=A single=E:H", "single=A single=E:H single=D:G", []),
        (
            "single=A",
            "single=A single=D:G",
            "single=A single=E:G",
            "single=A single=D:G",
            [("Single", "D {G}", "E {G}")],
        ),
        ("single=A single=D:G", "single=A", "single=A single=E:G", "single=A single=E:G", [("Single", "", "E {G}")]),
        ("single=D:G", "single=D:H", "single=D:I", "single=D:H", [("Single", "D {H}", "D {I}")]),  # both gate it anew
        (
            "single=A single=D:G single=M:H",
            "single=A single=M:H single=D:G",
            "single=A single=D:G single=M:H",
            "single=A single=M:H single=D:G",
            [],
        ),  # one changes the order
        ("many=x", "many=x many=a", "many=x many=b", "many=x many=b many=a", []),
        ("many=x", "many=a", "many=b", "many=a", [("Many", "a", "b")]),
        ("many=x", "", "many=x", "", []),
    ],
)
def test_sheets_merge_value_by_value(base, mine, theirs, merged, clashes):
    found, clashing = merge_sheets(values(base), values(mine), values(theirs), SMALL)
    assert found == values(merged)
    assert [tuple(vars(clash).values()) for clash in clashing] == clashes


def test_a_table_is_merged_by_what_tells_its_rows_apart():
    def rows(*listed):
        return tuple(fact("appearances", row, row[0]) for row in listed)

    first = ("JJ 1x01", "main", "")
    found, clashing = merge_sheets(
        rows(first), rows(first, ("JJ 1x03", "guest", "")), rows(first, ("JJ 1x02", "cameo", "")), SHEET
    )
    assert ([row.values[0] for row in found], clashing) == (["JJ 1x01", "JJ 1x03", "JJ 1x02"], [])
    _, clashing = merge_sheets(rows(first), rows(("JJ 1x01", "guest", "")), rows(("JJ 1x01", "voice", "")), SHEET)
    assert [(clash.mine, clash.theirs) for clash in clashing] == [
        ("JJ 1x01 | guest {JJ 1x01}", "JJ 1x01 | voice {JJ 1x01}")
    ]


def test_without_a_base_each_field_that_differs_clashes():
    mine, theirs = PageState(sheet=values("single=A many=x")), PageState(sheet=values("single=B many=x"))
    merged = merge_states(None, mine, theirs, SMALL)
    assert [(clash.field, clash.mine, clash.theirs) for clash in merged.clashes] == [("Single", "A", "B")]


ENTRIES = st.lists(
    st.builds(
        lambda field, text, gate: SheetEntry(field, (text,), gate),
        st.sampled_from(sorted(FIELDS)),
        st.sampled_from("abc"),
        st.sampled_from(["", "open", "shut", "else"]),
    ),
    max_size=8,
    unique=True,
).map(SMALL.sorted)


@given(ENTRIES, ENTRIES)
def test_weaving_neither_loses_nor_reveals(whole, edited):
    """The law of weaving, for sheets: hidden values stay in their order, and the rest is as it was written."""

    def sees(gate):
        return gate == "open"

    hidden = [one for one in whole if one.gate not in ("", "open")]
    written = tuple(one for one in edited if one.gate in ("", "open"))
    woven = weave(PageState(sheet=written), PageState(sheet=whole), sees).sheet
    assert SMALL.sorted(one for one in woven if one.gate in ("", "open")) == written
    for field in FIELDS:
        kept = [one for one in woven if one.field == field and one.gate not in ("", "open")]
        assert kept == [one for one in hidden if one.field == field]


def test_the_last_visible_value_of_a_single_field_is_shown(calendar, lens_at):
    make_character("Kilgrave", ("status", "Unknown"), ("status", "Alive", "JJ 1x01"), ("status", "Dead", "JJ 1x03"))

    def status(lens):
        shown = {field.name: field for field in page("kilgrave", lens).infobox.fields}
        return [value.text for value in shown["status"].values]

    assert [status(lens) for lens in (Lens.empty, lens_at("JJ 1x02"), lens_at("JJ 1x03"))] == [
        ["Unknown"],
        ["Alive"],
        ["Dead"],
    ]


def test_records_hold_what_lasts_until_which_gate(calendar, lens_at):
    make_character("Kilgrave", ("status", "Alive"), ("status", "Dead", "JJ 1x03"), ("played_by", "David Tennant"))

    def slugs(lens):
        rows = Value.objects.visible_to(Gate.objects.open_to(lens))
        return sorted(rows.values_list("field", "slug"))

    assert slugs(lens_at("JJ 1x02")) == [("played_by", "david-tennant"), ("status", "alive")]
    assert slugs(lens_at("JJ 1x03")) == [("played_by", "david-tennant"), ("status", "dead")]


def test_a_value_without_a_gate_replaces_earlier_ones_for_good(calendar):
    made = make_character("Kilgrave", ("status", "Alive", "JJ 1x01"), ("status", "Dead"))
    assert list(made.values.values_list("slug", flat=True)) == ["dead"]


def test_a_sheet_links_to_pages_behind_its_gates(calendar):
    made = make_character("Trish Walker", ("affiliations", "Trish Talk", "JJ 1x02", "Hell's Kitchen"))
    rows = Link.objects.filter(page=made).values_list("target", "gate__key")
    gate = Gate.objects.get(key=str(calendar.by_code["JJ"].releases[1].id))
    assert sorted(rows) == [("hells-kitchen", gate.key), ("trish-talk", gate.key)]


def test_a_diff_tells_what_a_value_replaces(calendar, lens_at):
    before = make_character("Kilgrave", ("status", "Alive")).current
    after = make_again("Kilgrave", ("status", "Alive"), ("status", "Dead", "JJ 1x03", "JJ 1x03"), page=before.page)

    def told(lens):
        return [(one.what, one.text, one.came) for one in compare(before, after, lens, SHEET).changes]

    assert told(lens_at("JJ 1x03")) == [("Status", "Alive → Dead, from JJ 1x03 (source: JJ 1x03)", True)]
    assert told(lens_at("JJ 1x02")) == []


def make_again(title, *facts, page):
    make_character(title, *facts, page=page)
    return Revision.objects.get(current_of=page)


def test_a_corrected_value_is_one_change(calendar, lens_at):
    before = make_character("Kilgrave", ("status", "Alive"), ("occupations", "None")).current
    after = make_again("Kilgrave", ("status", "Missing"), ("occupations", "Neurologist"), page=before.page)
    assert [(one.text, one.came) for one in compare(before, after, lens_at("JJ 1x01"), SHEET).changes] == [
        ("Alive → Missing", True),
        ("None", False),
        ("Neurologist", True),
    ]


def test_the_order_of_fields_does_not_depend_on_how_they_came(calendar):
    made = make_character("Kilgrave", ("status", "Alive"), ("continuity", "Netflix series"))
    assert [entry.field for entry in state_of(made.current).sheet] == ["continuity", "status"]


def test_unknown_fields_are_refused_and_old_ones_do_no_harm(calendar):
    with pytest.raises(Refused, match="no field “nonsense”"):
        make_character("Kilgrave", ("nonsense", "x"))
    made = make_character("Kilgrave", ("status", "Alive"))
    Revision.objects.filter(pk=made.current.pk).update(sheet=[["gone", ["x"], "", ""], ["status", ["Alive"], "", ""]])
    from wiki.pages import record

    record.rebuild(type(made).objects.all())
    assert [field.name for field in page("kilgrave", Lens.empty).infobox.fields] == ["status"]


def test_sources_are_numbered_once_each(calendar):
    facts = [
        ("occupations", "Host", "", "JJ 1x01"),
        ("powers", "None", "", "https://example.org/"),
        ("status", "Alive"),
    ]
    make_character("Trish", *facts, ("species", "Human", "", "JJ 1x01"))
    box = page("trish", Lens.empty).infobox
    assert {field.name: [value.note for value in field.values] for field in box.fields} == {
        "species": [1],
        "status": [0],
        "occupations": [1],
        "powers": [2],
    }
    assert [note.text for note in box.notes] == ["JJ 1x01", "example.org"]
