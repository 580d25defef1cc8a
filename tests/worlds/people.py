"""Accounts in the harness: what people say of themselves, and the requests for signing up, in, and looking after one's
own.
"""

from django.contrib.auth import get_user_model
from django.urls import reverse

from wiki.accounts import profiles
from wiki.accounts.opaque import KeyConverter

GATES = ("JJ 1x02", "ALIAS #2 or JJ 3x01")


def abouts(word):
    """Give what two people say of themselves, each with something behind a gate."""
    from tests.worlds.world import Piece

    return tuple(
        (
            name,
            (
                Piece(f"{name} reads a lot, of [[Agency 0]].", is_block=True),
                Piece("Likes", inner=()),
                Piece(word("self", gate), gate, other="many things"),
                Piece(f"{word('selfblock', gate)} and [[Hidden Target 0]]", gate, is_block=True),
            ),
        )
        for name, gate in zip(("walker", "hogarth"), GATES, strict=True)
    )


def build(told, write):
    for name, pieces in told:
        person = get_user_model().objects.get(username=name)
        profiles.save(person=person, pronouns="they", about=write(pieces), works=())


SIGN_UP = {"username": "newcomer", "email": "new@example.com", "password1": "ducasse-and-42"}
TOKEN = KeyConverter().to_url(1)


def requests(get):
    """Map each route of accounts to its requests."""
    found = {
        f"accounts:{name}": [get(f"accounts:{name}")]
        for name in ("account", "profile", "name", "preferences", "sessions", "download", "delete", "challenge")
    }
    found["accounts:totp_picture"] = [get("accounts:totp_picture")]
    for name in (*DOORS, *SECOND_FACTORS):
        found[name] = [get(name)]
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        found[name] = [get(name, pk) for pk in (1, 987654)]
    for name, data in SENT.items():
        found[name].append(("POST", reverse(name), data))
    return found


DOORS = (
    *("account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate"),
    *("account_email", "account_email_verification_sent", "account_change_password", "account_set_password"),
    *("account_reset_password", "account_confirm_login_code", "account_confirm_password_reset_code"),
    *("account_complete_password_reset", "account_password_reset_completed"),
)
SECOND_FACTORS = (
    *("mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn"),
    *("mfa_add_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn"),
)
# Not signing up or in for good: what is hashed, or sent, has chance in it.
SENT = {
    "account_login": {"login": "walker", "password": "wrong"},
    "account_logout": {},
    "account_signup": SIGN_UP,
    "account_email": {"email": "nobody@example.com", "action_send": "1"},
    "account_change_password": {"oldpassword": "wrong", "password1": "a", "password2": "b"},
    "mfa_login_webauthn": {"credential": "{}"},
    "accounts:profile": {"pronouns": "she", "about": "[I know]{JJ 1x02} [[Hidden Target 0]]", "works": ["JJ"]},
    "accounts:name": {"name": "Someone.New"},
    "accounts:preferences": {"theme": "dark", "diff_style": "one", "time_zone": "Asia/Tokyo"},
    "accounts:sessions": {"session": "none"},
    "accounts:download": {},
    "accounts:delete": {},
}
