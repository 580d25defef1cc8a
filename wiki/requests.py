"""Makes odd requests plain before anything reads them, and tells where they come from."""

import ipaddress
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SESSION_KEY = re.compile(r"[a-z0-9]{8,64}")
NOWHERE = "0.0.0.0"  # noqa: S104  (no address to listen on: that of a request through a socket without one)

GetResponse = Callable[[HttpRequest], HttpResponse]


def plain_requests(get_response: GetResponse) -> GetResponse:
    """Drop session keys that are none, and character sets that are not ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if key and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        request.encoding = None  # UTF-8, whatever the request says: others bring halves of characters
        return get_response(request)

    return middleware


def address(request: HttpRequest) -> str:
    """Give the address of who asks, as the last of our own proxies saw it. Anything before that anybody can write."""
    count = settings.TRUSTED_PROXY_COUNT
    seen = request.headers.get("X-Forwarded-For", "").split(",") if count else []
    found = _address(seen[-count]) if 0 < count <= len(seen) else ""
    return found or _address(request.META.get("REMOTE_ADDR", "")) or NOWHERE


def _address(text: str) -> str:
    """Read an address, perhaps with brackets and a port; "" for what is none."""
    text = text.strip()
    if match := re.fullmatch(r"\[(?P<v6>[^]]+)\](?::\d+)?|(?P<v4>[\d.]+):\d+", text):
        text = match["v6"] or match["v4"]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


def neighbourhood(address: str) -> str:
    """Give what limits count by: an address, or the network that one customer has of the long ones."""
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def people_with_addresses(get_response: GetResponse) -> GetResponse:
    """Write on who asks where from, for those who judge what somebody may do without the request at hand."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user.address = address(request)  # type: ignore[union-attr]
        return get_response(request)

    return middleware
