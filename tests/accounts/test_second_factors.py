import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.accounts.doors import PASSWORD, reauthenticate, sign_in
from wiki.accounts.opaque import KeyConverter, hidden, shown

TOKEN = KeyConverter()


def app_code(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def guarded(client, malcolm):
    """Give somebody signed in who has an authenticator app, and its secret."""
    sign_in(client)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    reauthenticate(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = client.session[SECRET_SESSION_KEY]
    assert secret in page.text
    picture = client.get("/accounts/2fa/totp/picture/")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "private, no-store"
    done = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    cache.clear()  # the code just used could not be used again
    return malcolm, secret


def test_the_code_of_an_app_is_the_second_step(client, guarded):
    _, secret = guarded
    other = Client()
    assert sign_in(other, next="/wiki/")["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in other.session
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert (wrong.status_code, "Incorrect code" in wrong.text) == (200, True)
    assert other.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})["Location"] == "/wiki/"
    assert "Sign out" in other.get("/").text


def test_a_recovery_code_serves_once(client, guarded):
    page = client.get("/accounts/2fa/recovery-codes/")
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert len(codes) == 10
    assert all(code in page.text for code in codes)
    for answer in (302, 200):
        cache.clear()
        other = Client()
        sign_in(other)
        assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == answer
    assert codes[1] in client.get("/accounts/2fa/recovery-codes/download/").text


def test_the_app_is_switched_off_again_and_a_mail_says_so(client, guarded, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert mail.outbox[0].subject == "[Alias] The authenticator app was switched off"
    assert "from the address 127.0.0.1" in mail.outbox[0].body
    assert sign_in(Client())["Location"] == "/"


def test_without_a_secret_there_is_no_picture(client, malcolm):
    assert client.get("/accounts/2fa/totp/picture/")["Location"].startswith("/accounts/login/")
    client.force_login(malcolm)
    assert client.get("/accounts/2fa/totp/picture/").status_code == 404


@pytest.fixture
def key_of(db):
    """Make passkeys of people, as the library keeps them."""

    def make(person, name="Desk"):
        data = {"name": name, "credential": {"clientExtensionResults": {}}}
        return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)

    return make


def test_addresses_of_passkeys_hold_no_keys_of_rows_and_serve_their_owner_alone(client, malcolm, ruben, key_of):
    mine, theirs = key_of(malcolm), key_of(ruben, "Theirs")
    sign_in(client)
    # The second step would be a passkey; for the pages of passkeys it is enough to have shown who one is.
    client.force_login(malcolm)
    reauthenticate(client)
    page = client.get("/accounts/2fa/passkeys/").text
    assert f"/{TOKEN.to_url(mine.pk)}/edit/" in page
    assert f"/{mine.pk}/" not in page
    for action in ("edit", "remove"):
        assert client.get(f"/accounts/2fa/passkeys/{TOKEN.to_url(mine.pk)}/{action}/").status_code == 200
        for word in (TOKEN.to_url(theirs.pk), TOKEN.to_url(99999), "0" * 32, str(theirs.pk)):
            path = f"/accounts/2fa/passkeys/{word}/{action}/"
            assert client.get(path).status_code == 404, path
            assert client.post(path, {"name": "Stolen"}).status_code == 404
    client.post(f"/accounts/2fa/passkeys/{TOKEN.to_url(mine.pk)}/edit/", {"name": "Sofa", "user": ruben.pk})
    mine.refresh_from_db()
    assert (mine.data["name"], mine.user) == ("Sofa", malcolm)
    assert Authenticator.objects.filter(pk=theirs.pk, data__name="Theirs").exists()
    client.post(f"/accounts/2fa/passkeys/{TOKEN.to_url(mine.pk)}/remove/")
    assert list(Authenticator.objects.filter(type="webauthn")) == [theirs]


def test_words_for_keys_lead_back_and_forged_ones_nowhere():
    assert [shown(hidden(pk, "a"), "a") for pk in (1, 2, 2**62)] == [1, 2, 2**62]
    assert shown(hidden(1, "a"), "b") is None
    assert shown(b"\0" * 16, "a") is None
    assert shown(b"short", "a") is None
    assert hidden(1, "a") != hidden(2, "a")


JUNK = ["", "x", "{}", "[]", "null", "1", '"\\ud800"', "[" * 500, '{"response": {}}', '{"response": null}', "{" * 9]
JUNK += [
    json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": response})
    for response in (
        {"userHandle": None, "clientDataJSON": "a", "authenticatorData": "a", "signature": "a"},
        {"userHandle": "AAAA", "clientDataJSON": "e30", "authenticatorData": "a" * 60, "signature": "a"},
        {"userHandle": 5, "clientDataJSON": "é", "authenticatorData": [], "signature": {}},
        {"clientDataJSON": "e30", "attestationObject": "a"},
        {"clientDataJSON": "bnVsbA", "attestationObject": "oA"},
    )
]


@pytest.mark.parametrize("credential", JUNK)
def test_what_is_no_passkey_is_refused_everywhere(client, malcolm, key_of, credential):
    sign_in(client)
    reauthenticate(client)
    added = client.post("/accounts/2fa/passkeys/add/", {"name": "x", "credential": credential})
    assert added.status_code == 200
    assert not Authenticator.objects.filter(user=malcolm).exists()
    anybody = Client()
    options = anybody.get("/accounts/2fa/passkeys/login/", headers={"Accept": "application/json"})
    assert "challenge" in options.text
    cache.clear()
    answer = anybody.post("/accounts/2fa/passkeys/login/", {"credential": credential})
    assert answer["Location"] == "/accounts/login/" if answer.status_code == 302 else answer.status_code == 200
    assert "_auth_user_id" not in anybody.session


def test_the_handle_of_a_passkey_tells_no_key(client, malcolm):
    sign_in(client)
    reauthenticate(client)
    page = client.get("/accounts/2fa/passkeys/add/").text
    data = json.loads(page.split('id="js_data"')[1].split(">", 1)[1].split("</script>")[0])
    user = data["creation_options"]["publicKey"]["user"]
    assert user["name"] == "malcolm"
    assert len(user["id"]) >= 20


def test_staff_set_up_a_second_factor_before_the_admin_opens(client, admin, settings):
    client.force_login(admin)
    assert client.get("/admin/").status_code == 200
    settings.STAFF_NEED_MFA = True
    for path in ("/admin/", "/admin/spoilers/work/"):
        first = client.get(path)
        assert first["Location"].startswith("/admin/login/")
        assert client.get(first["Location"])["Location"] == "/accounts/2fa/"
    assert "Then the admin opens" in client.get("/accounts/2fa/").text
    TOTP.activate(admin, "JBSWY3DPEHPK3PXP")
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, admin, settings):
    settings.STAFF_NEED_MFA = True
    RecoveryCodes.activate(admin)
    client.force_login(admin)
    assert client.get("/admin/").status_code == 302


def test_the_admins_way_in_is_everybodys(client, malcolm):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    answer = client.post("/admin/login/", {"username": "jeri", "password": "x"})
    assert answer["Location"].startswith("/accounts/login/")
    client.force_login(malcolm)
    assert client.get("/admin/login/").status_code == 403
    assert PASSWORD
