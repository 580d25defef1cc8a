"""The front page: what is new, what comes, a character, talk, pages that want a hand; all of it through the lens."""

import datetime
import itertools
import re
from contextlib import contextmanager
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.factories import lens_at, make_article, make_character, make_claim, make_comment, make_page
from tests.pages.test_edit import see
from tests.worlds import world as worlds
from tests.worlds.observe import answers, client_for
from tests.worlds.test_two_worlds import LENSES, WAYS, heard, the_lens
from wiki.pages import front, home, needing
from wiki.pages.models import Image
from wiki.spoilers.editing import save_release
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate, Release


def part(client, name):
    """Give the text of one panel, "" where it is not there."""
    found = re.search(rf'<section[^>]*aria-labelledby="home-{name}">(.*?)</section>', client.get("/").text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


@contextmanager
def on(day):
    with mock.patch.object(timezone, "now", return_value=datetime.datetime(2030, 1, day, 12, tzinfo=datetime.UTC)):
        yield


def test_who_has_seen_nothing_is_given_a_first_step(client, calendar):
    text = client.get("/").text
    assert "First, say how far you are" in text
    assert '<a href="/progress/#JJ">Jessica Jones</a>' in text
    see(client, "JJ 1x02")
    text = client.get("/").text
    assert "First, say how far you are" not in text
    assert "Jessica Jones up to 1x02." in text


def test_an_empty_wiki_has_a_front_page_without_empty_panels(client, db):
    response = client.get("/")
    assert (response.status_code, "home-lately" in response.text, "home-needing" in response.text) == (
        200,
        False,
        False,
    )
    assert "First, say how far you are" not in response.text


def test_what_changed_is_told_once_for_each_page_the_last_first(client, calendar):
    page = make_page("Agency", "First.\n")
    make_page("Bar", "A [dark]{JJ 1x02} bar.\n")
    make_page("Hidden", gate="JJ 1x02")
    make_claim("It comes")
    make_page("Agency", "Second.\n", page=page)
    assert re.findall(r"(Agency|Bar|Hidden|It comes) ", part(client, "lately")) == ["Agency", "Bar"]
    assert "Second." in part(client, "lately")
    assert "A bar." in part(client, "lately")
    make_page("Bar", "A [very dark]{JJ 1x02} bar.\n", page=page.__class__.objects.get(names__slug="bar"))
    assert part(client, "lately").index("Agency") < part(client, "lately").index("Bar")  # nobody sees that change here
    see(client, "JJ 1x02")
    assert re.findall(r"(Agency|Bar|Hidden) ", part(client, "lately")) == ["Bar", "Agency", "Hidden"]
    assert "A very dark bar." in part(client, "lately")


def test_the_next_release_is_told_as_exactly_as_it_is_known(client, calendar):
    assert part(client, "next") == ""
    film = Release.objects.get(label="film")
    film.date, film.date_precision, film.certainty = datetime.date(2031, 1, 1), "year", "expected"
    save_release(film)
    with on(1):
        assert part(client, "next") == "Next to come The Film film Expected 2031 Calendar"
    for label in ("3x02", "3x03"):
        release = Release.objects.get(work__code="JJ", label=label)
        release.date = datetime.date(2030, 1, 4)
        save_release(release)
    with on(1):
        told = "Next to come Jessica Jones 3x02 and 1 more 4 January 2030 3 days from now Calendar"
        assert part(client, "next") == told
    with on(4):
        assert "2031" in part(client, "next")


def test_each_day_has_its_character(client, calendar):
    for name in ("Hope", "Luke", "Malcolm", "Trish", "Ward"):
        make_character(name, ("played_by", f"Actor of {name}"), body=f"{name} is [not]{{JJ 1x02}} alone.\n")
    make_page("Zebra")
    days = {}
    for day in range(1, 29):
        with on(day):
            told = part(client, "featured")
            assert told == part(client, "featured")
            days[day] = told.split()[4]
            assert f"{days[day]} Played by Actor of {days[day]}." in told
            assert f"{days[day]} is alone." in told
    assert set(days.values()) == {"Hope", "Luke", "Malcolm", "Trish", "Ward"}


def test_hidden_characters_move_no_choice(client, calendar):
    for name in ("Hope", "Luke", "Malcolm"):
        make_character(name)
    chosen = {}
    for day in range(1, 29):
        with on(day):
            chosen[day] = part(client, "featured")
    for number in range(12):
        make_character(f"Hidden {number}", gate="JJ 1x02")
    make_character("Aardvark", names=[("Zebra", "JJ 1x02", "title")], gate="JJ 1x02")
    seen = set()
    for day in range(1, 29):
        with on(day):
            assert part(client, "featured") == chosen[day]
            seen.add(part(see(client.__class__(), "JJ 1x02"), "featured").split()[4])
    assert "Hidden" in seen


def test_a_character_who_is_renamed_or_deleted_is_shown_as_they_are_now(client, admin, calendar):
    page = make_character("Luke")
    assert "Luke" in part(client, "featured")
    client.force_login(admin)
    client.post("/wiki/luke/delete/", {"reason": "No"})
    assert not page.names.exists()
    assert part(client, "featured") == ""


def test_news_and_talk_are_those_of_the_reader(client, reader, calendar):
    page, hidden = make_page("Agency"), make_page("Hidden", gate="JJ 1x03")
    make_article("It returns")
    make_article("He dies", gate="JJ 1x03")
    make_article("Not yet", status="Draft")
    make_comment(page, "Well [or ill]{JJ 1x03} said. See [[Agency]].", author=reader)
    make_comment(page, "He is dead.", "JJ 1x03", author=reader)
    make_comment(hidden, "Nobody knows.", author=reader)
    assert re.findall(r"It returns|He dies|Not yet", part(client, "news")) == ["It returns"]
    assert part(client, "heard").startswith("Talk trish about Agency Well said. See Agency.")
    assert re.findall("He is dead|Nobody knows", part(client, "heard")) == []
    see(client, "JJ 1x03")
    assert re.findall(r"It returns|He dies|Not yet", part(client, "news")) == ["He dies", "It returns"]
    assert re.findall("He is dead|Nobody knows|Well or ill", part(client, "heard")) == [
        *("Nobody knows", "He is dead", "Well or ill"),
    ]


PICTURE = ("image", ("/images/" + "a" * 32 + ".png", "Somebody"))
LONG = "word " * needing.SHORT + "\n"


def listed(panel):
    return (
        [(one.slug, one.count) for one in panel.wanted],
        [(one.page.title, one.words) for one in panel.short],
        [one.title for one in panel.bare],
    )


def needed(lens):
    return listed(needing.needing(lens, Gate.objects.open_to(lens)))


def test_pages_that_need_a_hand_are_those_that_the_reader_sees_so(client, calendar, monkeypatch):
    monkeypatch.setattr(needing, "_start", lambda day: "a")
    make_page("Agency", f"[[Nobody]] [[Somebody]] {LONG}")
    make_page("Bar", "Three [more]{JJ 1x02} words [[Nobody]].\n")
    make_page("Cell", f"One. [{LONG.strip()}]{{JJ 1x02}}\n")
    make_page("Hidden", "[[Nobody]] [[Secret]]\n", gate="JJ 1x02")
    make_page("Somebody", LONG, gate="JJ 1x02")
    make_character("Drawn", PICTURE, body=LONG)
    assert needed(Lens.empty) == (
        [("nobody", 2), ("somebody", 1)],
        [("Cell", 1), ("Bar", 3)],
        ["Agency", "Bar", "Cell"],
    )
    wanted, short, bare = needed(lens_at("JJ 1x02"))
    assert (wanted, short) == ([("nobody", 3), ("secret", 1)], [("Hidden", 2), ("Bar", 4)])
    assert bare == ["Agency", "Bar", "Cell"]
    text = part(client, "needing")
    assert "Nobody named on 2 pages" in text
    assert "Bar 3 words" in text


def test_a_picture_counts_when_it_is_seen_and_nobody_waits_for_it(calendar, monkeypatch):
    monkeypatch.setattr(needing, "_start", lambda day: "a")
    gate = Gate.objects.intern(worlds.parse("JJ 1x02", calendar))
    size = {"width": 1, "height": 1, "alt": "A door"}
    for name, more in (("Held", {"is_held": True}), ("Gated", {"gate": gate}), ("Shown", {})):
        Image.objects.create(page=make_page(name, LONG), name=f"{name}.png", **size, **more)
    assert needed(Lens.empty)[2] == ["Gated", "Held"]
    assert needed(lens_at("JJ 1x02"))[2] == ["Held"]


def test_each_day_begins_at_another_place_and_goes_round(calendar, monkeypatch):
    for name in ("Alpha", "Bravo", "Kilo", "Yankee", "Zulu"):
        make_page(name, LONG)
    found = {}
    for start in ("aa", "kz", "yb", "zz"):
        monkeypatch.setattr(needing, "_start", lambda day, start=start: start)
        found[start] = needed(Lens.empty)[2]
    assert found == {
        "aa": ["Alpha", "Bravo", "Kilo"],
        "kz": ["Yankee", "Zulu", "Alpha"],
        "yb": ["Zulu", "Alpha", "Bravo"],
        "zz": ["Alpha", "Bravo", "Kilo"],
    }
    monkeypatch.undo()
    days = [needing._start(datetime.date(2030, 1, day)) for day in range(1, 20)]
    assert days == [needing._start(datetime.date(2030, 1, day)) for day in range(1, 20)]
    assert len(set(days)) > 10


def test_an_app_adds_a_panel_of_its_own(client, calendar, monkeypatch):
    first = home.Panel("discussion/_heard.html", lambda lens, gates: [], 5)
    wide = home.Panel("pages/_lately.html", lambda lens, gates: [{"title": "Mine", "url": "/x/"}], 1, is_wide=True)
    monkeypatch.setattr(home, "_panels", [first])
    home.register(wide)
    home.register(wide)
    assert [(one.template, one.is_wide) for one in home.panels(Lens.empty)] == [("pages/_lately.html", True)]
    assert '<a href="/x/">Mine</a>' in client.get("/").text


@pytest.mark.parametrize("is_reader", [False, True])
@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_takes_a_constant_number_of_queries(
    client, calendar, reader, settings, django_assert_num_queries, count, is_reader
):
    film = Release.objects.get(label="film")
    film.date, film.date_precision = datetime.date(2099, 1, 1), "year"
    save_release(film)
    for number in range(count):
        page = make_page(f"Page {number}", f"[[Nope {number}]] [x]{{JJ 1x02}}\n", tags=[(f"Tag {number}", "")])
        make_character(f"Luke {number}", PICTURE)
        make_article(f"News {number}", ("authors", "Ann"))
        make_comment(page, f"Word [x]{{JJ 1x02}} {number}.", author=reader)
    if is_reader:
        see(client, "JJ 1x03")
    text = client.get("/").text
    for name in ("featured", "next", "news", "heard", "lately", "needing"):
        assert f'"home-{name}"' in text
    with django_assert_num_queries(29 + (1 if settings.REDIS_URL else 2) * is_reader):  # the bookmarks and the steps
        client.get("/")


def test_the_front_page_tells_what_came_out_on_this_day(client, calendar):
    Release.objects.filter(label="1x02").update(date=datetime.date(2015, 1, 2), date_precision="day")
    with on(2):
        assert "15 years ago: Jessica Jones 1x02" in part(client, "day")
    with on(3):
        assert part(client, "day") == ""


# In two worlds. Everything on the front page is asked through every lens, and in every way that worlds differ.


@pytest.mark.parametrize(("name", "way"), [*zip(LENSES, itertools.cycle(WAYS), strict=False)])
def test_two_worlds_have_one_front_page_and_one_map(db, name, way):
    base, _ = worlds.prepare(seed=3)
    asked = {"home": [("GET", "/", {})], "robots": [("GET", "/robots.txt", {})]}
    asked["map"] = [("GET", f"/sitemap{one}.xml", {}) for one in ("", "-pages-1", "-articles-1", "-works-1")]
    lens, found = the_lens(name), []
    for world in (base, worlds.vary(base, worlds.seer_of(lens), way)):
        with worlds.standing(world):
            found.append(answers(asked, lens))
    assert [key for key in found[0] if found[0][key] != found[1][key]] == []


# A place for each panel: what changed, also under a later name; talk; news; what is wanted.
SINGING = {"page", "later", "within", "below", "telling", "link"}


def test_canaries_sing_on_the_front_page_above_their_gates_and_never_below(db, monkeypatch):
    for module, name in ((needing, "EACH"), (needing, "LOOKED_AT"), (front, "COUNT")):
        monkeypatch.setattr(module, name, 200)
    base, canaries = worlds.prepare(seed=3)
    everything = lens_at("JJ all", "DEF all", "ALIAS all")
    home_alone = {"home": [("GET", "/", {})]}
    with worlds.standing(base):
        full = answers(home_alone, everything)
        found = {name: answers(home_alone, the_lens(name)) for name in LENSES}
    singing = {one.place for one in canaries if not one.inverse and heard(one, full)}
    assert singing >= SINGING
    for name, answer in found.items():
        sees = worlds.seer_of(the_lens(name))
        loud = [one.place for one in canaries if not one.inverse and not sees(one.gate) and heard(one, answer)]
        assert loud == [], name


def test_the_map_is_the_same_whoever_asks_in_a_world(db):
    base, canaries = worlds.prepare(seed=3)
    person = get_user_model().objects.create_superuser("the-moderator", password="x")
    with worlds.standing(base):
        for path in ("/sitemap.xml", "/sitemap-pages-1.xml", "/sitemap-articles-1.xml", "/robots.txt"):
            nobody = client_for(Lens.empty).get(path).content
            assert client_for(lens_at("JJ all"), person).get(path).content == nobody
            assert [one.place for one in canaries if one.word.lower() in nobody.decode().lower()] == []
