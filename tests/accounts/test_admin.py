import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from tests.accounts.doors import make_person
from tests.factories import make_page
from wiki.pages.models import Revision

LIST = "/admin/accounts/user/"


@pytest.fixture
def moderator(client, django_user_model):
    """Sign somebody of the staff in who may look after accounts, and is no administrator."""
    person = make_person(django_user_model, "claire", is_staff=True)
    wanted = Permission.objects.filter(content_type__app_label="accounts", codename__endswith="_user")
    person.user_permissions.set(wanted)
    client.force_login(person)
    return person


def close(client, *people, **more):
    data = {"action": "close", "_selected_action": [one.pk for one in people]} | more
    return client.post(LIST, data)


def test_accounts_are_closed_and_what_was_written_stays(client, moderator, calendar, malcolm):
    make_page("Hope", author=malcolm)
    asked = close(client, malcolm)
    assert "What was written stays" in asked.text
    malcolm.refresh_from_db()
    assert malcolm.is_active
    assert close(client, malcolm, sure="yes")["Location"] == LIST
    malcolm.refresh_from_db()
    assert (malcolm.username[:7], malcolm.is_active) == ("former-", False)
    assert Revision.objects.get().author == malcolm
    assert "Closed the account" in client.get(f"{LIST}{malcolm.pk}/history/").text


def test_nobody_deletes_a_row(client, admin, malcolm):
    client.force_login(admin)
    assert client.get(f"{LIST}{malcolm.pk}/delete/").status_code == 403
    answer = client.post(LIST, {"action": "delete_selected", "_selected_action": [malcolm.pk], "post": "yes"})
    assert answer.status_code in (200, 302)
    assert get_user_model().objects.filter(pk=malcolm.pk).exists()


def test_a_moderator_closes_no_account_of_staff_and_nobody_the_last_administrator(client, moderator, admin):
    close(client, admin, sure="yes")
    client.force_login(admin)
    assert "stays; make somebody else one first" in client.get(close(client, admin, sure="yes")["Location"]).text
    admin.refresh_from_db()
    assert admin.username == "jeri"


def test_without_the_permission_there_is_no_such_step(client, moderator, malcolm):
    moderator.user_permissions.remove(Permission.objects.get(codename="delete_user"))
    close(client, malcolm, sure="yes")
    malcolm.refresh_from_db()
    assert malcolm.is_active


def test_names_given_in_the_admin_are_checked_too(client, admin, malcolm, ruben):
    client.force_login(admin)
    made = {
        "username": "Malc0lm",
        "usable_password": "true",
        "password1": "walker-and-42",
        "password2": "walker-and-42",
    }
    assert "looks like one that is" in client.post(f"{LIST}add/", made).text
    assert client.post(f"{LIST}add/", made | {"username": "walker"}).status_code == 302
    page = client.get(f"{LIST}{ruben.pk}/change/")
    assert "ruben@example.com" in page.text
    assert get_user_model().objects.filter(username="walker").exists()


def test_the_list_shows_who_has_a_second_step_in_as_many_queries_for_many(
    client, admin, malcolm, django_user_model, django_assert_max_num_queries
):
    client.force_login(admin)
    for number in range(3):
        make_person(django_user_model, f"somebody{number}x")
    with django_assert_max_num_queries(14):
        page = client.get(LIST)
    assert "Second step" in page.text


def test_secrets_of_the_library_are_in_no_admin(client, admin):
    client.force_login(admin)
    for path in ("mfa/authenticator/", "account/emailaddress/", "usersessions/usersession/"):
        assert client.get(f"/admin/{path}").status_code == 404


def test_profiles_are_seen_through_the_moderators_lens_and_emptied(client, admin, calendar, malcolm):
    from wiki.accounts import profiles
    from wiki.accounts.models import Profile

    profiles.save(person=malcolm, pronouns="he", about="Open. [Hidden words.]{JJ 1x02}", works=())
    client.force_login(admin)
    path = f"/admin/accounts/profile/{Profile.objects.get().pk}/change/"
    page = client.get(path).text
    assert ("Open." in page, "Hidden words." in page) == (True, False)
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    assert "Hidden words." in client.get(path).text
    assert "malcolm" in client.get("/admin/accounts/profile/?q=malc").text
    client.post("/admin/accounts/profile/", {"action": "empty", "_selected_action": [Profile.objects.get().pk]})
    assert profiles.whole(malcolm) == {"pronouns": "", "about": "", "works": []}


def test_nobody_writes_a_profile_in_the_admin(client, admin, calendar, malcolm):
    from wiki.accounts import profiles
    from wiki.accounts.models import Profile

    profiles.save(person=malcolm, pronouns="he", about="Mine.", works=())
    client.force_login(admin)
    assert client.get("/admin/accounts/profile/add/").status_code == 403
    pk = Profile.objects.get().pk
    client.post(f"/admin/accounts/profile/{pk}/change/", {"pronouns": "x", "about": "Theirs."})
    assert profiles.whole(malcolm)["about"] == "Mine."
    assert Profile.objects.get().pronouns == "he"
