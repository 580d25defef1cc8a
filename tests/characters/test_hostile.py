"""What somebody tried who wanted to see what is hidden, to lose another's text, or to bring a page down."""

import pytest

from characters.models import Appearance
from tests.characters.test_grid import GRID, appearances, key, send_grid
from tests.factories import make_character, make_page
from tests.pages.sending import fields, send
from tests.pages.test_edit import see
from wiki.interchange import folder
from wiki.pages import keeping, record
from wiki.pages.cleaning import Refused
from wiki.pages.models import Link, Page
from wiki.pages.state import by_field, state_of
from wiki.spoilers import editing as calendar_editing
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release, Work


def sheet(page):
    page.refresh_from_db()
    return {name: [entry[1:] for entry in found] for name, found in by_field(state_of(page.current).sheet).items()}


@pytest.mark.parametrize(
    "source", ["A.K.A. Max", "AB x/y", "ÄB x", "X: x", "NEW x y/z", "JJ x", "FILM film", "JJ 1x01"]
)
def test_no_source_brings_a_page_down(client, calendar, source):
    make_character("Will", ("counterparts", ("Nuke", "")))
    make_character("Nuke")
    see(client, "JJ 1x02")
    assert (
        send(client, "/wiki/will/edit/", **{"sheet-powers-0-text": "None", "sheet-powers-0-source": source}).status_code
        == 302
    )
    views = ("", "counterparts/", "relations/", "appearances/")
    assert [client.get(f"/characters/will/{view}").status_code for view in views] == [200] * 4
    assert [client.get(f"/wiki/will/{view}/").status_code for view in ("edit", "links", "history")] == [200] * 3
    again = fields(client.get("/wiki/will/edit/"))["sheet-powers-0-source"]
    assert send(client, "/wiki/will/edit/", **{"sheet-powers-0-source": again}).status_code == 302


def test_a_release_as_source_is_no_wanted_page(calendar):
    make_character("Will", ("status", "Alive", "", "JJ 1x01"))
    assert Link.objects.count() == 0


def test_the_gate_of_a_last_appearance_moves_with_it(client, calendar):
    made = make_character("Jess", ("last_appearance", "JJ 1x02"))
    see(client, "JJ 3x03")
    send(client, "/wiki/jess/edit/", **{"sheet-last_appearance-0-text": "JJ 3x01"})
    assert sheet(made) == {"last_appearance": [(("JJ 3x01",), "JJ 3x01", "")]}


@pytest.fixture
def doubled(calendar):
    """Two rows for one release: somebody below the gate of the first wrote the second."""
    rows = [("JJ 1x02", "main", "X"), ("JJ 1x02", "cameo", "")]
    return make_character(
        "Hope", *[("appearances", row, gate) for row, gate in zip(rows, ("JJ 1x03", ""), strict=True)]
    )


def test_a_grid_keeps_doubles_it_does_not_show(client, doubled):
    see(client, "JJ 1x03")
    before = set(appearances(doubled))
    send_grid(client, {key("1x01", "role"): "guest"})
    assert set(appearances(doubled)) == before | {("JJ 1x01", "guest", "", "JJ 1x01")}


def test_of_two_roles_in_a_release_one_is_listed(client, doubled):
    see(client, "JJ 1x03")
    listed = client.get("/works/JJ/1x02/").text.partition("Who appears")[2]
    assert (listed.count("Hope"), "cameo" in listed) == (1, True)


def test_a_grid_keeps_sources(client, calendar):
    made = make_character("Hope", ("appearances", ("JJ 1x01", "main", ""), "", "JJ 1x02"))
    see(client, "JJ 1x03")
    send_grid(client, {key("1x02", "role"): "guest"})
    assert [entry[2] for entry in sheet(made)["appearances"]] == ["JJ 1x02", ""]


def test_a_grid_takes_nothing_away_that_it_did_not_hold(client, calendar):
    made = make_character("Hope", ("appearances", ("JJ 1x01", "main", "")), ("status", "Alive"))
    see(client, "JJ 1x03")
    base = fields(client.get(GRID), "data-grid")["base"]
    assert client.post(GRID, {"base": base}).status_code == 302
    assert sheet(made).keys() == {"status", "appearances"}


def test_a_page_with_many_facts_can_still_be_edited(client, calendar):
    facts = [(field, f"{field} {n}") for field in ("powers", "occupations") for n in range(200)]
    made = make_character("Hope", *facts)
    assert send(client, "/wiki/hope/edit/", **{"sheet-status-0-text": "Alive"}).status_code == 302
    assert len(sheet(made)["powers"]) == 200


def test_more_facts_than_one_form_can_hold_are_refused(client, calendar):
    facts = [
        (field, f"{field} {n}")
        for field in ("powers", "occupations", "played_by", "created_by", "links")
        for n in range(170)
    ]
    with pytest.raises(Refused, match="more than 800 facts"):
        make_character(
            "Hope", *[(f, f"https://x.example/{n}" if f == "links" else v) for n, (f, v) in enumerate(facts)]
        )


def test_a_merged_page_with_more_than_one_person_may_write_can_be_edited(client, calendar, admin):
    one = make_character("Hope", *[("powers", f"Power {n}") for n in range(150)])
    two = make_character("Hope S.", *[("powers", f"Other {n}") for n in range(130)])
    keeping.merge(two.pk, into=one.pk, person=admin, lens=Lens.everything, reason="x")
    client.force_login(admin)
    values = fields(client.get("/wiki/hope/edit/"))
    assert (
        len([name for name, value in values.items() if name.endswith("-text") and value.startswith(("P", "O"))]) == 280
    )
    assert client.post("/wiki/hope/edit/", values | {"sheet-status-0-text": "Alive"}).status_code == 302
    assert client.post("/wiki/hope/edit/", values | {"sheet-powers-0-text": ""}).status_code == 302


def test_characters_of_one_name_stand_in_an_order_that_hidden_rows_do_not_change(client, calendar):
    first = make_character("Jess", ("appearances", ("JJ 1x01", "main", "First")))
    make_character("Jess", ("appearances", ("JJ 1x01", "main", "Second")))
    see(client, "JJ 1x02")
    paths = ("/works/JJ/1x01/", "/works/JJ/")
    before = [client.get(path).text.partition("<main")[2] for path in paths]
    hidden = ("appearances", ("JJ 3x01", "main", ""))
    make_character("Jess", ("appearances", ("JJ 1x01", "main", "First")), hidden, page=first)
    assert all(before)
    assert [client.get(path).text.partition("<main")[2] for path in paths] == before


def test_saving_nothing_tells_nothing_of_a_hidden_change(client, calendar):
    make_character("Open")
    made = make_character("Hope")
    make_character("Hope", ("powers", "x", "JJ 3x01"), page=made)
    said = []
    for slug in ("open", "hope"):
        answer = send(client, f"/wiki/{slug}/edit/")
        said.append(client.get(answer["Location"]).text.partition('class="message')[2][:120].partition("</")[0])
    assert said[0] == said[1]
    assert "Nothing was changed." in said[0]


@pytest.mark.parametrize("gate", ["", "JJ 1x03"])
def test_a_change_of_the_calendar_keeps_nobody_from_editing(client, calendar, gate):
    made = make_character("Hope", ("appearances", ("JJ 1x02", "main", ""), gate), ("first_appearance", "JJ 1x02"))
    see(client, "JJ 1x03")
    release = Release.objects.get(work__code="JJ", label="1x02")
    release.label = "1x77"
    calendar_editing.save_release(release)
    assert send(client, "/wiki/hope/edit/", **{"sheet-status-0-text": "Alive"}).status_code == 302
    assert send_grid(client, {key("1x03", "role"): "guest"}).status_code == 302
    made.refresh_from_db()
    assert client.post(f"/wiki/hope/undo/{made.current.public_id}/").status_code == 302
    assert keeping.delete(made.pk, person=_moderator(), lens=Lens.everything, reason="x")
    assert keeping.bring_back(made.pk, person=_moderator(), lens=Lens.everything, reason="x")


def _moderator():
    from django.contrib.auth import get_user_model

    found, _ = get_user_model().objects.get_or_create(username="moderator", is_superuser=True)
    return found


def test_rows_follow_a_change_of_the_calendar(calendar):
    make_character("Hope", ("appearances", ("JJ 1x02", "main", ""), "JJ 1x03"))
    rows = list(Appearance.objects.values_list("release__label", flat=True))
    Release.objects.filter(work__code="JJ", label="1x02").update(label="1x77")
    calendar_editing.touch(Work.objects.filter(code="JJ"))
    relabelled = Appearance.objects.count()
    Release.objects.filter(work__code="JJ", label="1x77").update(label="1x02")
    calendar_editing.touch(Work.objects.filter(code="JJ"))
    assert (rows, relabelled, Appearance.objects.count()) == (["1x02"], 0, 1)
    record.rebuild(Page.objects.all())
    assert Appearance.objects.count() == 1


@pytest.mark.parametrize("name", ["continuity", "played_by", "tag", "work", "counterpart", "sort", "view", "page"])
def test_nothing_unprintable_reaches_the_database(client, calendar, name):
    assert client.get(f"/characters/?{name}=%00%ED%A0%80").status_code == 200


def test_a_picture_holds_as_many_as_it_can_and_the_words_all_of_them(client, calendar):
    others = [f"Person number {number}" for number in range(90)]
    for other in others:
        make_character(other)
    make_character("Hub", *[("relationships", (other, "friend")) for other in others])
    text = client.get("/characters/hub/relations/").text
    assert (text.count("<rect"), text.partition("In words")[2].count("is a friend of")) == (60, 90)


def test_pages_of_other_kinds_are_not_merged(calendar, admin):
    """Whether a sheet holds something that the moderator does not see must not decide it."""
    plain = make_page("Plain")
    for facts in ((), (("status", "Dead", "JJ 3x01"),)):
        made = make_character("Hope", *facts)
        with pytest.raises(Refused, match="pages of different kinds"):
            keeping.merge(made.pk, into=plain.pk, person=admin, lens=Lens.empty, reason="x")


@pytest.mark.parametrize("count", [1, 4])
def test_a_comparison_takes_a_constant_number_of_queries(client, calendar, django_assert_num_queries, count):
    for number in range(count):
        make_character(f"Other {number}", ("status", "Alive"), ("affiliations", f"Team {number}"))
    make_character("Hub", *[("counterparts", (f"Other {n}", "")) for n in range(count)])
    client.get("/characters/hub/")
    with django_assert_num_queries(8):
        client.get("/characters/hub/counterparts/")


def test_a_counterpart_is_compared_with_itself_and_not_with_its_namesake(client, calendar):
    make_character("Nuke", ("species", "Bomb"))
    make_character("Soldier", ("species", "Human"), names=[("Nuke", "JJ 1x02", "title")])
    make_character("Will", ("counterparts", ("Soldier", "")), ("species", "Human"))
    see(client, "JJ 1x02")
    assert "Bomb" not in client.get("/characters/will/counterparts/").text


def test_one_missing_name_written_two_ways_is_one_sign(client, calendar):
    pair = [("relationships", ("Ruben", "friend")), ("relationships", ("ruben", "enemy"))]
    make_character("Hope", *pair)
    text = client.get("/characters/hope/relations/").text
    assert (text.count("<rect"), "is an enemy of" in text, "is a friend of" in text) == (2, True, False)


def test_messages_stand_at_the_bad_values(client, calendar):
    make_character("Hope")
    values = {"sheet-links-TOTAL_FORMS": "3", "sheet-links-0-text": "bad0", "sheet-links-1-text": "bad1"}
    answer = send(client, "/wiki/hope/edit/", **values, **{"sheet-links-2-text": "https://good.example/"})
    third = answer.text.partition('name="sheet-links-2-text"')[2]
    assert answer.text.count('<ul class="errorlist"') == 2
    assert 'href="#id_sheet-links-0-text">Elsewhere</a>: This is no address' in answer.text
    assert "This is no address" not in third[: third.index("</div>")]


def test_what_is_undone_may_name_what_is_called_otherwise_now(client, calendar):
    other = make_character("Nuke")
    made = make_character("Will", ("counterparts", ("Nuke", "")))
    send(client, "/wiki/will/edit/", **{"sheet-counterparts-0-page": "", "sheet-counterparts-0-note": ""})
    make_character("Soldier", page=other)
    made.refresh_from_db()
    assert client.post(f"/wiki/will/undo/{made.current.public_id}/").status_code == 302
    assert sheet(made) == {"counterparts": [(("Nuke", ""), "", "")]}


def test_an_undo_that_clashes_in_appearances_can_be_settled(client, calendar):
    made = make_character("Hope", ("appearances", ("JJ 1x01", "main", "")))
    see(client, "JJ 1x03")
    send_grid(client, {key("1x01", "role"): "guest"})
    made.refresh_from_db()
    second = made.current.public_id
    send_grid(client, {key("1x01", "role"): "voice"})
    answer = client.post(f"/wiki/hope/undo/{second}/")
    assert (answer.status_code, fields(answer)["sheet-appearances-0-role"]) == (409, "main")
    assert send(client, "/wiki/hope/edit/", start=answer).status_code == 302
    assert [row[1] for row in appearances(made)] == ["main"]


def test_a_wiki_with_a_deleted_page_can_be_exported(calendar, admin, tmp_path):
    made = make_character("Hope")
    make_character("Jeri")
    keeping.delete(made.pk, person=admin, lens=Lens.everything, reason="x")
    assert folder.export(tmp_path) == 1
