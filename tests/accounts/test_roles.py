"""Roles: who gives which, each change told once with its reason, and no way past that."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.accounts.doors import make_person
from tests.pages.sending import fields
from wiki.accounts import leaving, roles
from wiki.accounts.roles import Role
from wiki.moderation.models import LogEntry
from wiki.pages import rules

LIST = "/admin/accounts/user/"


def person_of(model, name, role):
    roles.give(make_person(model, name), role)
    return model.objects.get(username=name)


@pytest.fixture
def people(django_user_model):
    """Somebody of each role."""
    return {role: person_of(django_user_model, f"the-{role.value}", role) for role in Role}


@pytest.fixture
def by(client, django_user_model):
    """Give the browser of somebody else with a role."""

    def enter(role):
        browser = client.__class__()
        browser.force_login(person_of(django_user_model, f"by-{role}", role))
        return browser

    return enter


def fresh(person):
    return type(person).objects.get(pk=person.pk)


def change(browser, person, role, why="Because", **more):
    """Send an account's form as the page has it, with another role."""
    path = f"{LIST}{person.pk}/change/"
    page = browser.get(path)
    kept = fields(page, "novalidate") if 'name="_save"' in page.text else {}
    return browser.post(path, kept | {"role": role, "why": why} | more)


@pytest.mark.parametrize("role", Role)
def test_who_gives_which_role_to_whom(people, django_user_model, role):
    """Administrators give all, moderators give and take trust, others nothing; each change is told once."""
    by, trust = person_of(django_user_model, "by", role), {Role.DISTRUSTED, Role.NEW, Role.TRUSTED}
    mine = {Role.ADMINISTRATOR: set(Role), Role.MODERATOR: trust}.get(role, set())
    for before in Role:
        for after in Role:
            roles.give(people[before], before)
            count, may = LogEntry.objects.count(), {before, after} <= mine
            with nullcontext() if may else pytest.raises(roles.MayNotGive):
                roles.change(person=people[before], role=after, by=by, why="Because")
            assert roles.role_of(fresh(people[before])) == (after if may else before)
            assert LogEntry.objects.count() == count + (may and before != after)


def test_a_change_is_told_in_full(people):
    by, person = people[Role.ADMINISTRATOR], people[Role.NEW]
    roles.change(person=person, role=Role.DISTRUSTED, by=by, why="Too many fights")
    entry = LogEntry.objects.get()
    assert (entry.action, entry.who, entry.person, entry.why) == ("role", by, person, "Too many fights")
    assert (entry.before, entry.after) == ({"role": "new"}, {"role": "trust withdrawn"})


@pytest.mark.parametrize(
    ("role", "before", "after", "is_given"),
    [
        (Role.ADMINISTRATOR, Role.NEW, Role.ADMINISTRATOR, True),
        (Role.ADMINISTRATOR, Role.MODERATOR, Role.NEW, True),
        (Role.MODERATOR, Role.TRUSTED, Role.DISTRUSTED, True),
        (Role.MODERATOR, Role.NEW, Role.MODERATOR, False),
        (Role.MODERATOR, Role.EDITOR, Role.NEW, False),
    ],
)
def test_a_role_is_given_on_the_page_of_an_account(by, people, role, before, after, is_given):
    change(by(role), people[before], after)
    assert roles.role_of(fresh(people[before])) == (after if is_given else before)
    assert LogEntry.objects.count() == is_given


def test_the_form_offers_what_one_may_give(by, people):
    page = by("moderator").get(f"{LIST}{people[Role.NEW].pk}/change/").text
    offered = [role for role in Role if f'<option value="{role}"' in page]
    assert offered == [Role.DISTRUSTED, Role.NEW, Role.TRUSTED]
    page = by("administrator").get(f"{LIST}{people[Role.NEW].pk}/change/").text
    assert [role for role in Role if f'<option value="{role}"' in page] == list(Role)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_changes_their_own_role(client, people, role):
    client.force_login(people[role])
    page = client.get(f"{LIST}{people[role].pk}/change/")
    assert ('name="role"' in page.text, role.label in page.text) == (False, True)
    change(client, people[role], Role.NEW)
    assert (roles.role_of(fresh(people[role])), LogEntry.objects.exists()) == (role, False)


def test_a_change_needs_a_reason(by, people):
    response = change(by("administrator"), people[Role.NEW], Role.TRUSTED, why="  ")
    assert (response.status_code, "Say why: everybody may read it" in response.text) == (200, True)
    assert (roles.role_of(fresh(people[Role.NEW])), LogEntry.objects.exists()) == (Role.NEW, False)


def test_without_another_role_nothing_is_told(by, people):
    response = change(by("administrator"), people[Role.NEW], Role.NEW, why="", email="new@example.com")
    person = fresh(people[Role.NEW])
    assert (response.status_code, person.email, LogEntry.objects.exists()) == (302, "new@example.com", False)


def test_everybody_may_read_who_became_what_and_why(client, by, people):
    change(by("administrator"), people[Role.NEW], Role.TRUSTED, why="Knows her way")
    shown = " ".join(client.get("/log/").text.split())
    for words in ("by-administrator", "changed the role of the-new from new to trusted", "Knows her way"):
        assert words in shown
    table = client.get("/log/csv/").text
    assert "changed the role of,the-new,from new to trusted,Knows her way" in table


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_no_other_field_of_the_form_makes_somebody_more(by, people, role):
    person, moderate = people[Role.NEW], Permission.objects.get(codename="moderate")
    group = Group.objects.get(name=roles.MODERATORS)
    more = {"is_staff": "on", "is_superuser": "on", "groups": [group.pk], "user_permissions": [moderate.pk]}
    change(by(role), person, Role.NEW, **more)
    person = fresh(person)
    found = (person.is_staff, person.is_superuser, person.groups.count(), person.user_permissions.count())
    assert found == (False, False, 0, 0)


def test_what_groups_may_do_is_changed_nowhere(by, people):
    browser = by("administrator")
    assert [browser.get(f"/admin/auth/{path}").status_code for path in ("", "group/", "group/1/change/")] == [404] * 3


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_moderators_do_not_touch_accounts_of_staff(by, people, role):
    browser, person = by("moderator"), people[role]
    assert browser.get(f"{LIST}{person.pk}/change/").status_code == 200
    passwords = {"usable_password": "true", "password1": "walker-and-42", "password2": "walker-and-42"}
    for path, data in (("password", passwords), ("change", {"username": "x", "email": "x@example.com"})):
        assert browser.post(f"{LIST}{person.pk}/{path}/", data).status_code == 403
    assert fresh(person).password == person.password
    assert by("administrator").get(f"{LIST}{person.pk}/password/").status_code == 200


def test_who_is_staff_by_other_means_is_left_to_administrators_too(by, django_user_model):
    person = make_person(django_user_model, "claire", is_staff=True)
    assert change(by("moderator"), person, Role.TRUSTED).status_code == 403
    with pytest.raises(roles.MayNotGive):
        roles.change(person=person, role=Role.TRUSTED, by=person_of(django_user_model, "foggy", "moderator"), why="")
    change(by("administrator"), person, Role.TRUSTED)
    assert (fresh(person).is_staff, roles.role_of(fresh(person))) == (False, Role.TRUSTED)


def test_staff_is_shut_out_only_after_their_role_was_taken(by, people):
    browser, person = by("administrator"), people[Role.MODERATOR]
    kept = {"username": person.username, "email": person.email}
    browser.post(f"{LIST}{person.pk}/change/", kept | {"role": "moderator"})
    assert fresh(person).is_active is True
    for _ in "01":
        browser.post(f"{LIST}{person.pk}/change/", kept | {"role": "new", "why": "Left us"})
    assert fresh(person).is_active is False


def test_a_role_is_all_that_somebody_may_do(by, people, django_user_model):
    person = django_user_model.objects.create_superuser("danny", password="x")
    person.user_permissions.add(Permission.objects.get(codename="moderate"))
    change(by("administrator"), person, Role.NEW)
    person = fresh(person)
    assert (person.is_superuser, person.is_staff, rules.may_moderate(person)) == (False, False, False)


def test_the_last_administrator_stays(people, django_user_model):
    only, gone = people[Role.ADMINISTRATOR], person_of(django_user_model, "gone", Role.ADMINISTRATOR)
    django_user_model.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(roles.LastAdministrator):
        roles.change(person=only, role=Role.NEW, by=gone, why="")
    with pytest.raises(roles.LastAdministrator):
        leaving.close(person=only)
    django_user_model.objects.filter(pk=gone.pk).update(is_active=True)
    roles.change(person=only, role=Role.NEW, by=gone, why="")
    assert roles.role_of(fresh(only)) == Role.NEW


def test_who_was_unmade_meanwhile_gives_nothing(people, admin):
    roles.change(person=fresh(admin), role=Role.NEW, by=people[Role.ADMINISTRATOR], why="")
    assert roles.is_administrator(admin)  # as the request has loaded them
    with pytest.raises(roles.MayNotGive):
        roles.change(person=people[Role.NEW], role=Role.TRUSTED, by=admin, why="")


def test_a_closed_account_has_no_role_to_give(by, people):
    person = people[Role.TRUSTED]
    leaving.close(person=person)
    assert 'name="role"' not in by("administrator").get(f"{LIST}{person.pk}/change/").text


def test_the_list_of_accounts_shows_roles_in_as_many_queries_for_many(by, people, django_user_model):
    browser, counts = by("administrator"), []
    for number in range(3):
        person_of(django_user_model, f"more{number}x", Role.EDITOR)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[2]
    assert [role for role in Role if f'field-role_now">{role.label}<' not in page.text] == []


if connection.vendor == "postgresql":  # SQLite lets one write at a time anyhow

    @pytest.mark.django_db(transaction=True)
    def test_two_administrators_do_not_unmake_each_other_at_once(people, django_user_model):
        """The second waits until the first is done, and is none any more then."""
        first, second = people[Role.ADMINISTRATOR], person_of(django_user_model, "second", Role.ADMINISTRATOR)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                roles.change(person=second, role=Role.NEW, by=first, why="")
                other = pool.submit(_unmake, first, second)
                with pytest.raises(TimeoutError):
                    other.result(timeout=1)
            with pytest.raises(roles.MayNotGive):
                other.result(timeout=10)
        assert roles.is_administrator(fresh(first))


def _unmake(person, by):
    try:
        roles.change(person=person, role=Role.NEW, by=by, why="")
    finally:
        connection.close()
