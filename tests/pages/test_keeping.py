"""Renaming, deleting and bringing back, merging, protecting; lists for those who tend the wiki."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import lens_at, make_page
from tests.pages.sending import fields, send, source
from tests.pages.test_edit import see
from tests.pages.test_images import picture
from wiki.pages import special
from wiki.pages.models import Page, Revision
from wiki.pages.state import state_of
from wiki.spoilers.lens import Lens


@pytest.fixture
def moderator(client, admin):
    client.force_login(admin)
    return client


def names(page):
    page.refresh_from_db()
    return [tuple(name) for name in state_of(page.current).names]


def test_a_renamed_page_leaves_a_redirect_with_the_gate_of_its_title(client, calendar):
    page = make_page("Will Simpson", names=[("Nuke", "JJ 1x03", "title")])
    response = client.post("/wiki/will-simpson/move/", {"title": "Officer Simpson", "keep_redirect": "on"})
    assert (response.status_code, response["Location"]) == (302, "/wiki/officer-simpson/")
    assert names(page) == [
        ("Will Simpson", "", "redirect"),
        ("Officer Simpson", "", "title"),
        ("Nuke", "JJ 1x03", "title"),
    ]
    assert client.get("/wiki/will-simpson/")["Location"] == "/wiki/officer-simpson/"
    see(client, "JJ 1x03").post("/wiki/nuke/move/", {"title": "Nuke the soldier", "keep_redirect": "on"})
    assert ("Nuke", "JJ 1x03", "redirect") in names(page)
    assert client.__class__().get("/wiki/nuke/").status_code == 404


def test_a_taken_or_empty_title_is_refused(client, calendar):
    page = make_page("Hope")
    make_page("Luke")
    for title in ("Luke", "", "Hope", "a|b"):
        response = client.post("/wiki/hope/move/", {"title": title})
        assert (response.status_code, "errorlist" in response.text) == (422, True)
    assert names(page) == [("Hope", "", "title")]


def test_a_redirect_is_not_kept_where_it_is_not_wanted(client, calendar):
    page = make_page("Hope")
    client.post("/wiki/hope/move/", {"title": "Miss Hope"})
    assert names(page) == [("Miss Hope", "", "title")]


def test_a_deleted_page_is_gone_for_all_and_comes_back_whole(moderator, calendar):
    page = make_page("Hope", "Seen. [Hidden.]{JJ 1x03}\n")
    make_page("Linking", "To [[Hope]].\n")
    assert moderator.post("/wiki/hope/delete/", {"reason": ""}).status_code == 422
    assert moderator.post("/wiki/hope/delete/", {"reason": "Spam"})["Location"] == "/deleted/"
    assert moderator.get("/wiki/hope/").status_code == 404
    assert 'class="missing"' in moderator.get("/wiki/linking/").text
    assert "deleted" in moderator.get("/recent/").text
    listed = moderator.get("/deleted/").text
    assert ("Hope" in listed, "Spam" in listed) == (True, True)
    revision = Revision.objects.get(action="delete").public_id
    assert moderator.post("/deleted/restore/", {"revision": revision}).status_code == 302
    assert source(page) == "Seen. [Hidden.]{JJ 1x03}\n"
    assert 'class="missing"' not in moderator.get("/wiki/linking/").text


def test_a_save_to_a_page_that_was_deleted_meanwhile_keeps_the_text(client, calendar, admin):
    make_page("Hope")
    start = client.get("/wiki/hope/edit/")
    other = client.__class__()
    other.force_login(admin)
    other.post("/wiki/hope/delete/", {"reason": "Spam"})
    response = send(client, "/wiki/hope/edit/", start=start, body="Mine.\n")
    assert response.status_code in (404, 422)
    assert "Mine." in response.text


def test_two_pages_of_one_name_are_merged(moderator, calendar):
    make_page("Nuke", "A bomb.\n", tags=[("Weapons",)])
    person = make_page("Nuke", "Will [Simpson]{JJ 1x03}.\n", gate="JJ 1x03", tags=[("People", "JJ 1x03")])
    see(moderator, "JJ 1x03")
    response = moderator.post("/wiki/nuke/merge/", {"into": "Nuke", "reason": "The same"})
    assert response.status_code == 302
    assert source(person) == "Will [Simpson]{JJ 1x03}.\n\nA bomb.\n"
    assert names(person) == [("Nuke", "", "alias"), ("Nuke", "JJ 1x03", "title")]
    assert moderator.post("/wiki/nuke/merge/", {"into": "Nobody", "reason": "x"}).status_code == 422


def test_protection_is_set_by_moderators(moderator, calendar):
    make_page("Hope")
    assert moderator.post("/wiki/hope/protect/", {"level": "moderators"}).status_code == 302
    assert Page.objects.get().protection == "moderators"
    assert moderator.post("/wiki/hope/protect/", {"level": "x"}).status_code == 422


@pytest.mark.parametrize("action", ["delete", "merge", "protect", "rollback"])
def test_keeping_order_is_for_moderators(client, calendar, reader, action):
    make_page("Hope")
    for person in (None, reader):
        if person:
            client.force_login(person)
        assert client.post(f"/wiki/hope/{action}/", {"reason": "x"}).status_code == 403
    assert client.get("/deleted/").status_code == client.post("/deleted/restore/").status_code == 403
    assert Revision.objects.count() == 1


LISTS = {
    "wanted": ("nobody", "shut"),
    "orphaned": ("Hope", "Nuke"),
    "dead-ends": ("Alone", "Nuke"),
    "untagged": ("Alone", "Nuke"),
    "longest": ("Hope", "Nuke"),
    "newest": ("Hope", "Nuke"),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_for_tending_go_through_the_lens(client, calendar, name):
    make_page("Hope", "[[Alone]] [[Nobody]] [[[Shut]]]{JJ 1x03}\n", tags=[("People",)])
    make_page("Alone", "Nothing.\n")
    make_page("Nuke", "A bomb.\n", gate="JJ 1x03")
    seen, hidden = LISTS[name]
    below = client.get(f"/special/{name}/").text
    above = see(client, "JJ 1x03").get(f"/special/{name}/").text
    assert (seen in below, hidden in below, hidden in above) == (True, False, True)


def test_a_name_that_leads_elsewhere_is_listed(client, calendar):
    make_page("Luke", names=[("Power Man", "", "redirect")])
    make_page("Power Man")
    text = client.get("/special/redirects/").text
    assert "“Power Man” of" in text
    assert "leads to Power Man" in text


def test_a_random_page_is_a_visible_one(client, calendar):
    assert client.get("/random/")["Location"] == "/"
    make_page("Nuke", gate="JJ 1x03")
    make_page("Hope")
    assert {client.get("/random/")["Location"] for _ in range(10)} == {"/wiki/hope/"}


def test_a_random_page_is_any_visible_one_by_the_alphabet(client, calendar):
    for name in ("Luke", "Hope", "Jeri"):
        make_page(name)
    make_page("Ivan", gate="JJ 1x03")
    drawn = [special.any_page(Lens.empty, number / 6) for number in range(6)]
    assert drawn == [f"/wiki/{name}/" for name in ("hope", "hope", "jeri", "jeri", "luke", "luke")]
    assert special.any_page(lens_at("JJ 1x03"), 0.3) == "/wiki/ivan/"
    assert "no-store" in client.get("/random/")["Cache-Control"]


def test_unknown_lists_are_not_found(client, calendar):
    assert client.get("/special/none/").status_code == 404


def test_names_are_suggested_as_they_are_seen(client, calendar):
    make_page("Jessica Jones")
    make_page("Nuke", names=[("Jessica’s enemy", "JJ 1x03", "alias")])
    assert client.get("/names/?q=jess").json() == {"names": ["Jessica Jones"]}
    assert client.get("/names/?q=jon").json() == {"names": ["Jessica Jones"]}
    assert see(client, "JJ 1x03").get("/names/?q=jess").json() == {"names": ["Jessica Jones", "Jessica’s enemy"]}
    assert client.get("/names/?q=").json() == {"names": []}


def test_five_thousand_links_change_colour_in_a_second(client, calendar):
    import time

    from wiki.pages.models import Link

    pages = Page.objects.bulk_create([Page() for _ in range(5000)])
    Link.objects.bulk_create([Link(page=page, target="hope") for page in pages])
    stamps = dict(Page.objects.values_list("pk", "stamp"))
    start = time.process_time()
    made = make_page("Hope")
    assert time.process_time() - start < 1
    assert all(stamps[pk] != stamp for pk, stamp in Page.objects.exclude(pk=made.pk).values_list("pk", "stamp"))


def test_form_fields_keep_their_values_when_a_move_is_refused(client, calendar):
    make_page("Hope")
    response = client.post("/wiki/hope/move/", {"title": "a|b", "summary": "Because"})
    assert 'value="Because"' in response.text
    assert fields(client.get("/wiki/hope/edit/"))["names-0-text"] == "Hope"


def test_a_rename_turns_links_at_once(client, calendar):
    make_page("Hope")
    make_page("Linking", "To [[Hope]] and [[Miss Hope]].\n")
    assert client.get("/wiki/linking/").text.count('class="missing"') == 1
    client.post("/wiki/hope/move/", {"title": "Miss Hope"})
    text = client.get("/wiki/linking/").text
    assert 'href="/wiki/hope/" class="missing"' in text or 'class="missing" href="/wiki/hope/"' in text
    assert text.count('class="missing"') == 1


@pytest.mark.parametrize(
    "path", [*(f"/special/{name}/" for name in LISTS), "/special/redirects/", "/recent/", "/deleted/"]
)
def test_lists_cost_the_same_for_one_page_and_for_three(moderator, calendar, path):
    queries = []
    for number in range(3):
        make_page(f"Page {number}", f"See [[Nobody {number}]]. [Hidden.]{{JJ 1x03}}\n")
        make_page(f"Gone {number}", "Text. [Hidden.]{JJ 1x03}\n")
        moderator.post(f"/wiki/gone-{number}/delete/", {"reason": "x"})
        with CaptureQueriesContext(connection) as captured:
            assert moderator.get(path).status_code == 200
        queries.append(len(captured))
    assert queries[0] == queries[2]


def test_pictures_cost_the_same_for_one_and_for_three(moderator, calendar):
    make_page("Hope")
    queries = []
    for _ in range(3):
        sent = {"image": SimpleUploadedFile("door.png", picture()), "alt": "A door"}
        moderator.post("/wiki/hope/images/", sent)
        moderator.get("/wiki/hope/images/")
        with CaptureQueriesContext(connection) as captured:
            moderator.get("/wiki/hope/images/")
        queries.append(len(captured))
    assert queries[0] == queries[2]
