"""What a step opened: the list, the marks on pages, and pages as they were before."""

import re

import pytest

from tests.factories import make_article, make_character, make_claim, make_comment, make_page
from wiki.pages import keeping, record
from wiki.pages.models import Page, Run
from wiki.pages.unlocked import PER_PAGE
from wiki.spoilers.lens import Lens

PROGRESS, FINISHED, UNDO, UNLOCKED, READ = (
    "/progress/",
    "/progress/finished/",
    "/progress/undo/",
    "/unlocked/",
    "/unlocked/read/",
)


@pytest.fixture(params=["visitor", "account"])
def stepper(request, client, calendar, reader):
    """Somebody at JJ 1x02, once with the session and once with an account."""
    if request.param == "account":
        client.force_login(reader)
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    return client


def finish(client, release="JJ 1x03"):
    return client.post(FINISHED, {"release": release})


def groups(client, url=UNLOCKED):
    """Give what the list tells: {title: [(what, words, address)]}."""
    text = client.get(url).text
    found = {}
    for item in text.split('<li class="unlocked-page')[1:]:
        item = item.split('<p class="previously">')[0]
        title = re.search(r"<h2><a href=\"[^\"]*\">([^<]*)</a>", item)[1]
        entries = re.findall(r'<li><a href="([^"]*)"><span class="unlocked-what">([^<]*)</span> ([^<]*)</a>', item)
        found[title] = [(what, words, url) for url, what, words in entries]
    return found


def test_a_heading_is_told_once(stepper):
    make_page("Hope", "Runs.\n\n::: spoiler JJ 1x03\n## Prison\n\nShe is caught.\n\n## Later\n:::\n")
    finish(stepper)
    assert groups(stepper) == {
        "Hope": [("Prison", "She is caught.", "/wiki/hope/#h-prison"), ("Section", "Later", "/wiki/hope/#h-later")]
    }


def test_all_that_a_step_opened_is_listed_page_by_page_and_nothing_else(stepper, admin):
    make_page("Nothing new", body="Open. [early]{JJ 1x01} [late]{JJ 2x01}\n")
    make_page(
        "Hogarth",
        body="A lawyer.\n\n## Later\n\nShe [wins]{JJ 1x03}. [Never]{JJ 2x01}\n",
        names=[("Jeri", "JJ 1x03", "alias"), ("Jeryn", "JJ 2x01", "alias"), ("Jer", "JJ 1x03", "redirect")],
        tags=[("Lawyers", "JJ 1x03"), ("Doomed", "JJ 2x01")],
    )
    make_page("Wendy", gate="JJ 1x03")
    make_page("Pam", gate="JJ 2x01")
    finish(stepper)
    assert groups(stepper) == {
        "Hogarth": [
            ("Name", "Jeri", "/wiki/hogarth/#names"),
            ("Tag", "Lawyers", "/wiki/hogarth/#tags"),
            ("Later", "She wins.", "/wiki/hogarth/#h-later"),
        ],
        "Wendy": [],
    }


def test_places_of_entries_are_on_the_page(stepper):
    make_character(
        "Hope",
        ("status", "Alive"),
        ("status", "Dead", "JJ 1x03"),
        body="Above.\n\n## Later\n\n[x]{JJ 1x03}\n",
        names=[("H", "JJ 1x03", "alias")],
        tags=[("T", "JJ 1x03")],
    )
    finish(stepper)
    text = stepper.get("/characters/hope/").text
    places = [url.partition("#")[2] for _, _, url in groups(stepper)["Hope"]]
    assert places == ["names", "infobox", "tags", "h-later"]
    assert [f'id="{place}"' in text for place in places] == [True] * 4


def test_facts_counterparts_relations_and_appearances_are_listed(stepper):
    make_character("Nuke")
    make_character(
        "Will Simpson",
        ("status", "Alive"),
        ("status", "Dead", "JJ 1x03"),
        ("occupations", "Police", "JJ 2x01"),
        ("counterparts", ("Nuke", ""), "JJ 1x03"),
        ("relationships", ("Nuke", "enemy"), "JJ 1x03"),
        ("appearances", ("JJ 1x03", "guest", ""), "JJ 1x03"),
    )
    finish(stepper)
    assert groups(stepper) == {
        "Nuke": [
            ("Counterpart", "Will Simpson", "/characters/nuke/counterparts/"),
            ("Relation", "Nuke: enemy of Will Simpson", "/characters/nuke/relations/"),
        ],
        "Will Simpson": [
            ("Status", "Dead", "/characters/will-simpson/#infobox"),
            ("Counterpart", "Nuke", "/characters/will-simpson/counterparts/"),
            ("Relation", "Nuke: enemy of Will Simpson", "/characters/will-simpson/relations/"),
            ("Appearance", "JJ 1x03, guest", "/characters/will-simpson/appearances/"),
        ],
    }


def test_outcomes_of_claims_are_listed(stepper):
    make_claim(
        "Nuke comes",
        ("statuses", ("Reported", "2015-11")),
        ("statuses", ("Confirmed", "2015-12"), "JJ 1x03"),
        ("outcome", ("True", "He came."), "JJ 1x03"),
    )
    make_article("News", ("claims", ("Nuke comes", "Reported", ""), "JJ 1x03"))
    finish(stepper)
    found = groups(stepper)
    assert ("What came of it", "True: He came.", "/news/claims/nuke-comes/#outcome") in found["Nuke comes"]
    assert ("Status", "Confirmed since December 2015", "/news/claims/nuke-comes/#steps") in found["Nuke comes"]
    assert ("Claim", "Nuke comes", "/news/news/#claims") in found["News"]


def test_comments_are_listed(stepper, admin):
    page = make_page("Hope")
    for gate in ("JJ 1x01", "JJ 1x03", "JJ 2x01"):
        make_comment(page, f"After {gate}.", gate, author=admin)
    thread = make_comment(page, "A thread.", "JJ 1x03", author=admin)
    make_comment(page, "Below it.", "", author=admin, answers=thread)
    finish(stepper)
    assert [(what, words) for what, words, _ in groups(stepper)["Hope"]] == [
        ("Comment", "jeri: After JJ 1x03."),
        ("Comment", "jeri: A thread."),
        ("Comment", "jeri: Below it."),
    ]


def test_what_somebody_wrote_who_was_deleted_is_not_listed(stepper, admin):
    from wiki.discussion.models import Comment

    page = make_page("Hope")
    make_comment(page, "Rude.", "JJ 1x03", author=admin)
    Comment.objects.update(state="hidden")
    finish(stepper)
    assert groups(stepper) == {}


def test_words_in_an_else_and_nested_gates_count_when_they_are_there(stepper):
    make_page("Else", body="::: spoiler JJ 1x03\n[no]{JJ 1x01 else shut} [[x]{JJ 2x01 else yes}]{JJ 1x02}\n:::\n")
    make_page("Shut", body="::: spoiler JJ 1x03\n::: spoiler JJ 2x01\nnested\n:::\n:::\n")
    make_page("Swapped", body="It is [him]{JJ 1x03 else somebody}.\n")
    finish(stepper)
    assert groups(stepper) == {
        "Else": [("Text", "no yes", "/wiki/else/")],
        "Swapped": [("Text", "It is him.", "/wiki/swapped/")],
    }


def test_a_value_that_a_later_one_replaced_is_not_listed(client, calendar):
    make_character("Hope", ("status", "Alive", "JJ 1x02"), ("status", "Dead", "JJ 1x03"))
    client.post(PROGRESS, {"work": "JJ", "until": "1x01"})
    client.post(PROGRESS, {"work": "JJ", "until": "1x03"})
    assert groups(client) == {"Hope": [("Status", "Dead", "/characters/hope/#infobox")]}


def test_a_gate_of_two_works_opens_with_the_second(stepper):
    make_page("Both", body="[x]{JJ 1x03 and DEF 1x01}\n\n[y]{JJ 1x03}\n")
    stepper.post(PROGRESS, {"work": "DEF", "until": "1x01"})
    assert groups(stepper) == {}
    finish(stepper)
    assert groups(stepper) == {"Both": [("Text", "x", "/wiki/both/"), ("Text", "y", "/wiki/both/")]}


def test_going_back_takes_everything_away_at_once(stepper):
    make_page("Hope", body="[dies]{JJ 1x03}\n")
    finish(stepper)
    number = stepper.get(UNLOCKED).text.split('name="step" value="')[1].split('"')[0]
    assert "dies" in stepper.get(UNLOCKED).text
    stepper.post(UNDO, {"step": number})
    for url in (UNLOCKED, f"{UNLOCKED}?step={number}", "/wiki/hope/"):
        assert "dies" not in stepper.get(url).text
    assert stepper.get(f"/previously/hope/?before={number}").status_code == 404


def test_an_earlier_step_shows_no_more_than_one_sees_now(stepper):
    make_page("Hope", body="[dies]{JJ 1x03}\n")
    finish(stepper)
    stepper.post(PROGRESS, {"work": "JJ", "until": "1x01"})
    for step in ("", "?step=1", "?step=2", "?step=3"):
        assert groups(stepper, UNLOCKED + step) == {}


def test_steps_can_be_looked_at_one_by_one(stepper):
    make_page("Hope", body="[a]{JJ 1x03}\n\n[b]{JJ 2x01}\n")
    finish(stepper)
    finish(stepper, "JJ 2x01")
    assert groups(stepper) == {"Hope": [("Text", "b", "/wiki/hope/")]}
    assert groups(stepper, f"{UNLOCKED}?step=2") == {"Hope": [("Text", "a", "/wiki/hope/")]}
    for odd in ("0", "99", "x", "²"):
        assert groups(stepper, f"{UNLOCKED}?step={odd}") == {"Hope": [("Text", "b", "/wiki/hope/")]}


def test_a_page_that_was_deleted_is_not_listed(stepper, moderator):
    page = make_page("Hope", body="[a]{JJ 1x03}\n")
    keeping.delete(page=page.pk, person=moderator, lens=Lens.everything, reason="gone")
    finish(stepper)
    assert groups(stepper) == {}


# Marks on a page.


def test_what_is_new_is_marked_on_the_page_until_it_is_read(stepper):
    make_page("Hope", body="Old.\n\n## Later\n\n[dies]{JJ 1x03}\n", names=[("H", "JJ 1x03", "alias")])
    assert "data-new" not in stepper.get("/wiki/hope/").text
    finish(stepper)
    for _ in range(2):  # made, and kept
        text = stepper.get("/wiki/hope/").text
        assert '<p data-new><span class="new-word">New: </span>dies</p>' in text
        assert "<p>Old.</p>" in text
        assert "New since 1x02:" in text
        assert '<a href="#h-later">Later</a>' in text
        assert '<a href="#names">H</a>' in text
    assert "Not read yet" in stepper.get(UNLOCKED).text
    response = stepper.post(READ, {"page": "hope"})
    assert (response.status_code, response["Location"]) == (302, "/wiki/hope/")
    text = stepper.get("/wiki/hope/").text
    assert "<p>dies</p>" in text
    assert "New since" not in text
    assert "Not read yet" not in stepper.get(UNLOCKED).text


def test_marks_are_the_readers_own(stepper, client, django_user_model):
    from django.test import Client

    make_page("Hope", body="[dies]{JJ 1x03}\n")
    finish(stepper)
    stepper.get("/wiki/hope/")
    other = Client()
    other.post(PROGRESS, {"work": "JJ", "until": "1x03"})
    assert "<p>dies</p>" in other.get("/wiki/hope/").text
    assert "data-new" not in other.get("/wiki/hope/").text


def test_a_get_marks_nothing_as_read(stepper):
    make_page("Hope", body="[dies]{JJ 1x03}\n")
    finish(stepper)
    for _ in range(2):
        assert "data-new" in stepper.get("/wiki/hope/").text


def test_what_was_not_read_stays_new_over_the_next_step(stepper):
    make_page("Hope", body="[a]{JJ 1x03}\n\n[b]{JJ 2x01}\n")
    finish(stepper)
    finish(stepper, "JJ 2x01")
    text = stepper.get("/wiki/hope/").text
    assert (text.count("data-new"), "New since 1x02:" in text) == (2, True)
    stepper.post(READ, {"page": "hope"})
    finish(stepper, "JJ 2x02")
    assert "data-new" not in stepper.get("/wiki/hope/").text


def test_what_comes_after_reading_is_new_again(stepper):
    make_page("Hope", body="[a]{JJ 1x03}\n\n[b]{JJ 2x01}\n")
    finish(stepper)
    stepper.post(READ, {"page": "hope"})
    finish(stepper, "JJ 2x01")
    text = stepper.get("/wiki/hope/").text
    assert (text.count("data-new"), "New since 1x03:" in text) == (1, True)


def test_everything_can_be_read_at_once(stepper):
    make_page("Hope", body="[a]{JJ 1x03}\n")
    finish(stepper)
    assert stepper.post(READ, {"all": "1"})["Location"] == UNLOCKED
    assert "data-new" not in stepper.get("/wiki/hope/").text
    assert "Not read yet" not in stepper.get(UNLOCKED).text
    finish(stepper, "JJ 2x01")
    make_page("Trish", body="[b]{JJ 2x01}\n")
    assert "data-new" in stepper.get("/wiki/trish/").text


@pytest.mark.parametrize("page", ["hidden", "none", ""])
def test_a_page_that_is_not_there_cannot_be_read(stepper, page):
    make_page("Hidden", gate="JJ 3x01")
    assert stepper.post(READ, {"page": page}).status_code == 404


def test_a_page_that_is_new_says_so_and_marks_nothing(stepper):
    make_page("Hope", body="All of it.\n", gate="JJ 1x03")
    finish(stepper)
    text = stepper.get("/wiki/hope/").text
    assert "This page is new to you" in text
    assert "data-new" not in text
    stepper.post(READ, {"page": "hope"})
    assert "This page is new to you" not in stepper.get("/wiki/hope/").text


def test_who_begins_a_work_finds_no_marks(client, calendar):
    make_page("Hope", body="[a]{JJ 1x03}\n")
    client.post(PROGRESS, {"work": "JJ", "until": "all"})
    assert groups(client) == {"Hope": [("Text", "a", "/wiki/hope/")]}
    assert "data-new" not in client.get("/wiki/hope/").text


def test_facts_and_what_apps_tell_are_marked_on_characters_and_claims(stepper):
    make_character("Nuke")
    make_character("Will", ("status", "Dead", "JJ 1x03"), ("counterparts", ("Nuke", ""), "JJ 1x03"))
    make_claim("Nuke comes", ("outcome", ("True", "He came."), "JJ 1x03"))
    make_article("News", body="[a]{JJ 1x03}\n")
    finish(stepper)
    text = stepper.get("/characters/will/").text
    assert '<dd data-new><span class="new-word">New: </span>Dead' in text
    assert '<a href="#infobox">facts</a>' in text
    assert '<a href="/characters/will/counterparts/">Counterpart: Nuke</a>' in text
    assert '<a href="/news/claims/nuke-comes/#outcome">What came of it: True: He came.</a>' in (
        stepper.get("/news/claims/nuke-comes/").text
    )
    assert "data-new" in stepper.get("/news/news/").text
    assert "data-new" not in stepper.get("/characters/will/?as_of=JJ+1x03").text


def test_a_comment_alone_makes_a_page_new(stepper, admin):
    page = make_page("Hope")
    make_comment(page, "Poor her.", "JJ 1x03", author=admin)
    finish(stepper)
    assert "Comment: jeri: Poor her." in stepper.get("/wiki/hope/").text
    make_comment(page, "Indeed.", "JJ 1x03", author=admin)
    assert "Comment: jeri: Indeed." in stepper.get("/wiki/hope/").text


def test_an_edit_after_the_step_is_no_news(stepper):
    from dataclasses import replace

    from wiki.pages.editing import save_page
    from wiki.pages.state import state_of

    page = make_page("Hope", body="a\n")
    finish(stepper)
    page.refresh_from_db()
    save_page(state=replace(state_of(page.current), body="a\n\nb\n"), page=page)
    assert "data-new" not in stepper.get("/wiki/hope/").text
    assert groups(stepper) == {}


# Pages as they were.


def previous(client, title):
    text = client.get(UNLOCKED).text
    return re.search(rf'<p class="previously"><a href="([^"]*)">Previously: {title}<', text)[1]


def test_a_page_is_shown_as_it_was(stepper):
    make_page("Hope", body="Was [dead]{JJ 1x03 else alive}.\n", names=[("Hope Shlottman", "JJ 1x03")])
    finish(stepper)
    url = previous(stepper, "Hope Shlottman")
    assert url == "/previously/hope/?before=2"
    response = stepper.get(url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "alive" in response.text
    assert "Shlottman" not in response.text
    assert "data-new" not in response.text


def test_a_character_is_shown_as_it_was_with_all_that_belongs_to_it(stepper):
    make_character("Nuke")
    make_character("Will", ("counterparts", ("Nuke", ""), "JJ 1x03"), ("status", "Dead", "JJ 1x03"))
    finish(stepper)
    url = previous(stepper, "Will")
    assert url == "/characters/will/?before=2"
    assert "In other tellings" in stepper.get("/characters/will/").text
    response = stepper.get(url)
    assert response["Cache-Control"] == "private, no-store"
    for word in ("In other tellings", "Dead", "data-new"):
        assert word not in response.text


def test_before_never_shows_more_than_now(stepper):
    """Who has gone back since must not find by an earlier step what they do not see any more."""
    make_page("Hope", body="Was [dead]{JJ 1x02}.\n")
    make_character("Will", ("status", "Dead", "JJ 1x02"))
    finish(stepper)
    stepper.post(PROGRESS, {"work": "JJ", "until": "1x01"})
    for url in ("/previously/hope/?before=2", "/characters/will/?before=2"):
        response = stepper.get(url)
        assert response.status_code == 200
        assert "dead" not in response.text.lower()
        assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("tail", ["", "?before=", "?before=9", "?before=x", "?before=-1", "?before=²"])
def test_a_step_that_was_not_taken_leads_nowhere(stepper, tail):
    make_page("Hope")
    assert stepper.get(f"/previously/hope/{tail}").status_code == 404


def test_a_page_that_was_not_there_has_no_previously(stepper):
    make_page("Hope", gate="JJ 1x03")
    finish(stepper)
    assert "Previously" not in stepper.get(UNLOCKED).text
    assert stepper.get("/previously/hope/?before=2").status_code == 404


def test_nothing_of_this_is_kept_by_caches(client, calendar):
    """Not even of somebody who has gone back to the beginning."""
    make_page("Hope")
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    client.post(PROGRESS, {"work": "JJ", "until": ""})
    for url in (UNLOCKED, "/previously/hope/?before=1"):
        response = client.get(url)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    response = client.get("/wiki/hope/")
    assert response["Cache-Control"] == "public, no-cache"
    assert "What’s new to me" not in response.text


# What it costs, and the records.


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(
    client, calendar, admin, settings, django_assert_num_queries, count
):
    for number in range(count):
        page = make_page(f"Page {number}", body="[a]{JJ 1x03} [[Page 0]]\n", tags=[("T", "JJ 1x03")])
        make_comment(page, "Oh.", "JJ 1x03", author=admin)
        make_character(
            f"Hero {number}",
            ("status", "Dead", "JJ 1x03"),
            ("counterparts", (f"Page {number}", ""), "JJ 1x03"),
            ("relationships", (f"Page {number}", "enemy"), "JJ 1x03"),
            ("appearances", ("JJ 1x03", "main", ""), "JJ 1x03"),
        )
        make_claim(f"Claim {number}", ("outcome", ("True", "So."), "JJ 1x03"))
        make_page(f"New {number}", gate="JJ 1x03")
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    finish(client)
    client.get("/")
    with django_assert_num_queries(32 - bool(settings.REDIS_URL)):
        assert len(groups(client)) == 4 * count


def test_a_page_without_news_costs_no_more_when_it_is_asked_for_again(client, calendar, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_page("Hope", body="[a]{JJ 1x03}\n")
    make_page("Quiet")
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    finish(client)
    for slug in ("hope", "quiet"):
        client.get(f"/wiki/{slug}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/wiki/{slug}/")
        assert len(captured) == (2 if settings.REDIS_URL else 3)


def test_runs_are_written_with_the_page_and_can_be_rebuilt(calendar):
    page = make_page("Hope", body="a [b]{JJ 1x03} [c]{JJ 1x03} [ ]{JJ 2x01} [d]{JJ 1x02 else [e]{JJ 1x01}}\n")
    rows = set(Run.objects.values_list("gate__key", "unless__key"))
    assert len(rows) == 3
    assert Run.objects.count() == 3
    Run.objects.all().delete()
    record.rebuild(Page.objects.filter(pk=page.pk))
    assert set(Run.objects.values_list("gate__key", "unless__key")) == rows


def test_moderators_who_see_everything_find_what_their_own_bookmarks_opened(client, calendar, admin):
    make_page("Hope", body="[a]{JJ 1x03} [b]{JJ 2x01}\n")
    client.force_login(admin)
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    finish(client)
    client.post("/moderation/everything/", {"on": "1"})
    assert groups(client) == {"Hope": [("Text", "a", "/wiki/hope/")]}


def test_a_held_picture_is_not_listed_and_one_that_is_shown_is(stepper):
    import io

    from tests.worlds.world import PNG
    from wiki.pages import images
    from wiki.pages.models import Image

    page = make_page("Hope")
    for alt, gate in (("A door", "JJ 1x03"), ("A window", "JJ 2x01")):
        images.take_in(io.BytesIO(PNG), len(PNG), page=page, words=images.Words(alt, gate=gate), uploader=None)
    Image.objects.update(is_held=False)
    finish(stepper)
    assert groups(stepper) == {"Hope": [("Picture", "A door", "/wiki/hope/images/")]}
    Image.objects.update(is_held=True)
    assert groups(stepper) == {}


def test_a_plain_page_that_a_character_tells_of_is_not_listed_for_it(stepper):
    make_page("The Hand")
    make_character("Elektra", ("relationships", ("The Hand", "enemy"), "JJ 1x03"))
    finish(stepper)
    assert list(groups(stepper)) == ["Elektra"]
    assert "New since" not in stepper.get("/wiki/the-hand/").text


def test_of_very_many_places_some_are_named_and_the_rest_counted(stepper):
    make_page("Hope", body="\n\n".join(f"[word {number}]{{JJ 1x03}}" for number in range(9)))
    finish(stepper)
    found = groups(stepper)["Hope"]
    assert (len(found), found[-1][1]) == (7, "and 3 more places, marked there")


def test_long_lists_are_cut_into_pages(stepper):
    for number in range(21):
        make_page(f"Page {number:02}", body="[a]{JJ 1x03}\n")
    finish(stepper)
    assert list(groups(stepper)) == [f"Page {number:02}" for number in range(20)]
    assert list(groups(stepper, f"{UNLOCKED}?page=2")) == ["Page 20"]
    assert '<a rel="next" href="?step=2&amp;page=2">' in stepper.get(UNLOCKED).text


def test_what_a_hidden_page_tells_of_others_moves_nothing_in_the_list(stepper):
    people = [f"Anna {number:02}" for number in range(PER_PAGE + 1)]
    for name in people:
        make_character(name)
    make_page("Zebedee", body="He [dies]{JJ 1x03}.\n")
    make_character("Nuke", *(("relationships", (name, "friend"), "JJ 1x03") for name in people), gate="JJ 2x01")
    finish(stepper)
    assert groups(stepper) == {"Zebedee": [("Text", "He dies.", "/wiki/zebedee/")]}
    assert "page=2" not in stepper.get(UNLOCKED).text
    finish(stepper, "JJ 2x01")
    assert list(groups(stepper)) == ["Nuke"]
