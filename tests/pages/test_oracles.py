"""Questions by which somebody might learn what is hidden: both of two worlds have to answer alike."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_page
from tests.pages.sending import fields, send, source
from tests.pages.test_edit import see
from tests.pages.test_images import picture
from wiki.pages.models import Page, Revision, Watch


def test_white_space_tells_nobody_of_hidden_text(client, calendar):
    for title, hidden in (("A", ""), ("B", "\n\n::: spoiler JJ 1x03\nHidden.\n:::")):
        make_page(title, f"One  two.\n\nThree.{hidden}\n")
        send(client, f"/wiki/{title.lower()}/edit/", body="One two.\n\nThree.\n")
    assert ["1 revision," in client.get(f"/wiki/{slug}/history/").text for slug in "ab"] == [True, True]


def test_a_taken_name_is_refused_whether_or_not_it_is_hidden_here(client, calendar):
    make_page("Foo")
    make_page("A")
    make_page("B", names=[("Foo", "JJ 1x03", "alias")])
    answers = [send(client, f"/wiki/{slug}/edit/", names__1__text="Foo").status_code for slug in "ab"]
    assert answers == [422, 422]


def test_a_name_that_is_hidden_here_can_be_added_and_breaks_nothing(client, calendar, admin):
    page = make_page("Hope", names=[("Kilgrave", "JJ 1x03", "alias")])
    sent = {"names__1__text": "Kilgrave", "names__1__gate": "JJ 1x03"}
    assert send(client, "/wiki/hope/edit/", **sent).status_code == 302
    client.force_login(admin)
    see(client, "JJ 1x03")
    assert send(client, "/wiki/hope/edit/", body="More.\n").status_code == 302
    client.post("/wiki/hope/delete/", {"reason": "x"})
    revision = Revision.objects.get(action="delete").public_id
    assert client.post("/deleted/restore/", {"revision": revision}).status_code == 302
    assert source(page) == "More.\n"


def test_the_gate_of_a_picture_tells_nothing_of_hidden_text(client, calendar, reader):
    client.force_login(reader)
    for title in "AB":
        make_page(title)
        file = SimpleUploadedFile("door.png", picture())
        path = client.post("/markdownx/upload/", {"image": file, "alt": "A door", "page": title.lower()}).json()
        name = path["image_path"].rpartition("/")[2]
        if title == "B":
            above = see(client.__class__(), "DEF 1x02")
            body = f"::: spoiler DEF 1x02\n![A door](/images/{name})\n:::\n"
            assert send(above, "/wiki/b/edit/", body=body).status_code == 302
        change = {"alt": "A door", "gate": "JJ 1x02"}
        assert client.post(f"/wiki/{title.lower()}/images/{name}/", change).status_code == 302


def test_a_gated_heading_gets_into_no_summary(client, calendar):
    make_page("Hope", "## [Hope dies]{JJ 1x02}\n\nText.\n\n::: spoiler JJ 1x02\n## She falls\n\nFar.\n:::\n")
    above = see(client, "JJ 1x02")
    assert fields(above.get("/wiki/hope/edit/?section=0"))["summary"] == ""
    assert above.get("/wiki/hope/edit/?section=1").status_code == 404


def test_a_conflict_is_settled_once(client, calendar, reader):
    make_page("Hope", "Line.\n")
    client.force_login(reader)
    start = client.get("/wiki/hope/edit/")
    send(client, "/wiki/hope/edit/", start=start, body="Mine.\n")
    send(client.__class__(), "/wiki/hope/edit/", body="Theirs.\n")
    conflict = send(client, "/wiki/hope/edit/", start=start, body="Mine again.\n")
    assert conflict.status_code == 409
    assert send(client, "/wiki/hope/edit/", start=conflict).status_code == 302


def test_unread_counts_are_ones_own(client, calendar, reader, admin):
    page = make_page("Hope")
    Watch.objects.create(person=admin, page=page, seen=0)
    client.force_login(reader)
    client.post("/wiki/hope/watch/")
    assert "unread" not in client.get("/watchlist/").text


def test_a_protected_page_takes_no_pictures(client, calendar, reader):
    make_page("Hope")
    Page.objects.update(protection="moderators")
    client.force_login(reader)
    sent = {"image": SimpleUploadedFile("door.png", picture()), "alt": "A door", "page": "hope"}
    assert client.post("/markdownx/upload/", sent).status_code == 403


@pytest.mark.parametrize("tail", ["diff/a/b/", "at/x/", "undo/x/", "restore/x/", "images/x.png/"])
def test_an_odd_address_leads_to_its_plain_form(client, calendar, tail):
    response = client.get(f"/wiki/Alias Investigations/{tail}")
    assert (response.status_code, response["Location"]) == (302, f"/wiki/alias-investigations/{tail}")


@pytest.mark.parametrize(("charset", "text"), [("unicode_escape", b"\\ud800"), ("utf-7", b"+2AA-")])
def test_other_character_sets_bring_nothing_down(client, calendar, charset, text):
    make_page("Hope")
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    for path in ("/markdownx/markdownify/", "/wiki/hope/edit/", "/wiki/hope/move/", "/wiki/new/"):
        body = b"content=" + text + b"&body=" + text + b"&title=" + text
        assert client.post(path, body, content_type=kind).status_code < 500


def test_a_gate_that_is_taken_away_never_shuts_what_is_hidden_in_it(client, calendar):
    many = " or ".join(f"JJ {season}x0{number}" for season in (1, 2, 3) for number in (1, 2, 3))
    few = " or ".join(f"ALIAS #{number} and JJ 3x03" for number in (1, 2, 3, 4)) + " or DEF 1x01 and JJ 3x03"
    page = make_page("Hope", f"::: spoiler {many}\nSeen. [Treasure]{{{few}}}\n:::\n")
    assert send(see(client, "JJ 1x01"), "/wiki/hope/edit/", body="Seen.\n").status_code == 302
    assert "Treasure" in source(page)
    above = see(see(client.__class__(), "JJ 3x03"), "ALIAS #1")
    assert "Treasure" in above.get("/wiki/hope/").text


def test_small_texts_take_no_time(client, calendar):
    import time

    make_page("Hope", "foo " + "[x]{JJ 1x03} w " * 800 + "\n")
    start = time.process_time()
    assert send(client, "/wiki/hope/edit/", body="foo " + "w z " * 800).status_code in (302, 422)
    bomb = "[a]: /" + "x" * 20_000 + "\n\n" + "[a] " * 4_000
    assert "used too often" in client.post("/markdownx/markdownify/", {"content": bomb}).text
    assert time.process_time() - start < 5
