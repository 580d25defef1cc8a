"""Becoming trusted, losing trust, and pages that only some may edit, for a time."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import make_article, make_page
from tests.moderation.test_reports import send_report
from tests.pages.sending import send, source
from wiki.accounts import roles
from wiki.pages import keeping, rules, trust
from wiki.pages.models import Page
from wiki.spoilers.lens import Lens


@pytest.fixture
def regular(reader, settings):
    """Somebody who is here for long, and one edit short of being trusted."""
    settings.TRUST_AFTER_EDITS = 3
    reader.date_joined = timezone.now() - datetime.timedelta(days=settings.TRUST_AFTER_DAYS, minutes=1)
    reader.save()
    page = make_page("Hope", "0.\n", author=reader)
    make_page("Hope", "1.\n", page=page, author=reader)
    return reader


def fresh(person):
    """Load somebody anew: what they may do is kept on the object."""
    return type(person).objects.get(pk=person.pk)


def consider(person):
    person = fresh(person)
    trust.consider(person)
    return rules.is_trusted(person)


def test_who_is_here_for_days_and_had_edits_kept_becomes_trusted(regular, calendar):
    assert consider(regular) is False
    make_page("Luke", author=regular)
    assert consider(regular) is True
    assert roles.role_of(fresh(regular)) == roles.Role.TRUSTED


def test_days_alone_or_edits_alone_are_not_enough(regular, calendar):
    make_page("Luke", author=regular)
    type(regular).objects.update(date_joined=timezone.now())
    assert consider(regular) is False


def test_what_was_rolled_back_does_not_count(regular, calendar, admin):
    make_page("Luke", author=regular)
    page = make_page("Jeri", "Right.\n", author=admin)
    make_page("Jeri", "Wrong.\n", page=page, author=regular)
    assert trust.accepted_edits(regular) == 4
    from wiki.pages.looking import Editable

    page.refresh_from_db()
    keeping.roll_back(Editable(page, Lens.empty), person=admin, lens=Lens.empty, author=regular.pk)
    assert trust.accepted_edits(regular) == 3


def test_withdrawn_trust_does_not_come_back_by_itself(regular, calendar):
    make_page("Luke", author=regular)
    assert consider(regular) is True
    roles.give(fresh(regular), roles.Role.DISTRUSTED)
    assert consider(regular) is False
    assert roles.is_distrusted(regular) is True


def test_who_is_new_again_may_become_trusted_by_themselves(regular, calendar):
    make_page("Luke", author=regular)
    roles.give(fresh(regular), roles.Role.NEW)
    assert consider(regular) is True


@pytest.mark.parametrize("role", list(roles.Role))
def test_each_role_may_what_its_group_says(role, reader, calendar):
    roles.give(reader, role)
    person = fresh(reader)
    found = (
        rules.is_trusted(person),
        rules.may_moderate(person),
        person.is_staff,
        person.has_perm("accounts.delete_user"),
        person.has_perm("articles.publish"),
    )
    rank = list(roles.Role).index(role)
    assert (found, roles.role_of(person)) == ((rank > 1, rank > 3, rank > 3, rank > 4, rank > 2), role)


def test_somebody_trusted_does_not_wait(client, reader, calendar, settings):
    settings.REVIEW_PEOPLE = "new"
    page = make_page("Hope", "Before.\n")
    roles.give(reader, roles.Role.TRUSTED)
    client.force_login(reader)
    send(client, "/wiki/hope/edit/", body="After.\n")
    assert source(page) == "After.\n"


def test_a_page_is_protected_with_a_reason_and_until_a_moment(client, reader, admin, calendar):
    make_page("Hope")
    moderator = client.__class__()
    moderator.force_login(admin)
    until = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"level": "trusted", "until": until, "reason": "Edit war about the ending"}
    assert moderator.post("/wiki/hope/protect/", sent)["Location"] == "/wiki/hope/"
    client.force_login(reader)
    shown = client.get("/wiki/hope/edit/")
    assert (shown.status_code, "Edit war about the ending" in shown.text, "This ends on" in shown.text) == (
        403,
        True,
        True,
    )
    Page.objects.update(protected_until=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get("/wiki/hope/edit/").status_code == 200


def test_a_protection_cannot_end_before_it_begins(client, admin, calendar):
    make_page("Hope")
    client.force_login(admin)
    response = client.post("/wiki/hope/protect/", {"level": "trusted", "until": "2020-01-01T10:00"})
    assert (response.status_code, "This moment is over" in response.text) == (422, True)
    assert Page.objects.get().protection == "open"


def test_seals_drafts_and_deleted_pages_do_not_count(regular, client, calendar, admin, settings):
    assert trust.accepted_edits(regular) == 2
    client.force_login(regular)
    page = make_page("Jeri", "A lawyer.\n\nShe cheats.\n", author=admin)
    send_report(client, "She cheats", "JJ 1x03", path="/report/jeri/")
    draft = make_article("Mine", status="Draft", author=regular)
    spam = make_page("Pills", author=regular)
    assert (source(page).count(":::"), draft.current is None, trust.accepted_edits(regular)) == (2, False, 3)
    keeping.delete(spam.pk, person=admin, lens=Lens.everything, reason="Spam")
    assert trust.accepted_edits(regular) == 2
