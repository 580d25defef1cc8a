"""What holds for every form of accounts: no token, no change; and where requests come from."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

from tests.accounts.doors import PASSWORD, sign_in
from wiki.requests import address, neighbourhood

FORMS = [
    ("/accounts/login/", {"login": "ruben", "password": PASSWORD}),
    ("/accounts/logout/", {}),
    ("/accounts/signup/", {"username": "newcomer"}),
    ("/accounts/email/", {"email": "x@example.com", "action_add": "1"}),
    ("/accounts/confirm-email/", {"code": "x"}),
    ("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "other-42-x", "password2": "other-42-x"}),
    ("/accounts/password/reset/", {"email": "malcolm@example.com"}),
    ("/accounts/password/reset/confirm/", {"code": "x"}),
    ("/accounts/password/reset/complete/", {"password1": "x"}),
    ("/accounts/reauthenticate/", {"password": PASSWORD}),
    ("/accounts/2fa/authenticate/", {"code": "x"}),
    ("/accounts/2fa/totp/activate/", {"code": "x"}),
    ("/accounts/2fa/totp/deactivate/", {}),
    ("/accounts/2fa/recovery-codes/generate/", {}),
    ("/accounts/2fa/passkeys/add/", {"credential": "{}"}),
    ("/accounts/2fa/passkeys/login/", {"credential": "{}"}),
    (f"/accounts/2fa/passkeys/{'0' * 32}/remove/", {}),
    (f"/accounts/2fa/passkeys/{'0' * 32}/edit/", {"name": "x"}),
    ("/accounts/profile/", {"about": "x"}),
    ("/accounts/name/", {"name": "other"}),
    ("/accounts/preferences/", {"theme": "dark", "diff_style": "one"}),
    ("/accounts/sessions/", {"all": "1"}),
    ("/accounts/download/", {}),
    ("/accounts/delete/", {"sure": "on"}),
]


def state():
    columns = ("username", "email", "password", "theme", "is_active")
    return list(get_user_model().objects.order_by("pk").values_list(*columns))


@pytest.mark.parametrize(("path", "data"), FORMS, ids=[path for path, _ in FORMS])
def test_without_the_token_of_this_site_nothing_happens(db, malcolm, ruben, path, data):
    client = Client(enforce_csrf_checks=True)
    client.force_login(malcolm)
    before = state()
    answer = client.post(path, data)
    if "0" * 32 not in path:  # an address of nobody's passkey is not there at all
        assert answer.status_code == 403
        assert "did not send the proof" in answer.text
    assert state() == before
    assert "malcolm" in client.get("/").text


def test_every_form_of_accounts_is_in_that_list():
    from django.urls import reverse

    from tests.worlds.people import SENT

    assert {reverse(name) for name in SENT} <= {path for path, _ in FORMS}


@pytest.mark.parametrize(
    ("count", "told", "expected"),
    [
        (0, "203.0.113.9", "198.51.100.1"),  # nobody of ours wrote that
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # what came before anybody can write
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "nonsense", "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "203.0.113.9:1234", "203.0.113.9"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "x" * 10_000, "198.51.100.1"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(settings, count, told, expected):
    settings.TRUSTED_PROXY_COUNT = count
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": told})
    assert address(request) == expected


def test_without_any_address_there_is_one_for_all():
    assert address(RequestFactory().get("/", REMOTE_ADDR="")) == "0.0.0.0"


def test_limits_count_long_addresses_by_their_network():
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1") == "2001:db8::/64"
    assert neighbourhood("203.0.113.9") == "203.0.113.9"


def test_limits_see_through_the_proxy(client, settings, malcolm):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        last = sign_in(Client(), f"nobody{number}", "wrong", x="")
    assert last.status_code == 429
    other = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    assert sign_in(other).status_code == 302
