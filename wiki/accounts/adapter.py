"""Where allauth asks what this site wants of accounts, mails and second factors."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wiki.accounts import mails, naming, passkeys, welcome
from wiki.errors import too_many_requests
from wiki.requests import address

STAGE = "allauth.account.stages.EmailVerificationStage"
MINUTES = 5


class AddressStage(EmailVerificationStage):  # type: ignore[misc]
    """Asks for the code from the mail; not of accounts without an address, which only an administrator can make."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        person = self.login.user
        if person is not None and not person.email and not EmailAddress.objects.filter(user=person).exists():
            return None, True
        return super().handle()  # type: ignore[no-any-return]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up, in and out."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return address(request)

    def get_login_stages(self) -> list[str]:
        own = f"{AddressStage.__module__}.{AddressStage.__qualname__}"
        return [own if stage == STAGE else stage for stage in super().get_login_stages()]

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer scripts in JSON where ours ask, and nowhere else: the library's other answers hold keys of rows."""
        return request.path == reverse("mfa_login_webauthn") and super().is_ajax(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Lead nowhere but to paths of this site, also not to its other hosts."""
        return bool(url and url.startswith("/") and url_has_allowed_host_and_scheme(url, None))

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Refuse names that nobody can have, and those that look like somebody else's. Raises ValidationError."""
        naming.check(username)
        return username

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 to whoever guesses too often, whether or not there is such an account."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many_requests(request, wait=60 * MINUTES)) from error

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        response = super().post_login(request, user, **about)
        if about["signup"]:
            response["Location"] = welcome.first_page(user, response["Location"])
        return response  # type: ignore[no-any-return]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that says nothing which the request has said: no host, no address from its headers."""
        self.render_mail(template_prefix, email, mails.context(email, context)).send()


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps, passkeys and recovery codes."""

    def get_totp_issuer(self) -> str:
        return mails.SITE_NAME

    def _get_site_name(self) -> str:
        return mails.SITE_NAME

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        name = user.get_username()
        return {"id": passkeys.handle_of(user), "display_name": name, "name": name}
