"""Makes odd requests plain before anything reads them."""

import codecs
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SESSION_KEY = re.compile(r"[a-z0-9]{8,64}")

GetResponse = Callable[[HttpRequest], HttpResponse]


def plain_requests(get_response: GetResponse) -> GetResponse:
    """Drop session keys that are none, and character sets that are no character sets."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if key and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        if request.encoding and not codecs.lookup(request.encoding)._is_text_encoding:  # type: ignore[attr-defined]
            request.encoding = None
        return get_response(request)

    return middleware
