"""Looks at a world through a lens: asks for everything, and keeps the answers as they would leave the server."""

import itertools
import random
import re
import secrets
from contextlib import contextmanager
from unittest import mock

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.worlds import tags, talk
from tests.worlds.clocks import stopped
from tests.worlds.world import FEED_TOKEN
from wiki.pages.models import FeedToken, Page, Watch
from wiki.spoilers.bookmarks import COOKIE, SIGNER, _labels
from wiki.spoilers.calendar import current
from wiki.spoilers.models import Bookmark, Trail
from wiki.spoilers.places import exactly
from wiki.spoilers.trail import KEY

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
# What law 1 sets aside: CSRF token, session id, date.
ASIDE_COOKIES = ("csrftoken", "sessionid")


def places(lens):
    return tuple(place for place in (exactly(work, lens.seen) for work in current().works) if place.seen)


def client_for(lens, user=None, *, has_stepped=False):
    """Give a browser that reads through a lens, by cookie or as a signed-in person.

    An account has taken steps to where it is; a visitor has if asked for, because that changes every page.
    """
    client = Client(raise_request_exception=False)
    if has_stepped and user is None:
        session = client.session
        session[KEY] = steps_to(lens)
        session.save()
    if user is not None:
        Trail.objects.update_or_create(user=user, defaults=steps_to(lens))
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


def steps_to(lens):
    """Give a trail that leads to a lens: the last release of each work of late, all of the first one in two steps."""
    found = places(lens)
    steps = []
    for place in found:
        last = max(place.seen, key=lambda pk: place.work.by_id[pk].position)
        steps.append(_step(len(steps) + 1, exactly(place.work, place.seen - {last}), place))
    if found:
        nothing = exactly(found[0].work, ())
        steps = [_step(1, nothing, nothing), *[step | {"number": step["number"] + 1} for step in steps]]
        steps[0] |= {"now": steps[1]["was"], "begins": False}
    return {"last": len(steps), "floor": 0, "steps": steps, "read": {}}


def _step(number, was, now):
    spots = ([place.until, sorted(place.plus), sorted(place.minus)] for place in (was, now))
    return {"number": number, "work": now.work.id} | dict(zip(("was", "now"), spots, strict=True))


def answers(requests, lens, user=None):
    """Make all requests; give {(route, method, path, data): (status, headers, body)}.

    After each that may have written something, the pages that would tell of it are asked for too, and all is undone.
    """
    found = {}
    client, stepping = client_for(lens, user), client_for(lens, user, has_stepped=True)
    if user is not None:
        _follow_everything(user)
        talk.tell_everything(user)
        found |= talk.mails(user)
    asked = [(route, *one) for route, wanted in requests.items() for one in wanted]
    with stopped():
        for route, method, path, data in asked:
            with _steady():
                if method == "GET":
                    answer = seen(_ask(stepping if route in STEPPED else client, method, path, data))
                else:
                    answer = _written(lens, user, method, path, data)
            found[route, method, path, repr(sorted(data.items()))] = answer
    return found


# What a visitor asks for who has taken steps, and what changes their steps without opening more.
STEPPED = ("pages:unlocked", "pages:previously", "characters:character", "articles:claim", "pages:page")
STEPS = ("/progress/undo/", "/unlocked/")
LOOK = ("/wiki/agency-0/edit/", "/wiki/agency-0/history/", "/recent/")
LOOK_AT_NEWS = ("/news/report-0/", "/wiki/report-0/history/", "/news/claims/", "/news/feed/atom/")
LOOK_AT_CHARACTERS = ("/characters/hero-0/", "/wiki/hero-0/edit/", "/wiki/hero-0/history/")


LOOKS = {
    "/characters/": LOOK_AT_CHARACTERS,
    "/news/": LOOK_AT_NEWS,
    "/talk/": talk.LOOKS,
    "/admin/pages/synonym/": tags.LOOKS,
}


def _written(lens, user, method, path, data):
    point = transaction.savepoint()
    cache.clear()
    client = client_for(lens, user, has_stepped=True)
    responses = [_ask(client, method, path, data)]
    if path.startswith(STEPS):
        responses += [client.get(look) for look in ("/unlocked/", "/wiki/agency-0/")]
    if route_writes(path) and responses[0].status_code < 400:
        client = client_for(lens, user)
        looks = next((looks for start, looks in LOOKS.items() if path.startswith(start)), LOOK)
        responses += [client.get(look) for look in (*looks, *_led_to(responses[0]))]
    transaction.savepoint_rollback(point)
    cache.clear()
    return tuple(seen(response) for response in responses)


WRITING = (
    "/wiki/",
    "/deleted/",
    "/markdownx/upload/",
    "/characters/",
    "/news/",
    "/report/",
    "/talk/",
    "/admin/queue/",
    "/admin/pages/synonym/",
)


def route_writes(path):
    """Tell whether a POST to this address changes a page."""
    return path.startswith(WRITING)


def some_of(requests, count=12, turn=0):
    """Keep at most so many requests of each route, spread over all of them, others at each turn.

    Of pages every other one, because there most leaks.
    """
    steps = {
        route: 2 if route == "pages:page" else max(1, -(-len(asked) // count)) for route, asked in requests.items()
    }
    return {route: asked[turn % steps[route] :: steps[route]] for route, asked in requests.items()}


def with_little_admin(requests):
    """Keep one request of each of the admin’s routes: who is no moderator is sent to sign in by all of them alike."""
    return {route: wanted[:1] if route.startswith("admin:") else wanted for route, wanted in requests.items()}


def without_writes(requests):
    """Keep the requests that change no page."""
    return {
        route: [one for one in wanted if one[0] == "GET" or not route_writes(one[1])]
        for route, wanted in requests.items()
    }


def only_writes(requests):
    """Keep the requests that may change a page."""
    kept = {
        route: [one for one in wanted if one[0] != "GET" and route_writes(one[1])] for route, wanted in requests.items()
    }
    return {route: wanted for route, wanted in kept.items() if wanted}


def _led_to(response):
    return [response["Location"]] if response.status_code == 302 and response["Location"].startswith("/") else []


def _follow_everything(user):
    """Watch every page, also those beyond the lens: places can be taken back."""
    Watch.objects.filter(person=user).delete()
    Watch.objects.bulk_create(Watch(person=user, page=page) for page in Page.objects.all())
    FeedToken.objects.update_or_create(person=user, defaults={"token": FEED_TOKEN})


@contextmanager
def _steady():
    """Let chance and the clock give every world the same."""
    numbers = itertools.count()

    def token_hex(count=16):
        return f"{next(numbers):0{2 * count}x}"

    with (
        mock.patch.object(secrets, "token_hex", token_hex),
        mock.patch.object(secrets, "token_urlsafe", token_hex),
        mock.patch.object(secrets, "token_bytes", lambda count=16: bytes.fromhex(token_hex(count))),
        mock.patch.object(random, "random", return_value=0.5),
    ):
        yield


def _ask(client, method, path, data):
    """Make one request; the two odd methods lead to the pages for a missing token and for a wrong host."""
    if method == "GET from elsewhere":
        return client.get(path, headers={"Host": "evil.example"})
    client.handler.enforce_csrf_checks = method == "POST without token"
    data = {name: _file(value) if isinstance(value, bytes) else value for name, value in data.items()}
    return client.post(path, data) if method.startswith("POST") else client.get(path)


def _file(content):
    return SimpleUploadedFile("picture.png", content, content_type="image/png")


def seen(response):
    """Give status, headers and body without what law 1 sets aside."""
    cookies = sorted((name, _cookie(name, morsel)) for name, morsel in response.cookies.items())
    # An entity tag is made from the body, token included; where the body has none it has to be equal.
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    body = b"".join(response) if response.streaming else response.content
    if TOKEN.search(body):
        headers.pop("ETag", None)
    return response.status_code, tuple(sorted(headers.items())), tuple(cookies), TOKEN.sub(rb"\1", body)


def _cookie(name, morsel):
    attributes = [f"{key}={morsel[key]}" for key in ("path", "domain", "max-age", "secure", "httponly", "samesite")]
    return "; ".join(attributes if name in ASIDE_COOKIES else [morsel.value, *attributes])
