"""The forms of passkeys: whatever a browser sends instead of a credential is refused, and no key of a row is told."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth import get_user_model
from django.forms import HiddenInput, JSONField
from fido2.utils import websafe_decode

from wiki.accounts import opaque

SALT = "passkey"
NAME_MAX = 60
ALONE = "It then asks for your finger, your face or its own number each time."


def handle_of(person: Any) -> bytes:
    """Give the handle that a passkey keeps of its person."""
    return opaque.hidden(person.pk, SALT)


class _Careful:
    """Refuses a credential that the library breaks on."""

    def clean_credential(self) -> Any:
        """Check a credential that somebody signed with. Raises ValidationError."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class CredentialField(JSONField):
    """What a browser signed. Refused, it is of no use any more, and stands on no page."""

    def prepare_value(self, value: Any) -> str:
        return ""


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=HiddenInput)
        self.fields["name"].widget.attrs["maxlength"] = str(NAME_MAX)
        alone = self.fields["passwordless"]
        alone.label, alone.help_text = "Sign in with it alone, without a password", ALONE

    def clean_name(self) -> str:
        return str(super().clean_name())[:NAME_MAX]

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateForm(_Careful, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateForm(_Careful, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Shows once more who one is."""


class _ByHandle(forms.LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        pk = opaque.shown(websafe_decode(credential["response"]["userHandle"]), SALT)
        person = get_user_model()._default_manager.filter(pk=pk, is_active=True).first() if pk else None
        if person is None:
            raise get_adapter().validation_error("incorrect_code")
        return auth.complete_authentication(person, credential)


class SignInForm(_Careful, _ByHandle):
    """Signs in with a passkey alone."""
