"""A character’s page: infobox, counterparts, relations, appearances, and “as of”."""

import html5lib
import pytest

from tests.factories import fact, make_character, make_page
from tests.pages.test_edit import see

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def simpson(calendar):
    """Will Simpson, who is Nuke for those who have seen JJ 1x03."""
    make_character("Nuke", ("continuity", "Earth-616"), body="A soldier.\n")
    return make_character(
        "Will Simpson",
        ("played_by", "Wil Traval"),
        ("counterparts", ("Nuke", "what the pills make of him"), "JJ 1x03"),
        ("appearances", ("JJ 1x02", "guest", "Officer")),
    )


def items(response, section):
    """Give the lines of one section of a page as text."""
    tree = html5lib.parse(response.content.decode())
    found = [one for one in tree.iter(f"{XHTML}section") if one.get("aria-labelledby") == section]
    return [" ".join("".join(one.itertext()).split()) for part in found for one in part.iter(f"{XHTML}li")]


def test_a_counterpart_is_shown_on_both_sides_from_its_gate_on(client, simpson):
    see(client, "JJ 1x03")
    assert items(client.get("/characters/will-simpson/"), "counterparts") == ["Nukewhat the pills make of him"]
    assert items(client.get("/characters/nuke/"), "counterparts") == ["Will Simpson"]


def test_below_the_gate_neither_side_shows_a_trace_of_the_other(client, simpson):
    see(client, "JJ 1x02")
    one, other = client.get("/characters/will-simpson/").text, client.get("/characters/nuke/").text
    assert (one.count("Nuke"), other.count("Simpson")) == (0, 0)
    for view in ("counterparts", "relations", "appearances"):
        assert "Nuke" not in client.get(f"/characters/will-simpson/{view}/").text
        assert "Simpson" not in client.get(f"/characters/nuke/{view}/").text


def test_a_character_stands_under_its_own_address(client, simpson):
    make_page("Alias Investigations")
    assert client.get("/wiki/will-simpson/")["Location"] == "/characters/will-simpson/"
    assert client.get("/characters/alias-investigations/")["Location"] == "/wiki/alias-investigations/"
    assert client.get("/characters/Will_Simpson/?as_of=x").status_code == 302
    assert client.get("/characters/nobody/").status_code == 404
    assert client.post("/characters/will-simpson/").status_code == 405
    assert client.get("/characters/alias-investigations/relations/").status_code == 404


def test_counterparts_told_from_both_sides_stand_there_once(client, simpson):
    make_character("Nuke Two", ("counterparts", ("Will Simpson", "told here")))
    make_character("Twice", ("counterparts", ("Nuke", "a")), ("counterparts", ("Nuke", "b")))
    assert items(client.get("/characters/twice/"), "counterparts") == ["Nukeb"]
    assert items(client.get("/characters/will-simpson/"), "counterparts") == ["Nuke Two"]


def test_a_strip_has_the_length_of_the_calendar_and_marks_what_is_seen(client, calendar):
    made = [("appearances", (f"JJ {label}", "main", "")) for label in ("1x01", "1x02", "2x01")]
    make_character("Jessica Jones", *made)
    see(client, "JJ 1x02")
    cells = items(client.get("/characters/jessica-jones/"), "appearances")
    assert len(cells) == 9
    assert [cell for cell in cells if "main" in cell] == ["1x01, main●", "1x02, main●"]
    assert "2x01" in cells


def test_below_all_appearances_no_work_is_named(client, calendar):
    make_character("Jessica Jones", ("appearances", ("JJ 1x02", "main", "")))
    assert items(client.get("/characters/jessica-jones/"), "appearances") == []
    see(client, "JJ 1x02")
    assert len(items(client.get("/characters/jessica-jones/"), "appearances")) == 9


def test_works_and_releases_show_who_appears(client, simpson):
    make_character("Hope", ("appearances", ("JJ 1x01", "main", "")), ("appearances", ("JJ 1x02", "main", "")))
    see(client, "JJ 1x02")
    assert items(client.get("/works/JJ/"), "appearing") == ["Hope 2", "Will Simpson 1"]
    assert items(client.get("/works/JJ/1x02/"), "appearing") == ["Hope main", "Will Simpson guest, as Officer"]
    assert items(client.get("/works/JJ/1x03/"), "appearing") == []
    see(client, "JJ 1x01")
    assert items(client.get("/works/JJ/"), "appearing") == ["Hope 1"]


def test_a_performer_has_a_page_with_the_characters_one_may_know(client, simpson):
    make_character("Reva", ("played_by", "Wil Traval"), gate="JJ 2x01")
    assert "Will Simpson" in client.get("/characters/performers/wil-traval/").text
    assert "Reva" not in client.get("/characters/performers/wil-traval/").text
    see(client, "JJ 2x01")
    assert "Reva" in client.get("/characters/performers/wil-traval/").text
    assert client.get("/characters/performers/nobody/").status_code == 404


@pytest.fixture
def kilgrave(calendar):
    return make_character(
        "Kilgrave",
        ("status", "Alive"),
        ("status", "Dead", "JJ 1x03"),
        names=[("Kevin", "JJ 1x02", "title")],
        body="A man. [He is dead.]{JJ 1x03} [A god.]{DEF 1x01}\n",
    )


def test_as_of_shows_the_page_as_it_stood(client, kilgrave):
    see(client, "JJ 2x01")
    assert "He is dead." in client.get("/characters/kevin/").text
    earlier = client.get("/characters/kevin/?as_of=JJ+1x02")
    assert "He is dead." not in earlier.text
    assert "Alive" in earlier.text
    assert "as it stood after JJ 1x02" in earlier.text


def test_as_of_leads_to_the_name_of_that_time(client, kilgrave):
    see(client, "JJ 2x01")
    assert client.get("/characters/kilgrave/")["Location"] == "/characters/kevin/"
    assert client.get("/characters/kilgrave/?as_of=JJ+1x01").status_code == 200
    assert client.get("/characters/kevin/?as_of=JJ+1x01").status_code == 404


@pytest.mark.parametrize("asked", ["JJ 1x03", "JJ 9x99", "nonsense", "DEF 1x01", "FILM film", "x" * 5000])
def test_as_of_never_shows_more(client, kilgrave, asked):
    see(client, "JJ 1x02")
    assert client.get("/characters/kevin/", {"as_of": asked}).status_code == 404


def test_as_of_takes_other_works_back_to_the_same_day(calendar, lens_at):
    from characters.as_of import lowered
    from wiki.spoilers.models import Release

    Release.objects.filter(work__code="DEF", label="1x02").update(date="2017-08-18")
    from wiki.spoilers import calendar as calendars
    from wiki.spoilers.models import Work, new_stamp

    Work.objects.filter(code="DEF").update(stamp=new_stamp())
    now = calendars.current()
    lens = lowered("JJ 1x02", lens_at("JJ all", "DEF all"), now)
    seen = {f"{work.code} {one.label}" for work in now.works for one in work.releases if one.id in lens.seen}
    assert seen == {"JJ 1x01", "JJ 1x02", "DEF 1x01"}


def test_the_choices_of_as_of_are_what_one_has_seen(client, kilgrave):
    assert "As of" not in client.get("/characters/kilgrave/").text
    see(client, "JJ 1x01")
    text = client.get("/characters/kilgrave/").text
    assert ("<option>JJ 1x01</option>" in text, "<option>JJ 1x02</option>" in text) == (True, False)


def test_counterparts_are_compared_field_by_field(client, calendar):
    make_character("Trish", ("species", "Human"), ("status", "Alive"), ("powers", "None"), names=[("Pat", "", "alias")])
    make_character(
        "Patsy",
        ("species", "Human"),
        ("status", "Dead"),
        ("debut", "1944"),
        ("counterparts", ("Trish", "the radio host")),
    )
    rows = compared(client.get("/characters/trish/counterparts/"))
    assert rows == {
        "Also known as": ("here", "Pat", "not told"),
        "Species": ("same", "Human", "Human"),
        "Status": ("different", "Alive", "Dead"),
        "Powers": ("here", "None", "not told"),
        "First issue": ("there", "not told", "1944"),
    }


def compared(response):
    tree = html5lib.parse(response.content.decode())
    rows = [row for body in tree.iter(f"{XHTML}tbody") for row in body.iter(f"{XHTML}tr")]
    cells = [(row.get("class"), ["".join(cell.itertext()).strip() for cell in row]) for row in rows]
    return {texts[0]: (verdict, texts[1], texts[2]) for verdict, texts in cells}


def test_a_counterpart_without_a_page_is_named_and_not_compared(client, calendar):
    from wiki.pages.models import Name

    make_character("Trish", ("counterparts", ("Patsy", "")))
    text = client.get("/characters/trish/counterparts/").text
    assert "Nobody has written about Patsy yet." in text
    assert not Name.objects.filter(slug="patsy").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_a_constant_number_of_queries(client, calendar, settings, django_assert_num_queries, count):
    others = [f"Friend {number}" for number in range(count)]
    for other in others:
        make_character(other)
    facts = [fact("relationships", (other, "friend")) for other in others]
    facts += [fact("counterparts", (other, "")) for other in others]
    facts += [fact("appearances", (f"JJ 1x0{number + 1}", "main", "")) for number in range(count)]
    make_character("Jessica Jones", *facts)
    see(client, "JJ 2x01")
    client.get("/characters/jessica-jones/")
    with django_assert_num_queries(14 if settings.REDIS_URL else 15):  # Redis has the session
        assert client.get("/characters/jessica-jones/").status_code == 200
