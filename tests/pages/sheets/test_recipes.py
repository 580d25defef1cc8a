"""README’s two recipes for sheets, as they stand there: a fact more, and a kind more."""

import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_character
from tests.pages.sending import fields, send
from tests.pages.test_edit import see
from wiki.interchange import folder
from wiki.pages import kinds
from wiki.pages.models import Page
from wiki.pages.sheets import Sheet, many, one, table, types
from wiki.pages.state import state_of

README = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")


def recipe(name):
    block = re.search(rf"<!-- recipe: {name} -->\n *```python\n(.*?) *```", README, re.S)[1]
    return textwrap.dedent(block)


@pytest.fixture
def registered(monkeypatch):
    """Let a test register kinds that are gone afterwards."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))


def test_a_field_is_one_line(client, calendar, registered):
    line = recipe("field")
    assert len(line.strip().splitlines()) == 1
    field = eval(line, {"one": one, "many": many, "table": table, **vars(types)})
    character = kinds.get("character")
    kinds.register(replace(character, sheet=Sheet(*character.sheet, field)))
    made = make_character("Trish")
    see(client, "JJ 1x02")
    bad = send(client, "/wiki/trish/edit/", **{"sheet-eyes-0-text": "red"})
    assert (bad.status_code, "is none of brown, blue, green" in bad.text) == (422, True)
    send(client, "/wiki/trish/edit/", **{"sheet-eyes-0-text": "Blue"})
    send(client, "/wiki/trish/edit/", **{"sheet-eyes-1-text": "green", "sheet-eyes-1-gate": "JJ 1x02"})
    made.refresh_from_db()
    assert [entry.text for entry in state_of(made.current).sheet] == ["blue", "green"]
    assert "<dt>Eyes</dt>" in client.get("/characters/trish/").text
    diff = client.get(f"/wiki/trish/diff/previous/{made.current.public_id}/").text
    assert "blue → green, from JJ 1x02" in diff


def test_a_kind_is_one_file(client, calendar, registered, tmp_path):
    exec(recipe("kind"), {})
    start = client.get("/wiki/new/?kind=place")
    assert "sheet-owners-0-text" in fields(start)
    answer = send(
        client,
        "/wiki/new/",
        start=start,
        names__0__text="Luke's bar",
        names__0__kind="title",
        **{"sheet-city-0-text": "New York", "sheet-opened-0-text": "2012-05", "sheet-owners-0-text": "Luke Cage"},
    )
    assert answer["Location"] == "/wiki/lukes-bar/"
    text = client.get("/wiki/lukes-bar/").text
    assert ("<dd>New York</dd>" in text, "<dd>May 2012</dd>" in text, 'class="missing">Luke Cage' in text) == (
        True,
    ) * 3
    folder.export(tmp_path)
    file = (tmp_path / "pages" / "lukes-bar.md").read_text()
    assert "kind: place" in file
    assert "sheet:\n  city:\n  - New York\n  opened:\n  - 2012-05\n  owners:\n  - Luke Cage\n" in file
    before = Page.objects.get().current_id
    assert folder.load(tmp_path) == 0
    assert Page.objects.get().current_id == before


def test_an_app_tells_people_of_something(client, calendar, reader):
    from wiki.notifications import categories

    client.force_login(reader)
    try:
        exec(recipe("notice"), {"person": reader})
        assert '<a href="/">Welcome</a>' in client.get("/notifications/").text
    finally:
        categories._looks.pop("welcome", None)
