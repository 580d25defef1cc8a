"""Rules for edits: what each names, what becomes of an edit that meets one, trials, and rules that catch too much."""

import time

import pytest

from tests.factories import make_page
from tests.pages.sending import fields, send, source
from tests.pages.test_edit import see
from wiki.moderation import filtering
from wiki.moderation.filtering import BadPattern, Looked
from wiki.moderation.models import Catch, LogEntry, Rule
from wiki.pages.models import Pending

EDIT = Looked("Cheap watches at https://a.example and www.b.example", 50, "page", 2.0)


def make_rule(**more):
    return Rule.objects.create(**{"name": "Shops", "message": "No shops, please.", "is_on": True} | more)


@pytest.mark.parametrize(
    ("asked", "is_met"),
    [
        ({}, False),
        ({"pattern": "cheap (watches|shoes)"}, True),
        ({"pattern": "^shoes"}, False),
        ({"least_links": 2}, True),
        ({"least_links": 3}, False),
        ({"younger_than": 3}, True),
        ({"younger_than": 2}, False),
        ({"kinds": ["page"]}, True),
        ({"kinds": ["character"]}, False),
        ({"least_growth": 50}, True),
        ({"least_growth": 51}, False),
        ({"least_loss": 1}, False),
        ({"pattern": "watches", "least_links": 3}, False),
        ({"pattern": "watches", "least_links": 2, "kinds": ["page"]}, True),
    ],
)
def test_an_edit_meets_a_rule_that_names_only_what_it_has(asked, is_met):
    assert filtering.meets(Rule(**asked), EDIT) is is_met


def test_people_without_an_account_are_always_young():
    assert filtering.meets(Rule(younger_than=1), Looked("", 0, "page", None)) is True


def test_a_pattern_takes_no_longer_for_being_hostile():
    start = time.process_time()
    assert filtering.meets(Rule(pattern="(a+)+$"), Looked("a" * 200_000 + "b", 0, "page", None)) is False
    assert time.process_time() - start < 1


@pytest.mark.parametrize("pattern", ["(", "(?<!a)b", "a**", "[z-a]"])
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(BadPattern, match="This is no pattern"):
        filtering.compiled(pattern)


def test_an_edit_is_refused_with_the_rules_words_and_kept(client, calendar):
    page = make_page("Hope", "Before.\n")
    make_rule(pattern="cheap", action="refuse")
    response = send(client, "/wiki/hope/edit/", body="Before.\n\nCheap watches.\n")
    assert (response.status_code, "No shops, please." in response.text) == (422, True)
    assert ("Cheap watches." in response.text, source(page)) == (True, "Before.\n")
    assert send(client, "/wiki/hope/edit/", body="Before.\n\nDear watches.\n").status_code == 302


def test_what_was_there_before_is_no_reason(client, calendar):
    make_page("Hope", "Cheap watches.\n")
    make_rule(pattern="cheap", action="refuse")
    assert send(client, "/wiki/hope/edit/", body="Cheap watches.\n\nMore.\n").status_code == 302


def test_names_facts_and_summaries_are_looked_at(client, calendar):
    make_rule(pattern="cheap", action="refuse")
    make_page("Hope", "Before.\n")
    assert send(client, "/wiki/hope/edit/", body="After.\n", summary="cheap trick").status_code == 422
    assert send(client, "/wiki/new/", names__0__text="Cheap watches", body="Text.\n").status_code == 422


def test_a_warning_is_given_once(client, calendar):
    page = make_page("Hope", "Before.\n")
    make_rule(pattern="cheap", action="warn")
    response = send(client, "/wiki/hope/edit/", body="Cheap watches.\n")
    assert (response.status_code, "save it once more" in response.text) == (422, True)
    assert send(client, "/wiki/hope/edit/", start=response).status_code == 302
    assert (source(page), Catch.objects.get().revision_id) == ("Cheap watches.\n", page.current_id)


def test_an_edit_is_held_for_review(client, calendar):
    page = make_page("Hope", "Before.\n")
    make_rule(pattern="cheap", action="hold")
    assert send(client, "/wiki/hope/edit/", body="Cheap watches.\n")["Location"].startswith("/waiting/")
    waiting = Pending.objects.get()
    assert (waiting.why, source(page)) == ("No shops, please.", "Before.\n")
    assert Catch.objects.get().pending == waiting


def test_an_edit_is_marked_and_saved(client, calendar):
    page = make_page("Hope", "Before.\n")
    make_rule(pattern="cheap", action="tag")
    send(client, "/wiki/hope/edit/", body="Cheap watches.\n")
    page.refresh_from_db()
    assert (Catch.objects.get().revision, source(page)) == (page.current, "Cheap watches.\n")


def test_moderators_and_rules_that_are_off_catch_nothing(desk, client, calendar):
    page = make_page("Hope", "Before.\n")
    rule = make_rule(pattern="cheap", action="refuse")
    send(desk, "/wiki/hope/edit/", body="Cheap watches.\n")
    assert source(page) == "Cheap watches.\n"
    Rule.objects.filter(pk=rule.pk).update(is_on=False)
    assert send(client, "/wiki/hope/edit/", body="Cheap watches.\n\nCheap shoes.\n").status_code == 302


def test_a_rule_that_catches_too_much_switches_itself_off(client, calendar, monkeypatch):
    monkeypatch.setattr(filtering, "ENOUGH", 3)
    make_page("Hope", "Before.\n")
    make_rule(younger_than=1000, action="refuse", most_share=50)
    answers = [send(client, "/wiki/hope/edit/", body=f"After {number}.\n").status_code for number in range(4)]
    assert answers == [422, 422, 422, 302]
    rule = Rule.objects.get()
    assert (rule.is_on, rule.switched_off_at is not None) == (False, True)


def test_a_new_rule_is_tried_before_it_is_switched_on(desk, client, calendar):
    for number in range(3):
        make_page(f"Page {number}", "Cheap watches.\n" if number else "A street.\n")
    make_page("Nuke", "Cheap pills.\n", gate="JJ 1x02")
    form = fields(desk.get("/admin/moderation/rule/add/"), "novalidate")
    response = desk.post("/admin/moderation/rule/add/", form | {"name": "Shops", "pattern": "cheap", "message": "No."})
    rule = Rule.objects.get()
    assert (response["Location"], rule.is_on) == (f"/admin/rules/{rule.pk}/", False)
    shown = desk.get(response["Location"]).text
    assert ("caught 2 of the last 3 edits" in shown, "Nuke" in shown) == (True, False)
    assert "caught 3 of the last 4 edits" in see(desk, "JJ 1x02").get(response["Location"]).text
    desk.post(response["Location"], {"on": "1"})
    assert (Rule.objects.get().is_on, LogEntry.objects.get().after) == (True, {"rule": "Shops"})
    desk.post(f"/admin/moderation/rule/{rule.pk}/change/", form | {"name": "S", "pattern": "x", "message": "No."})
    assert Rule.objects.get().is_on is False


@pytest.mark.parametrize(("data", "said"), [({"pattern": "("}, "no pattern"), ({"pattern": ""}, "at least one thing")])
def test_a_rule_that_makes_no_sense_is_refused(desk, calendar, data, said):
    form = fields(desk.get("/admin/moderation/rule/add/"), "novalidate") | {"name": "Shops", "message": "No."}
    response = desk.post("/admin/moderation/rule/add/", form | data)
    assert (said in response.text, Rule.objects.count()) == (True, 0)


def test_rules_are_for_moderators(newcomer, calendar):
    rule = make_rule(pattern="cheap", is_on=False)
    for path in (f"/admin/rules/{rule.pk}/", "/admin/moderation/rule/"):
        assert newcomer.get(path)["Location"].startswith("/admin/login/")
    newcomer.post(f"/admin/rules/{rule.pk}/", {"on": "1"})
    assert Rule.objects.get().is_on is False
