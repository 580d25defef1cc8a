"""Looks at a world through a lens: asks for everything, and keeps the answers as they would leave the server."""

import re

from django.test import Client

from wiki.spoilers.bookmarks import COOKIE, SIGNER, _labels
from wiki.spoilers.calendar import current
from wiki.spoilers.models import Bookmark
from wiki.spoilers.places import exactly

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
# What law 1 sets aside: CSRF token, session id, date.
ASIDE_COOKIES = ("csrftoken", "sessionid")


def places(lens):
    return tuple(place for place in (exactly(work, lens.seen) for work in current().works) if place.seen)


def client_for(lens, user=None):
    """Give a browser that reads through a lens, by cookie or as a signed-in person."""
    client = Client(raise_request_exception=False)
    if user is None:
        raw = {place.work.code: _labels(place) for place in places(lens)}
        if raw:
            client.cookies[COOKIE] = SIGNER.sign_object(raw, compress=True)
        return client
    Bookmark.objects.filter(user=user).delete()
    for place in places(lens):
        Bookmark.objects.create(
            user=user, work_id=place.work.id, until_id=place.until, plus=sorted(place.plus), minus=sorted(place.minus)
        )
    client.force_login(user)
    type(user).objects.filter(pk=user.pk).update(last_login=None)  # a time of day, and the reader's own
    return client


def answers(requests, lens, user=None):
    """Make all requests; give {(route, method, path, data): (status, headers, body)}."""
    found = {}
    for route, wanted in requests.items():
        client = client_for(lens, user)
        for method, path, data in wanted:
            if method != "GET":
                client = client_for(lens, user)
            response = _ask(client, method, path, data)
            found[route, method, path, repr(sorted(data.items()))] = seen(response)
            if method != "GET":
                client = client_for(lens, user)
    return found


def _ask(client, method, path, data):
    """Make one request; the two odd methods lead to the pages for a missing token and for a wrong host."""
    if method == "GET from elsewhere":
        return client.get(path, headers={"Host": "evil.example"})
    client.handler.enforce_csrf_checks = method == "POST without token"
    return client.post(path, data) if method.startswith("POST") else client.get(path)


def seen(response):
    """Give status, headers and body without what law 1 sets aside."""
    cookies = sorted((name, _cookie(name, morsel)) for name, morsel in response.cookies.items())
    # An entity tag is made from the body, token included; where the body has none it has to be equal.
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    if TOKEN.search(response.content):
        headers.pop("ETag", None)
    return response.status_code, tuple(sorted(headers.items())), tuple(cookies), TOKEN.sub(rb"\1", response.content)


def _cookie(name, morsel):
    attributes = [f"{key}={morsel[key]}" for key in ("path", "domain", "max-age", "secure", "httponly", "samesite")]
    return "; ".join(attributes if name in ASIDE_COOKIES else [morsel.value, *attributes])
