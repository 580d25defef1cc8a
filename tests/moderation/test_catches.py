"""Who was caught by which rule, as far as a moderator sees the edits."""

import datetime
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_page
from tests.moderation.test_rules import make_rule
from tests.pages.sending import send
from tests.pages.test_edit import see
from wiki.moderation import filtering
from wiki.moderation.models import Catch
from wiki.pages import keeping
from wiki.pages.models import Revision
from wiki.spoilers.lens import Lens

LIST = "/admin/moderation/catch/"


@pytest.fixture
def rules(calendar):
    """Two rules, one that marks and one that holds."""
    return make_rule(pattern="cheap"), make_rule(name="Pills", pattern="pill", action="hold")


def caught(desk, tail=""):
    """Give how many rows the list has, and its text."""
    page = desk.get(LIST + tail).text
    return page.count('class="field-title"'), page


def test_a_catch_is_listed_with_its_page_person_and_rule(newcomer, desk, rules):
    make_page("Hope")
    make_page("Luke")
    send(newcomer, "/wiki/hope/edit/", body="Cheap watches.\n")
    send(newcomer, "/wiki/luke/edit/", body="A pill.\n")
    count, page = caught(desk)
    words = ("Hope", "Luke", "trish", "Shops", "Pills", "mark it", "hold it for review")
    assert (count, [one for one in words if one not in page]) == (2, [])
    revision, waiting = Catch.objects.order_by("pk")
    for path in (f"/wiki/hope/diff/previous/{revision.revision.public_id}/", f"/waiting/{waiting.pending.public_id}/"):
        assert (path in page, desk.get(path).status_code) == (True, 200)


def test_catches_are_narrowed_by_rule_action_and_date(client, desk, rules):
    for name, word in (("Hope", "Cheap"), ("Luke", "A pill")):
        make_page(name)
        send(client, f"/wiki/{name.lower()}/edit/", body=f"{word}.\n")
    Catch.objects.filter(rule=rules[0]).update(at=timezone.now() - datetime.timedelta(days=40))
    month = (timezone.now() - datetime.timedelta(days=30)).strftime("%Y-%m-%d 00:00:00%z")
    tails = (f"?rule__id__exact={rules[1].pk}", "?rule__action__exact=hold", f"?at__gte={quote(month)}")
    for tail in tails:
        count, page = caught(desk, tail)
        assert (count, "Luke" in page, "Hope" in page) == (1, True, False)


def test_nothing_else_is_asked_of_what_was_caught(desk, rules):
    for query in ("revision__body__contains=x", "rule__pattern__startswith=c", "pending__names__contains=x"):
        assert desk.get(f"{LIST}?{query}").status_code in (302, 400)


@pytest.mark.parametrize("word", ["cheap", "pill"])
def test_what_was_caught_on_a_hidden_page_is_not_there(client, desk, rules, word):
    make_page("Nuke", "Before.\n", gate="JJ 1x02")
    send(see(client, "JJ 1x02"), "/wiki/nuke/edit/", body=f"A {word}.\n")
    assert Catch.objects.count() == 1
    assert (caught(desk)[0], "Nuke" in caught(desk)[1]) == (0, False)
    assert caught(see(desk, "JJ 1x02"))[0] == 1


@pytest.mark.parametrize("word", ["cheap", "pill"])
@pytest.mark.parametrize("open_words", ["Seen", "Changed in the open"])
def test_what_was_caught_behind_a_gate_is_not_there(client, desk, rules, word, open_words):
    """Nor where the edit changed something in the open, too: it is unknown which of both met the rule."""
    make_page("Hope", "Seen.\n")
    body = f"{open_words}.\n\n::: spoiler JJ 1x02\nA {word}.\n:::\n"
    send(see(client, "JJ 1x02"), "/wiki/hope/edit/", body=body)
    assert (Catch.objects.count(), caught(desk)[0]) == (1, 0)
    assert caught(see(desk, "JJ 1x02"))[0] == 1


def test_what_was_caught_on_a_page_that_was_deleted_is_not_there(newcomer, desk, moderator, rules):
    page = make_page("Hope")
    send(newcomer, "/wiki/hope/edit/", body="Cheap watches.\n")
    assert caught(desk)[0] == 1
    keeping.delete(page.pk, person=moderator, lens=Lens.empty, reason="")
    assert (Catch.objects.count(), caught(desk)[0]) == (1, 0)


def test_what_is_no_change_in_history_is_none_here(client, desk, rules):
    make_page("Hope", "A  street.\n")
    send(client, "/wiki/hope/edit/", body="A street.\n", summary="Cheap watches")
    assert (Catch.objects.count(), caught(desk)[0]) == (1, 0)


def test_an_author_who_is_hidden_is_not_named(newcomer, desk, rules):
    make_page("Hope")
    send(newcomer, "/wiki/hope/edit/", body="Cheap watches.\n")
    assert "trish" in caught(desk)[1]
    Revision.objects.update(hidden_author="administrators")
    count, page = caught(desk)
    assert (count, "trish" in page) == (1, False)


def test_rules_tell_how_many_they_caught(client, desk, rules):
    for name, gate in (("Hope", ""), ("Luke", ""), ("Nuke", "JJ 1x02")):
        make_page(name, gate=gate)
        send(see(client, "JJ 1x02"), f"/wiki/{name.lower()}/edit/", body="Cheap watches.\n")
    link = f'{LIST}?rule__id__exact={rules[0].pk}">'
    for place, count in ("", 2), ("JJ 1x02", 3):
        browser = see(desk, place) if place else desk
        assert f"{link}{count}<" in browser.get("/admin/moderation/rule/").text
        assert f"saved or wait: {count}<" in browser.get(f"/admin/rules/{rules[0].pk}/").text


@pytest.mark.parametrize("path", [LIST, "/admin/moderation/rule/"])
def test_a_list_asks_the_same_number_of_times_however_long_it_is(client, desk, rules, path):
    counts = []
    for number in range(3):
        for word in ("Cheap", "A pill"):
            make_page(f"{word} {number}")
            send(client, f"/wiki/{word.lower().replace(' ', '-')}-{number}/edit/", body=f"{word}.\n")
        with CaptureQueriesContext(connection) as queries:
            desk.get(path)
        counts.append(len(queries))
    assert (counts[0], Catch.objects.count()) == (counts[2], 6)


def test_catches_are_for_moderators_and_changed_by_nobody(newcomer, desk, rules):
    make_page("Hope")
    send(newcomer, "/wiki/hope/edit/", body="Cheap watches.\n")
    assert newcomer.get(LIST)["Location"].startswith("/admin/login/")
    pk = Catch.objects.get().pk
    assert [desk.post(f"{LIST}{pk}/delete/", {"post": "yes"}).status_code, desk.get(f"{LIST}add/").status_code] == [
        403
    ] * 2
    assert Catch.objects.count() == 1


def test_every_rule_counts_what_it_looked_at_and_what_it_caught(client, rules):
    make_page("Hope", "Before.\n")
    for body in ("Cheap.\n", "Dear.\n", "Cheap again.\n"):
        send(client, "/wiki/hope/edit/", body=body)
    shops, pills = ([cache.get(filtering._key(rule, what), 0) for what in ("looked", "caught")] for rule in rules)
    assert (shops, pills) == ([3, 2], [3, 0])
