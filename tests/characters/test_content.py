"""The characters of the first wiki: all of the facts, and a page that reads well wherever somebody stands."""

import re

import pytest
from django.conf import settings

from characters import reading
from characters.models import Appearance, Counterpart, Relationship
from tests.factories import lens_at
from tests.pages.test_edit import see
from wiki.interchange import folder
from wiki.pages.models import Page
from wiki.pages.reading import known
from wiki.pages.state import seer, state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

# The counterpart of each, and the gate from which it shows ("" for none).
SCREEN = {
    "Jessica Jones": ("Jessica Jones (Earth-616)", ""),
    "Trish Walker": ("Patsy Walker", ""),
    "Will Simpson": ("Nuke", "JJ 1x11"),
    "Kilgrave": ("Purple Man", ""),
    "Malcolm Ducasse": ("Malcolm Powder", ""),
    "Luke Cage": ("Luke Cage (Earth-616)", ""),
    "Jeri Hogarth": ("Jeryn Hogarth", ""),
    "Claire Temple": ("Claire Temple (Earth-616)", ""),
    "Hope Shlottman": (None, ""),
    "Alisa Jones": (None, ""),
    "Erik Gelden": ("Mind-Wave", "JJ 3x05"),
    "Dorothy Walker": ("Dorothy Walker (Earth-616)", ""),
}
POSITIONS = [(), ("JJ 1x01",), ("JJ 1x06",), ("JJ s1",), ("JJ s1", "DEF all"), ("JJ 2x07",), ("JJ s2",), ("JJ 3x11",)]
POSITIONS += [
    ("JJ all",),
    ("JJ all", "DEF all", "LC all", "DD all", "IF all", "ALIAS all", "PULSE all"),
    ("ALIAS all",),
]
EVERYTHING = POSITIONS[-2]


@pytest.fixture
def first_wiki(db):
    folder.load(settings.BASE_DIR / "wiki" / "content")


def the_lens(position):
    return lens_at(*position) if position else Lens.empty


def titles(lens):
    gates = Gate.objects.open_to(lens)
    shown = known(gates, list(Page.objects.filter(kind="character").values_list("pk", flat=True)))
    return {one.title: (page, one.slug) for page, one in shown.items()}


def test_all_characters_of_the_facts_and_their_counterparts_are_there(first_wiki):
    there = set(titles(the_lens(EVERYTHING)))
    assert there == {*SCREEN, *(other for other, _ in SCREEN.values() if other)}


def test_a_counterpart_shows_from_its_gate_on_and_on_both_sides(first_wiki):
    whole = the_lens(EVERYTHING)
    slugs = {title: slug for title, (_, slug) in titles(whole).items()}
    for name, (other, gate) in SCREEN.items():
        assert shown(slugs[name], whole) == ([other] if other else [])
        for one, two in ((name, other), (other, name)):
            if other and gate:
                below = lens_before(gate)
                assert shown(slugs[one], whole) == [two]
                assert one not in titles(below) or shown(slugs[one], below) == []


def shown(slug, lens):
    return [line.person.title for line in reading.character(slug, lens).counterparts]


def lens_before(gate):
    """Give the lens of who has seen everything but what comes from a release on."""
    from wiki.spoilers.calendar import current

    work, release = current().release(gate)
    whole = the_lens(EVERYTHING)
    return Lens(whole.seen - {one.id for one in work.releases if one.position >= release.position})


def test_every_character_tells_something_wherever_one_stands(first_wiki):
    short = {}
    for position in POSITIONS:
        lens = the_lens(position)
        for title, (page, _) in titles(lens).items():
            current = Page.objects.select_related("current").get(pk=page).current
            body = state_of(current).through(seer(lens, current.gates)).body
            if (words := len(re.sub(r"[|#*_`\[\]()-]", " ", body).split())) < 150:
                short[position, title] = words
    assert short == {}


STATUSES = [
    ("Kilgrave", (), "Unknown"),
    ("Kilgrave", ("JJ 1x12",), "Alive"),
    ("Kilgrave", ("JJ s1",), "Dead"),
    ("Alisa Jones", ("JJ 2x06",), "Alive"),
    ("Alisa Jones", ("JJ s2",), "Dead"),
    ("Hope Shlottman", ("JJ 1x09",), "Alive"),
    ("Hope Shlottman", ("JJ s1",), "Dead"),
    ("Trish Walker", ("JJ all",), "Alive"),
]


def test_what_became_of_them_follows_the_lens(first_wiki):
    found = []
    for name, position, _ in STATUSES:
        lens = the_lens(position)
        fields = reading.character(titles(lens)[name][1], lens).page.infobox.fields
        texts = [value.text for field in fields if field.name == "status" for value in field.values]
        found.append((name, position, *texts))
    assert found == STATUSES


def test_alisa_is_nobody_before_she_is_found(first_wiki):
    assert [("Alisa Jones" in titles(the_lens(one))) for one in (("JJ 2x05",), ("JJ 2x06",))] == [False, True]


def test_no_page_names_nuke_beside_simpson_below_the_gate(first_wiki, client):
    for position in ((), ("JJ 1x10",)):
        see(client, *position)
        assert "Simpson" not in client.get("/characters/nuke/").text
        assert "Nuke" not in client.get("/characters/will-simpson/").text


def test_every_tie_leads_to_a_page_that_is_there(first_wiki):
    slugs = set(Page.objects.filter(kind="character").values_list("names__slug", flat=True))
    for model in (Counterpart, Relationship):
        assert set(model.objects.values_list("target", flat=True)) <= slugs


def test_the_seasons_are_filled_in(first_wiki):
    counts = {code: Appearance.objects.filter(work__code=code).count() for code in ("JJ", "DEF")}
    assert counts["JJ"] >= 100
    assert counts["DEF"] >= 8
    jessica = Page.objects.get(names__slug="jessica-jones", names__kind="title")
    assert Appearance.objects.filter(page=jessica, work__code="JJ").count() == 39
