"""Attacks that must fail and that no other file tries: forged cookies, others' ids, fields that no form has, hosts."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core import signing

from tests.factories import make_comment, make_page
from tests.pages.sending import fields
from tests.permissions.asking import differences, everything
from tests.permissions.people import normalised
from wiki.discussion.models import Comment
from wiki.pages.models import Page, Pending, Revision
from wiki.spoilers.bookmarks import COOKIE, SIGNER

SECRET = "She dies."


@pytest.fixture
def hope(calendar):
    return make_page("Hope", f"Hope runs. [{SECRET}]{{JJ 1x02}}\n")


SEEN_ALL = {"JJ": ["3x03", [], []]}
FORGED = {
    "nothing": "",
    "no signature": signing.Signer(salt="other").sign_object(SEEN_ALL).rpartition(":")[0],
    "another salt": signing.Signer(salt="other").sign_object(SEEN_ALL, compress=True),
    "another key": signing.Signer(key="mine", salt=SIGNER.salt).sign_object(SEEN_ALL, compress=True),
    "plain JSON": json.dumps(SEEN_ALL),
    "a signed text": SIGNER.sign("JJ"),
    "no base64": SIGNER.sign("é!"),
    "no zlib": SIGNER.sign(".AAAA"),
    "very long": "x" * 4000,
    "a number": SIGNER.sign_object(5),
    "a list": SIGNER.sign_object(["JJ"]),
    "a work that there is not": SIGNER.sign_object({"NO": ["3x03", [], []]}),
    "a release that there is not": SIGNER.sign_object({"JJ": ["9x99", ["8x88"], []]}),
    "too few values": SIGNER.sign_object({"JJ": ["3x03"]}),
    "an object for a label": SIGNER.sign_object({"JJ": [{"a": 1}, [], []]}),
    "numbers for labels": SIGNER.sign_object({"JJ": ["", 5, None]}),
}


@pytest.mark.parametrize("value", FORGED.values(), ids=FORGED)
def test_a_forged_or_stale_cookie_is_the_empty_lens(client, hope, value):
    """Those that are signed come from an older site with this key, whose works and shape were others."""
    client.cookies[COOKIE] = value
    answer = client.get("/wiki/hope/")
    assert (answer.status_code, "Hope runs." in answer.text, SECRET in answer.text) == (200, True, False)


def test_a_cookie_of_ours_opens_what_it_says(client, hope):
    client.cookies[COOKIE] = SIGNER.sign_object(SEEN_ALL, compress=True)
    assert SECRET in client.get("/wiki/hope/").text


def test_a_cookie_opens_nothing_to_who_is_signed_in(client, hope, reader):
    client.force_login(reader)
    client.cookies[COOKIE] = SIGNER.sign_object(SEEN_ALL, compress=True)
    assert SECRET not in client.get("/wiki/hope/").text


def test_seeing_everything_in_a_session_counts_for_staff_alone(client, hope, reader):
    """A session may outlive its person's role."""
    client.force_login(reader)
    session = client.session
    session["sees_everything"] = True
    session.save()
    assert SECRET not in client.get("/wiki/hope/").text
    get_user_model().objects.filter(pk=reader.pk).update(is_staff=True)
    assert SECRET in client.get("/wiki/hope/").text


def test_a_forged_session_is_nobodys(client, hope):
    for word in ("x" * 32, "../../etc", "", "\u00e9"):
        client.cookies["sessionid"] = word
        assert "Sign in" in client.get("/wiki/hope/").text


EXTRA = {
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "groups": "1",
    "user_permissions": "1",
    "author": "1",
    "author_id": "1",
    "person": "1",
    "is_approved": "on",
    "unlocks": "on",
    "state": "approved",
    "protection": "moderators",
    "level": "moderators",
    "is_reviewed": "on",
    "is_held": "",
    "action": "status",
    "kind": "article",
    "public_id": "0" * 16,
    "hidden_text": "moderators",
    "sees_everything": "on",
    "id": "1",
    "decided_by": "1",
    "uploader": "1",
    "seal": "JJ 1x01",
    "saved_at": "2001-01-01",
    "has_pictures": "on",
}


def test_fields_that_the_editor_does_not_have_do_nothing(client, hope, reader, admin, settings):
    settings.REVIEW_PEOPLE = "new"
    client.force_login(reader)
    sent = fields(client.get("/wiki/hope/edit/")) | EXTRA | {"body": "Mine.\n"}
    before = everything()
    assert client.post("/wiki/hope/edit/", sent)["Location"].startswith("/waiting/")
    assert differences(before, everything()) <= {"pages.Pending+"}
    row = Pending.objects.get()
    assert (row.author, row.state, row.kind, row.action) == (reader, "waiting", "page", "edit")
    assert (row.sees_everything, row.decided_by) == (False, None)


def test_they_do_nothing_where_an_edit_is_saved_at_once(client, hope, reader, admin):
    client.force_login(reader)
    client.post("/wiki/hope/edit/", fields(client.get("/wiki/hope/edit/")) | EXTRA | {"body": "Mine.\n"})
    page, last = Page.objects.get(), Revision.objects.latest("pk")
    assert (page.protection, page.is_reviewed, page.kind) == ("open", False, "page")
    assert (last.author, last.action, last.hidden_text) == (reader, "edit", "")
    assert last.saved_at.year > 2001


def test_they_do_nothing_in_what_somebody_says(client, hope, reader, admin):
    client.force_login(reader)
    client.post("/talk/hope/", EXTRA | {"text": "Quite so.", "gate": "", "offered": "", "form": "x"})
    said = Comment.objects.get()
    assert (said.author, said.state, said.has_pictures) == (reader, "shown", False)


@pytest.mark.parametrize("path", ["/notifications/preferences/", "/progress/", "/report/hope/", "/watchlist/change/"])
def test_no_form_changes_the_account_that_sends_it(client, hope, reader, path):
    client.force_login(reader)
    start = {"work": "JJ", "until": "1x01", "what": "other", "note": "x", "hour": "7", "action": "token"}
    before = everything()
    client.post(path, EXTRA | start)
    assert not any(one.startswith("accounts.User") for one in differences(before, everything()))


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", ""])
def test_another_host_gets_no_page(client, db, host):
    assert client.get("/wiki/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"])
def test_a_header_names_no_other_host_or_path(client, hope, name):
    plain, odd = client.get("/wiki/hope/"), client.get("/wiki/hope/", headers={name: "evil.example/admin/"})
    assert (odd.status_code, "evil.example" in odd.text, odd.text) == (200, False, plain.text)


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "///evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("to", [*ELSEWHERE, "\thttps://evil.example/", "https:evil.example", "http://testserver.evil/"])
def test_no_way_back_leads_elsewhere(client, hope, admin, to):
    answers = [client.post(f"/progress/?back={to}", {"work": "JJ", "until": "1x01", "back": to})]
    answers.append(client.get("/progress/", {"back": to}))
    client.force_login(admin)
    answers.append(client.post("/moderation/everything/", {"on": "1", "back": to}))
    answers.append(client.get("/accounts/login/", {"next": to}))
    answers.append(client.get("/admin/login/", {"next": to}))
    answers.append(client.get("/accounts/reauthenticate/", {"next": to}))
    answers.append(client.post("/accounts/logout/", {"next": to}))
    for answer in answers:
        assert "evil" not in answer.get("Location", ""), answer
        assert f'href="{to}"' not in answer.text, answer


def test_a_comment_of_another_page_is_none_of_this(client, hope, reader):
    other = make_comment(make_page("Other"), author=reader)
    client.force_login(reader)
    for view in ("reply", "edit", "delete", "history"):
        wrong, unknown = (client.get(f"/talk/hope/{one}/{view}/") for one in (other.pk, "0" * len(other.pk)))
        text = normalised(wrong.text).replace(other.pk, "0" * len(other.pk))
        assert (wrong.status_code, text) == (404, normalised(unknown.text))
