"""The grid of appearances: one season at a time, each line with its own gate."""

import pytest

from tests.factories import make_character, make_page
from tests.pages.sending import fields, send
from tests.pages.test_edit import see
from wiki.pages.models import Protection, Revision
from wiki.pages.state import state_of
from wiki.spoilers.models import Release

GRID = "/characters/hope/appearances/JJ/1/"


@pytest.fixture
def hope(calendar):
    return make_character(
        "Hope", ("status", "Alive"), ("appearances", ("JJ 1x01", "main", "")), ("appearances", ("JJ 2x01", "guest", ""))
    )


def key(label, name):
    return f"{name}-{Release.objects.get(work__code='JJ', label=label).pk}"


def appearances(page):
    page.refresh_from_db()
    return [(*entry.values, entry.gate) for entry in state_of(page.current).sheet if entry.field == "appearances"]


def test_a_season_is_filled_in(client, hope):
    see(client, "JJ 1x01")
    values = {key("1x02", "role"): "guest", key("1x02", "credited"): "Girl", key("1x03", "role"): "voice"}
    sent = send_grid(client, values)
    assert sent["Location"] == "/characters/hope/appearances/"
    assert appearances(hope) == [
        ("JJ 1x01", "main", "", "JJ 1x01"),
        ("JJ 1x02", "guest", "Girl", "JJ 1x02"),
        ("JJ 1x03", "voice", "", "JJ 1x03"),
        ("JJ 2x01", "guest", "", "JJ 2x01"),
    ]


def send_grid(client, values, start=None):
    first = fields(start or client.get(GRID), "data-grid")
    return client.post(GRID, first | values)


def test_a_written_gate_holds_and_an_empty_one_is_the_release(client, hope):
    see(client, "JJ 1x01")
    send_grid(client, {key("1x01", "gate"): "DEF 1x01", key("1x02", "role"): "cameo", key("1x02", "gate"): "JJ 1x02"})
    assert appearances(hope)[:2] == [("JJ 1x01", "main", "", "DEF 1x01"), ("JJ 1x02", "cameo", "", "JJ 1x02")]
    see(client, "JJ 1x02", "DEF 1x01")
    values = fields(client.get(GRID), "data-grid")
    assert (values[key("1x01", "gate")], values[key("1x02", "gate")]) == ("DEF 1x01", "")


def test_what_is_hidden_is_not_in_the_grid_and_stays(client, hope):
    assert fields(client.get(GRID), "data-grid")[key("1x01", "role")] == ""
    send_grid(client, {key("1x02", "role"): "guest"})
    assert ("JJ 1x01", "main", "", "JJ 1x01") in appearances(hope)
    assert ("JJ 1x02", "guest", "", "JJ 1x02") in appearances(hope)


def test_an_emptied_line_is_taken_away(client, hope):
    see(client, "JJ 1x01")
    send_grid(client, {key("1x01", "role"): ""})
    assert [row[0] for row in appearances(hope)] == ["JJ 2x01"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("gate", "JJ 9x99", "Jessica Jones has seasons 1, 2, 3."),
        ("credited", "A girl", "Say something for “Role”, too."),
        ("role", "hero", "none of main, guest"),
        ("credited", "a|b", "cannot hold the character |"),
    ],
)
def test_a_bad_line_is_refused_and_kept(client, hope, name, value, message):
    role = {key("1x02", "role"): "guest"} if name in ("gate",) or "|" in value else {}
    answer = send_grid(client, role | {key("1x02", name): value, key("1x03", "role"): "voice"})
    assert (answer.status_code, message in answer.text) == (422, True)
    kept = fields(answer, "data-grid")
    assert (kept[key("1x02", name)] or name == "role", kept[key("1x03", "role")]) == (
        value if name != "role" else True,
        "voice",
    )


def two(client, django_user_model, mine, theirs):
    other = type(client)()
    for one in (client, other):
        one.force_login(django_user_model.objects.create_user(f"p{id(one)}"))
        see(one, "JJ 1x03")
    first, second = client.get(GRID), other.get(GRID)
    assert send_grid(other, theirs, second).status_code == 302
    return send_grid(client, mine, first)


def test_two_people_fill_in_different_releases(client, django_user_model, hope):
    answer = two(client, django_user_model, {key("1x02", "role"): "guest"}, {key("1x03", "role"): "voice"})
    assert answer.status_code == 302
    assert [row[:2] for row in appearances(hope)][:3] == [
        ("JJ 1x01", "main"),
        ("JJ 1x02", "guest"),
        ("JJ 1x03", "voice"),
    ]


def test_two_people_fill_in_one_release_differently(client, django_user_model, hope):
    answer = two(client, django_user_model, {key("1x02", "role"): "guest"}, {key("1x02", "role"): "voice"})
    assert answer.status_code == 409
    assert "<td>JJ 1x02 | voice {JJ 1x02}</td><td>JJ 1x02 | guest {JJ 1x02}</td>" in answer.text
    assert fields(answer, "data-grid")[key("1x02", "role")] == "guest"
    assert send_grid(client, {}, answer).status_code == 302
    assert ("JJ 1x02", "guest", "", "JJ 1x02") in appearances(hope)


def test_the_grid_and_the_form_do_not_take_from_each_other(client, django_user_model, hope):
    other = type(client)()
    see(client, "JJ 1x03"), see(other, "JJ 1x03")
    form, grid = client.get("/wiki/hope/edit/"), other.get(GRID)
    assert send(client, "/wiki/hope/edit/", start=form, **{"sheet-species-0-text": "Human"}).status_code == 302
    assert send_grid(other, {key("1x02", "role"): "guest"}, grid).status_code == 302
    hope.refresh_from_db()
    sheet = state_of(hope.current).sheet
    assert {"species", "status", "appearances"} == {entry.field for entry in sheet}
    assert len(appearances(hope)) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/characters/nobody/appearances/JJ/1/",
        "/characters/plain/appearances/JJ/1/",
        "/characters/hope/appearances/JJ/9/",
        "/characters/hope/appearances/NO/1/",
        "/characters/hope/appearances/JJ/0/",
    ],
)
def test_there_is_no_grid_for_what_is_not_there(client, hope, path):
    make_page("Plain")
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_who_may_not_edit_gets_no_grid(client, hope):
    values = fields(client.get(GRID), "data-grid")
    type(hope).objects.update(protection=Protection.MODERATORS)
    count = Revision.objects.count()
    assert (client.get(GRID).status_code, client.post(GRID, values).status_code) == (403, 403)
    assert Revision.objects.count() == count


def test_the_page_of_appearances_leads_to_every_grid(client, hope):
    text = client.get("/characters/hope/appearances/").text
    assert all(f'href="/characters/hope/appearances/{part}/"' in text for part in ("JJ/1", "JJ/3", "DEF/1", "FILM/0"))
    assert client.get("/characters/hope/appearances/FILM/0/").status_code == 200


def test_what_was_filled_in_for_a_page_that_is_gone_is_kept(client, hope):
    """A page that is hidden answers the same: the answer is made of what was sent alone."""
    values = fields(client.get(GRID), "data-grid") | {key("1x02", "credited"): "Girl at the door"}
    kept = client.post(GRID.replace("hope", "nobody"), values)
    assert kept.status_code == 404
    assert "Girl at the door" in kept.text
    assert "is not here any more" in kept.text
    assert client.get(GRID.replace("hope", "nobody")).status_code == 404
