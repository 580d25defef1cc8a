"""Hostile and odd strings in talk: no answer of the server's own, and nothing but text comes of it."""

import pytest

from tests.corpora import load, needs_corpora
from tests.discussion.forms import form_of
from tests.factories import make_comment, make_page
from tests.test_hostile_input import skeleton
from wiki import markup
from wiki.discussion.models import Comment
from wiki.pages.cleaning import Refused


@pytest.fixture
def hope(calendar):
    return make_page("Hope", "Hope runs.\n")


@needs_corpora
def test_naughty_strings_in_every_field_get_an_answer(client, hope, reader):
    client.force_login(reader)
    start = form_of(client.get("/talk/hope/"))
    for number, text in enumerate(load("naughty_strings.json")[::3]):
        name = ("text", "gate", "offered", "form")[number % 4]
        response = client.post("/talk/hope/", start | {"text": "Well.", "form": f"{number}", name: text})
        assert response.status_code in (302, 409, 422), (name, text)
    for path in ("/talk/", "/talk/hope/", "/talk/feed/atom/", "/wiki/hope/"):
        assert client.get(path).status_code == 200


@needs_corpora
def test_naughty_strings_in_addresses_and_lists_get_an_answer(client, hope, reader):
    from urllib.parse import quote

    client.force_login(reader)
    for text in load("naughty_strings.json")[::9]:
        part = quote(text.encode(errors="surrogatepass"), safe="")
        for path in (f"/talk/hope/{part}/", f"/talk/{part}/", f"/talk/?before={part}", f"/notifications/?page={part}"):
            assert client.get(path, follow=True).status_code in (200, 404), path
        assert client.post("/notifications/read/", {"notice": text}).status_code == 302
        assert client.post("/talk/hope/follow/", {"thread": text}).status_code in (302, 404)


@needs_corpora
def test_no_markup_of_others_gets_into_a_page(client, hope, reader):
    make_comment(hope, "Dull", author=reader)
    kinds = {tag for tag, _ in skeleton(client.get("/talk/hope/").text)}
    for case in load("xss.json")[::9]:
        try:
            made = make_comment(hope, case["payload"][:9000], author=reader)
        except Refused:
            continue
        found = skeleton(client.get("/talk/hope/").text)
        assert {tag for tag, _ in found} - kinds <= {"em", "strong", "code", "pre", "blockquote", "hr", "br", "del"} | {
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }, case["payload"]
        assert not any(name.startswith("on") or name in ("style", "srcdoc") for _, names in found for name in names)
        Comment.objects.filter(pk=made.pk).delete()


@pytest.mark.parametrize("text", ["@" * 10_000, "@a" * 5_000, "@" + "a" * 9_999, "[[" * 5_000, "@a.@b-" * 1600])
def test_long_calls_take_no_time(text):
    import time

    start = time.process_time()
    names = markup.mentions(text)
    markup.render_comment(text, lambda slug: markup.links.Target("/", True), people=names, with_images=False)
    assert time.process_time() - start < 6  # seconds; a slow machine takes two


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@trish", {"trish"}),
        ("Well, @trish.", {"trish", "trish."}),
        ("(@trish)", {"trish"}),
        ("trish@example.com", set()),
        ("@@trish", {"@trish"}),
        ("/@trish", set()),
        ("@trish's", {"trish"}),
        ("@jean-luc @m.b", {"jean-luc", "m.b"}),
        ("@Zoë", {"Zoë"}),
        ("@ trish", set()),
    ],
)
def test_calls_are_found(text, names):
    assert markup.mentions(text) == names


def test_without_a_token_nothing_is_said_or_read(hope, reader):
    from django.test import Client

    made = make_comment(hope, author=reader)
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    paths = ["/talk/hope/", "/talk/hope/follow/", "/notifications/read/", "/notifications/preferences/"]
    paths += [f"/talk/hope/{made.pk}/{action}/" for action in ("reply", "edit", "delete", "hide")]
    for path in paths:
        assert client.post(path, {"text": "x", "reason": "x"}).status_code == 403, path
    assert Comment.objects.get().state == "shown"


def test_nobody_says_things_as_somebody_else_or_on_another_page(client, hope, reader, people):
    """The form holds no more than it shows: who, where and what state follow from the request."""
    other = make_page("Trish", "Walks.\n")
    client.force_login(reader)
    start = form_of(client.get("/talk/hope/")) | {"text": "Mine."}
    more = {"author": people("malcolm").pk, "page": other.pk, "state": "hidden", "has_pictures": "on", "public_id": "1"}
    client.post("/talk/hope/", start | more)
    made = Comment.objects.get()
    assert (made.author, made.page, made.state, made.has_pictures) == (reader, hope, "shown", False)
    assert made.pk != "1"


def test_a_small_text_cannot_make_a_huge_table(client, reader, calendar):
    make_page("Hope")
    client.force_login(reader)
    head = "|a" * 50 + "\n" + "|-" * 50 + "\n"
    wide = client.post("/talk/hope/", {"text": head + "|\n" * 4000, "gate": "", "offered": ""})
    assert (wide.status_code, "cells" in wide.text) == (422, True)
    assert client.post("/talk/hope/", {"text": head + "|\n" * 20, "gate": "", "offered": ""}).status_code == 302
