"""Makes odd requests plain before anything reads them."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SESSION_KEY = re.compile(r"[a-z0-9]{8,64}")

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
