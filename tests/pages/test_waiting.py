"""Edits that wait for a moderator: who sees them, how they are changed, withdrawn, approved and rejected."""

import pytest

from tests.factories import make_character, make_page
from tests.pages.sending import fields, send, source
from tests.pages.test_edit import see
from wiki.pages import deciding, keeping, pending
from wiki.pages.deciding import DecidedAlready
from wiki.pages.editing import EditConflict, MayNotEdit
from wiki.pages.models import Name, Page, Pending, Revision
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Bookmark


@pytest.fixture(autouse=True)
def _new_people_wait(settings):
    settings.REVIEW_PEOPLE = "new"


@pytest.fixture
def newcomer(client, reader):
    client.force_login(reader)
    return client


def only():
    """Give the one waiting edit, as who has seen everything sees it."""
    (found,) = pending.queue(Lens.everything)
    return found


def test_the_edit_of_somebody_new_waits_and_nobody_reads_it(newcomer, client, calendar):
    page = make_page("Hope", "Before.\n")
    response = send(newcomer, "/wiki/hope/edit/", body="Whispered.\n", summary="Murmured")
    assert response["Location"] == f"/waiting/{only().id}/"
    assert source(page) == "Before.\n"
    mine = newcomer.get(response["Location"]).text
    assert ("Whispered" in mine, "Murmured" in mine, "people who are new here" in mine) == (True, True, True)
    other = client.__class__()
    for path in ("/wiki/hope/", "/wiki/hope/history/", "/recent/", "/recent/atom/", "/people/trish/", "/names/?q=w"):
        text = other.get(path).text
        assert ("hispered" in text, "urmured" in text) == (False, False)
    assert other.get(response["Location"]).status_code == 404


def test_who_sent_an_edit_finds_it_again(newcomer, client, calendar, reader):
    make_page("Hope", "Before.\n", author=reader)
    response = send(newcomer, "/wiki/hope/edit/", body="After.\n", summary="Better")
    link = 'href="/waiting/"'
    for path in (response["Location"], "/people/trish/"):
        assert link in newcomer.get(path).text, path
    assert link not in client.__class__().get("/people/trish/").text


def test_an_approved_edit_is_its_authors(newcomer, calendar, admin):
    page = make_page("Hope", "Before.\n")
    send(newcomer, "/wiki/hope/edit/", body="After.\n", summary="Better")
    deciding.approve(only(), person=admin)
    assert source(page) == "After.\n"
    revision = Revision.objects.get(current_of=page)
    assert (revision.author.username, str(revision.action)) == ("trish", "edit")
    view = pending.of_person(revision.author, Lens.empty)[0]
    assert (view.status, view.is_waiting) == ("approved", False)
    assert "This edit was approved" in newcomer.get(f"/waiting/{view.id}/").text


def test_an_approved_edit_is_merged_with_what_came_meanwhile(newcomer, client, calendar, admin, settings):
    page = make_page("Hope", "One.\n\nTwo.\n\nThree.\n")
    send(newcomer, "/wiki/hope/edit/", body="One.\n\nTwo.\n\nThree, mine.\n")
    moderator = client.__class__()
    moderator.force_login(admin)
    send(moderator, "/wiki/hope/edit/", body="One, theirs.\n\nTwo.\n\nThree.\n")
    deciding.approve(only(), person=admin)
    assert source(page) == "One, theirs.\n\nTwo.\n\nThree, mine.\n"


def test_an_edit_that_clashes_is_not_approved_blindly(newcomer, client, calendar, admin):
    page = make_page("Hope", "One.\n")
    send(newcomer, "/wiki/hope/edit/", body="One, mine.\n")
    moderator = client.__class__()
    moderator.force_login(admin)
    send(moderator, "/wiki/hope/edit/", body="One, theirs.\n")
    with pytest.raises(EditConflict):
        deciding.approve(only(), person=admin)
    assert (source(page), only().is_waiting) == ("One, theirs.\n", True)


def test_what_was_hidden_from_its_author_is_still_there(newcomer, calendar, admin):
    page = make_page("Hope", "One.\n\n::: spoiler JJ 1x03\nHidden.\n:::\n\nTwo.\n")
    send(newcomer, "/wiki/hope/edit/", body="One.\n\nTwo, mine.\n")
    deciding.approve(only(), person=admin)
    assert source(page) == "One.\n\n::: spoiler JJ 1x03\nHidden.\n:::\n\nTwo, mine.\n"


def test_a_rejected_edit_tells_its_author_why(newcomer, calendar, admin):
    page = make_page("Hope", "Before.\n")
    send(newcomer, "/wiki/hope/edit/", body="After.\n")
    view = only()
    deciding.reject(view, person=admin, reason="Name a source, please.")
    assert (source(page), pending.queue(Lens.everything)) == ("Before.\n", [])
    assert "Name a source, please." in newcomer.get(f"/waiting/{view.id}/").text
    assert "Name a source, please." in newcomer.get("/waiting/").text
    with pytest.raises(DecidedAlready):
        deciding.approve(view, person=admin)


def test_its_author_changes_an_edit_that_waits(newcomer, calendar, admin):
    page = make_page("Hope", "Before.\n")
    send(newcomer, "/wiki/hope/edit/", body="First.\n", summary="Why")
    start = newcomer.get("/wiki/hope/edit/")
    assert (fields(start)["body"], fields(start)["summary"]) == ("First.\r\n", "Why")
    send(newcomer, "/wiki/hope/edit/", start=start, body="Second.\n")
    deciding.approve(only(), person=admin)
    assert source(page) == "Second.\n"
    assert Pending.objects.count() == 1


def test_the_same_form_sent_twice_waits_once(newcomer, calendar):
    make_page("Hope", "Before.\n")
    start = newcomer.get("/wiki/hope/edit/")
    for _ in range(2):
        send(newcomer, "/wiki/hope/edit/", start=start, body="After.\n")
    assert only().row.author.username == "trish"


def test_its_author_takes_it_back(newcomer, client, calendar):
    make_page("Hope", "Before.\n")
    path = send(newcomer, "/wiki/hope/edit/", body="After.\n")["Location"]
    other = client.__class__()
    assert other.post(f"{path}withdraw/").status_code == 404
    assert len(pending.queue(Lens.empty)) == 1
    assert newcomer.post(f"{path}withdraw/")["Location"] == path
    assert pending.queue(Lens.empty) == []
    assert "taken back" in newcomer.get(path).text or "withdrawn" in newcomer.get(path).text
    assert newcomer.post(f"{path}withdraw/").status_code == 404


def test_a_new_page_waits_and_comes_with_its_approval(newcomer, calendar, admin):
    response = send(newcomer, "/wiki/new/", names__0__text="Hogarth", body="A lawyer.\n")
    assert (Page.objects.count(), Name.objects.count()) == (0, 0)
    path = response["Location"]
    assert "Hogarth" in newcomer.get(path).text
    view = only()
    start = newcomer.get(f"/wiki/new/?pending={view.id}")
    send(newcomer, "/wiki/new/", start=start, body="A sharp lawyer.\n")
    assert newcomer.get("/wiki/hogarth/").status_code == 404
    deciding.approve(only(), person=admin)
    assert "A sharp lawyer." in newcomer.get("/wiki/hogarth/").text


def test_a_new_character_waits_with_its_facts(newcomer, calendar, admin):
    make_character("Luke")
    send(newcomer, "/wiki/new/?kind=character", names__0__text="Hope", body="A student.\n")
    deciding.approve(only(), person=admin)
    assert newcomer.get("/characters/hope/").status_code == 200


def test_somebody_without_an_account_finds_it_by_its_address(client, calendar, settings):
    settings.REVIEW_PEOPLE = "anonymous"
    make_page("Hope", "Before.\n")
    path = send(client, "/wiki/hope/edit/", body="After.\n")["Location"]
    assert "Keep the address of this page" in client.get(path).text
    assert client.get("/waiting/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("where", ["page", "kind"])
def test_a_reviewed_page_or_kind_waits_for_all_but_the_trusted(newcomer, reader, calendar, settings, where):
    settings.REVIEW_PEOPLE = "nobody"
    page = make_page("Hope", "Before.\n")
    send(newcomer, "/wiki/hope/edit/", body="At once.\n")
    assert source(page) == "At once.\n"
    if where == "page":
        Page.objects.update(is_reviewed=True)
    else:
        settings.REVIEW_KINDS = ["page"]
    send(newcomer, "/wiki/hope/edit/", body="Later.\n")
    assert (source(page), len(pending.queue(Lens.empty))) == ("At once.\n", 1)


def test_who_sees_not_all_that_it_touches_knows_nothing_of_it(newcomer, calendar, admin):
    make_page("Hope", "Before. [Dead.]{JJ 1x02}\n")
    see(newcomer, "JJ 1x02")
    path = send(newcomer, "/wiki/hope/edit/", body="Before. [Quite dead.]{JJ 1x02}\n")["Location"]
    assert "Quite dead" in newcomer.get(path).text
    assert pending.queue(Lens.empty) == []
    assert [view.id for view in pending.queue(Lens.everything)] == [path.split("/")[2]]
    Bookmark.objects.all().delete()
    assert newcomer.get(path).status_code == 404
    assert newcomer.get("/waiting/").text.count("Hope") == 0


def test_who_is_behind_its_author_is_told_so(newcomer, calendar, lens_at):
    make_page("Hope", "Before.\n")
    see(newcomer, "JJ 1x02")
    send(newcomer, "/wiki/hope/edit/", body="She dies.\n")
    ahead = {name: pending.queue(lens)[0].is_ahead for name, lens in (("no", lens_at("JJ 1x02")), ("yes", Lens.empty))}
    assert ahead == {"no": False, "yes": True}


def test_only_moderators_decide(newcomer, reader, calendar):
    make_page("Hope", "Before.\n")
    send(newcomer, "/wiki/hope/edit/", body="After.\n")
    for decide in (deciding.approve, deciding.reject):
        with pytest.raises(MayNotEdit):
            decide(only(), person=reader, reason="x")


def test_renaming_and_undoing_wait_as_well(newcomer, calendar):
    page = make_page("Hope", "One.\n")
    first = Revision.objects.get().public_id
    send(newcomer, "/wiki/hope/edit/", body="Two.\n")
    assert newcomer.post("/wiki/hope/move/", {"title": "Miss Hope"})["Location"].startswith("/waiting/")
    assert newcomer.post(f"/wiki/hope/restore/{first}/")["Location"] in ("/wiki/hope/",)
    assert [view.title for view in pending.queue(Lens.empty)] == ["Hope", "Hope"]
    page.refresh_from_db()
    assert page.current.public_id == first


def test_an_edit_of_a_page_that_was_deleted_is_still_there(newcomer, client, calendar, admin, settings):
    page = make_page("Hope", "Before.\n")
    send(newcomer, "/wiki/hope/edit/", body="Whispered.\n")
    settings.REVIEW_PEOPLE = "nobody"
    keeping.delete(page.pk, person=admin, lens=Lens.everything, reason="x")
    assert only().title == "Hope"
    assert "Hope" in newcomer.get("/waiting/").text
    assert "Whispered" in newcomer.get(f"/waiting/{only().id}/").text
    newcomer.post(f"/waiting/{only().id}/withdraw/")
    assert pending.queue(Lens.everything) == []


def test_nobody_fills_the_queue_alone(newcomer, calendar, monkeypatch):
    monkeypatch.setattr("wiki.pages.holding.MOST", 2)
    for name in ("One", "Two"):
        send(newcomer, "/wiki/new/", names__0__text=name, body="Text.\n")
    response = send(newcomer, "/wiki/new/", names__0__text="Three", body="My long text.\n")
    assert (response.status_code, "My long text." in response.text) == (422, True)
    assert "very many edits waiting" in response.text


@pytest.mark.parametrize("is_approved", [True, False])
def test_a_form_sent_again_after_the_decision_waits_anew(newcomer, calendar, admin, is_approved):
    page = make_page("Hope", "Before.\n")
    start = newcomer.get("/wiki/hope/edit/")
    send(newcomer, "/wiki/hope/edit/", start=start, body="First.\n")
    if is_approved:
        deciding.approve(only(), person=admin)
    else:
        deciding.reject(only(), person=admin, reason="Say more.")
    for _ in range(2):
        assert send(newcomer, "/wiki/hope/edit/", start=start, body="Second.\n").status_code == 302
    assert only().state.body == "Second.\n"
    deciding.approve(only(), person=admin)
    assert source(page) == "Second.\n"


def test_a_form_sent_to_another_page_waits_there_too(newcomer, calendar):
    for title in ("Hope", "Luke"):
        make_page(title, "Before.\n")
    start = newcomer.get("/wiki/hope/edit/")
    for path in ("/wiki/hope/edit/", "/wiki/luke/edit/"):
        form = fields(start)["form"]
        assert send(newcomer, path, body="After.\n", form=form)["Location"].startswith("/waiting/")
    assert [view.slug for view in pending.queue(Lens.everything)] == ["hope", "luke"]
