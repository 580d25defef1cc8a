import time

import pytest

from tests.factories import make_page
from tests.pages.test_edit import see

PREVIEW = "/markdownx/markdownify/"


def preview(client, content, seen_as=""):
    return client.post(PREVIEW, {"content": content, "as": seen_as}).text


def test_the_preview_shows_what_its_author_would_read(client, calendar):
    assert "<p>One <em>two</em></p>" in preview(client, "One *two* [three]{JJ 1x02}")
    assert "three" in preview(see(client, "JJ 1x02"), "One [three]{JJ 1x02}")


@pytest.mark.parametrize(
    ("seen_as", "text"),
    [("nothing", "one"), ("JJ 1x02", "one two"), ("JJ 1x03", "one two three"), ("", "one two"), ("JJ 9x99", "one two")],
)
def test_the_preview_shows_what_somebody_else_would_read(client, calendar, seen_as, text):
    see(client, "JJ 1x02")
    assert f"<p>{text}</p>" in preview(client, "one [two]{JJ 1x02} [three]{JJ 1x03}", seen_as)


def test_a_preview_as_somebody_further_on_tells_nothing_of_hidden_pages(client, calendar):
    make_page("Nuke", gate="JJ 1x03")
    missing = preview(client, "[[Nobody]]").replace("nobody", "nuke").replace("Nobody", "Nuke")
    for seen_as in ("", "JJ 1x03", "JJ 3x03"):
        assert preview(client, "[[Nuke]]", seen_as) == missing
    assert preview(see(client, "JJ 1x03"), "[[Nuke]]") != missing


def test_errors_stand_beside_the_text_with_their_lines(client, calendar):
    text = preview(client, "One\n\nTwo [x]{JJ 9x99}")
    assert "Line 3, column 9: JJ 9x99" in text
    assert "prose" not in text


def test_a_preview_needs_a_token_and_has_a_limit(client, calendar, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)  # no minute ends meanwhile
    strict = client.__class__(enforce_csrf_checks=True)
    assert strict.post(PREVIEW, {"content": "x"}).status_code == 403
    answers = [client.post(PREVIEW, {"content": "x"}) for _ in range(121)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert client.get(PREVIEW).status_code == 405


def test_the_widgets_own_views_are_not_there():
    from django.urls import get_resolver, reverse

    views = [getattr(pattern, "callback", None) for pattern in get_resolver().url_patterns]
    assert not [view for view in views if view and view.__module__.startswith("markdownx")]
    assert [reverse("markdownx_markdownify"), reverse("markdownx_upload")] == [PREVIEW, "/markdownx/upload/"]
