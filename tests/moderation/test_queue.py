"""The queue: everything that waits, through the moderator's lens; decided one by one, several at once, or changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_page
from tests.pages.sending import fields, send, source
from tests.pages.test_edit import see
from tests.pages.test_images import picture, upload
from wiki.moderation.models import Block, LogEntry
from wiki.pages import deciding, pending
from wiki.pages.models import Image, Page, Pending, Revision
from wiki.spoilers.lens import Lens

QUEUE = "/admin/queue/"


@pytest.fixture(autouse=True)
def _new_people_wait(settings):
    settings.REVIEW_PEOPLE = "new"


def status(browser, path):
    """Ask for a picture, and read its file to the end, which closes it."""
    response = browser.get(path)
    assert response.status_code == 404 or b"".join(response)
    return response.status_code


@pytest.fixture
def hope(calendar):
    return make_page("Hope", "Before.\n")


def sent(client, body="After.\n", path="/wiki/hope/edit/", **more):
    """Send an edit that waits; give its place in the queue."""
    return f"{QUEUE}edit/{send(client, path, body=body, **more)['Location'].split('/')[2]}/"


def test_the_queue_is_for_moderators(newcomer, client, desk, hope):
    assert desk.get(QUEUE).status_code == 200
    assert newcomer.get(QUEUE)["Location"].startswith("/admin/login/")
    assert client.__class__().get(QUEUE)["Location"].startswith("/admin/login/")
    path = sent(newcomer)
    assert newcomer.post(path, {"decision": "approve"}).status_code == 302
    assert Pending.objects.get().state == "waiting"


def test_an_edit_is_shown_with_its_difference_and_its_authors_record(newcomer, desk, hope):
    path = sent(newcomer, summary="My reason")
    shown = desk.get(path).text
    for words in ("<del>Before", "<ins>After", "My reason", "trish", "Here since", "people who are new here"):
        assert words in shown
    assert "Queue (1)" in desk.get("/admin/").text


def test_working_from_top_to_bottom(newcomer, desk, hope):
    first = sent(newcomer)
    second = sent(newcomer, path="/wiki/new/", names__0__text="Luke", body="A man.\n")
    assert f'href="{first}"' in desk.get(QUEUE).text.split("Work from the top")[0]
    assert desk.post(first, {"decision": "approve"})["Location"] == second
    assert desk.post(second, {"decision": "reject", "reason": "We have him"})["Location"] == QUEUE
    assert (source(hope), Page.objects.count(), "Nothing waits" in desk.get(QUEUE).text) == ("After.\n", 1, True)
    assert sorted(LogEntry.objects.values_list("action", "why")) == [("approve", ""), ("reject", "We have him")]


def test_rejecting_needs_a_reason(newcomer, desk, hope):
    response = desk.post(sent(newcomer), {"decision": "reject", "reason": " "})
    assert (response.status_code, "Say why" in response.text, Pending.objects.get().state) == (409, True, "waiting")


def test_several_are_decided_on_at_once(newcomer, desk, hope):
    paths = [sent(newcomer, path="/wiki/new/", names__0__text=name, body="Text.\n") for name in ("One", "Two", "Three")]
    shown = desk.get(QUEUE).text
    keys = [shown.split(f'value="edit:{path.split("/")[4]}')[1].split('"')[0] for path in paths]
    keys = [f"edit:{path.split('/')[4]}{key}" for path, key in zip(paths, keys, strict=True)]
    desk.post(QUEUE, {"item": keys[:2], "decision": "approve"})
    desk.post(QUEUE, {"item": [keys[2], "edit:nonsense", ""], "decision": "reject", "reason": "Empty"})
    assert sorted(Pending.objects.values_list("state", flat=True)) == ["approved", "approved", "rejected"]
    assert "Choose something first" in desk.post(QUEUE, {"decision": "approve"}, follow=True).text


def test_what_clashes_is_said_and_can_be_changed_and_approved(newcomer, desk, hope):
    path = sent(newcomer, "Mine.\n")
    make_page("Hope", "Theirs.\n", page=hope)
    response = desk.post(path, {"decision": "approve"})
    assert (response.status_code, "changed in the same place" in response.text) == (409, True)
    start = desk.get(f"{path}change/")
    current = Revision.objects.get(current_of=hope).public_id
    response = desk.post(f"{path}change/", fields(start) | {"base": current, "body": "Both.\n"})
    assert (response.status_code, source(hope)) == (302, "Both.\n")
    revision = Revision.objects.get(current_of=hope)
    assert (revision.author.username, Pending.objects.get().state) == ("trish", "approved")


def test_a_moderator_changes_what_they_see_and_nothing_else_is_lost(newcomer, desk, calendar):
    page = make_page("Hope", "Seen.\n\n::: spoiler JJ 1x03\nHidden.\n:::\n")
    see(newcomer, "JJ 1x03")
    path = sent(newcomer, "Seen better.\n\n::: spoiler JJ 1x03\nHidden.\n:::\n")
    start = desk.get(f"{path}change/")
    assert "Hidden." not in start.text
    desk.post(f"{path}change/", fields(start) | {"body": "Seen best.\n"})
    assert source(page) == "Seen best.\n\n::: spoiler JJ 1x03\nHidden.\n:::\n"


def test_a_faulty_change_is_kept_in_the_form(newcomer, desk, hope):
    path = sent(newcomer)
    response = desk.post(f"{path}change/", fields(desk.get(f"{path}change/")) | {"body": "My words [x]{JJ 9x99}\n"})
    assert (response.status_code, "My words" in response.text, source(hope)) == (422, True, "Before.\n")


def test_what_lies_beyond_the_moderators_lens_is_not_there(newcomer, desk, hope):
    see(newcomer, "JJ 1x03")
    path = sent(newcomer, "Before.\n\n::: spoiler JJ 1x03\nShe dies.\n:::\n")
    for shown in (desk.get(QUEUE).text, desk.get("/admin/").text):
        assert ("Hope" in shown, "Queue (1)" in shown) == (False, False)
    assert desk.get(path).status_code == 404
    desk.post("/moderation/everything/", {"on": "1"})
    assert "She dies." in desk.get(path).text


def test_an_author_who_is_ahead_is_announced(newcomer, desk, hope):
    see(newcomer, "JJ 1x03")
    path = sent(newcomer, "She dies.\n")
    assert "has seen more than you" in desk.get(path).text
    assert "has seen more than you" not in see(desk, "JJ 1x03").get(path).text


def test_decided_by_somebody_else_meanwhile(newcomer, desk, hope, admin):
    path = sent(newcomer)
    desk.post(path, {"decision": "approve"})
    response = desk.post(path, {"decision": "reject", "reason": "x"}, follow=True)
    assert "Somebody else has decided" in response.text
    assert (desk.get(path).status_code, source(hope)) == (404, "After.\n")


def test_reports_are_confirmed_and_lifted_in_the_queue(newcomer, desk, hope):
    shown = newcomer.get("/report/hope/").text
    chosen = shown.split("Before.")[0].rsplit('value="', 1)[1].split('"')[0]
    newcomer.post("/report/hope/", {"what": "spoiler", "passage": chosen, "gate": "JJ 1x02", "note": "Too much"})
    assert "Hope" not in desk.get(QUEUE).text
    see(desk, "JJ 1x02")
    path = desk.get(QUEUE).text.split('href="/admin/queue/report/')[1].split('"')[0]
    shown = desk.get(f"{QUEUE}report/{path}").text
    assert ("Before." in shown, "Too much" in shown, "JJ 1x02" in shown) == (True, True, True)
    desk.post(f"{QUEUE}report/{path}", {"decision": "reject", "reason": "Everybody knows"})
    assert source(hope) == "Before.\n"


def test_the_pictures_of_new_people_wait(newcomer, client, desk, hope):
    made = upload(newcomer, picture(), page="hope").json()["image_path"]
    browsers = {"own": newcomer, "other": client.__class__(), "moderator": desk}
    statuses = {who: status(browser, made) for who, browser in browsers.items()}
    assert statuses == {"own": 200, "other": 404, "moderator": 200}
    assert "A door" not in client.__class__().get("/wiki/hope/images/").text
    assert "waits for a moderator" in newcomer.get("/wiki/hope/images/").text
    path = f"{QUEUE}picture/{made.rsplit('/', 1)[1]}/"
    assert "A door" in desk.get(path).text
    desk.post(path, {"decision": "approve"})
    assert status(client.__class__(), made) == 200


def test_a_rejected_picture_is_gone(newcomer, desk, hope):
    made = upload(newcomer, picture()).json()["image_path"]
    desk.post(f"{QUEUE}picture/{made.rsplit('/', 1)[1]}/", {"decision": "reject", "reason": "Not ours"})
    assert (Image.objects.count(), newcomer.get(made).status_code) == (0, 404)


def test_an_approved_edit_brings_its_pictures(newcomer, client, desk, hope):
    made = upload(newcomer, picture(), page="hope").json()
    desk.post(sent(newcomer, made["image_code"]), {"decision": "approve"})
    assert status(client.__class__(), made["image_path"]) == 200


def test_pages_of_one_name_are_listed_when_both_are_seen(desk, calendar):
    make_page("Hope")
    make_page("Hope", gate="JJ 1x02")
    assert "Pages of one name" not in desk.get(QUEUE).text
    assert "Pages of one name" in see(desk, "JJ 1x02").get(QUEUE).text


def test_gates_that_lead_nowhere_are_listed_to_who_sees_everything(desk, calendar):
    page = make_page("Hope", "[Hidden]{JJ 1x02}\n")
    Revision.objects.filter(current_of=page).update(gates={"JJ 1x02": ""})
    assert "lead nowhere" not in desk.get(QUEUE).text
    desk.post("/moderation/everything/", {"on": "1"})
    assert ("lead nowhere" in desk.get(QUEUE).text, "JJ 1x02" in desk.get(QUEUE).text) == (True, True)


def test_the_queue_asks_the_same_number_of_times_however_long_it_is(newcomer, desk, hope):
    counts = []
    for number in range(3):
        sent(newcomer, path="/wiki/new/", names__0__text=f"Page {number}", body="Text.\n")
        with CaptureQueriesContext(connection) as queries:
            desk.get(QUEUE)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_a_block_is_made_and_lifted_in_the_admin(newcomer, reader, desk, hope):
    assert 'value="trish"' in desk.get("/admin/moderation/block/add/?person=trish").text
    start = {"name": "trish", "reason": "Vandalism", "network": "", "where": ["page"], "ends_at_0": "", "ends_at_1": ""}
    desk.post("/admin/moderation/block/add/", start)
    block = Block.objects.get()
    assert (block.person, block.covers, block.made_by.username) == (reader, ["page"], "hogarth")
    assert newcomer.get("/wiki/hope/edit/").status_code == 403
    desk.post("/admin/moderation/block/", {"action": "lift", "_selected_action": [block.pk]})
    assert newcomer.get("/wiki/hope/edit/").status_code == 200


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "nobody-at-all"}, "no account of this name"),
        ({"name": "", "network": ""}, "either an account or a range"),
        ({"name": "trish", "network": "203.0.113.7"}, "either an account or a range"),
        ({"name": "", "network": "10.0.0.0/8"}, "too large"),
        ({"name": "\0"}, ""),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(desk, reader, data, said):
    response = desk.post("/admin/moderation/block/add/", {"reason": "x", "ends_at_0": "", "ends_at_1": ""} | data)
    assert (response.status_code, said in response.text, Block.objects.count()) == (200, True, 0)


def test_nonsense_in_the_queue_is_no_error(desk, hope):
    for path in ("edit/nonsense/", "edit/%00/", "name/hope/", "none/x/", "report/nonsense/", "picture/none.png/"):
        assert desk.get(QUEUE + path).status_code == 404
    assert desk.get(f"{QUEUE}edit/nonsense/change/").status_code == 404


def version(browser, path):
    """Give what the form of a decision says of the edit that it shows."""
    return browser.get(path).text.split('name="version" value="')[1].split('"')[0]


def test_what_was_changed_since_a_moderator_looked_is_not_decided_on(newcomer, desk, hope):
    path = sent(newcomer, "Harmless.\n")
    key = desk.get(QUEUE).text.split('name="item" value="')[1].split('"')[0]
    seen, changing = {"version": version(desk, path)}, fields(desk.get(f"{path}change/"))
    there = desk.get(f"{path}change/").text.split(f'action="{path}')[1].split('"')[0]
    sent(newcomer, "Buy pills.\n")
    for decision in ("approve", "reject"):
        response = desk.post(path, seen | {"decision": decision, "reason": "Fine"})
        assert (response.status_code, "changed it since" in response.text, "pills" in response.text) == (
            409,
            True,
            True,
        )
    desk.post(QUEUE, {"item": [key], "decision": "approve"})
    response = desk.post(f"{path}{there}", changing | {"body": "Mine.\n"})
    assert (response.status_code, "changed it since" in response.text, "Mine." in response.text) == (409, True, True)
    assert (source(hope), Pending.objects.get().state) == ("Before.\n", "waiting")
    desk.post(path, {"version": version(desk, path), "decision": "approve"})
    assert source(hope) == "Buy pills.\n"


def test_what_changes_while_it_is_decided_on_is_not(newcomer, moderator, hope):
    sent(newcomer, "Harmless.\n")
    (view,) = pending.queue(Lens.everything)
    sent(newcomer, "Buy pills.\n")
    for decide in (deciding.approve, deciding.reject):
        with pytest.raises(deciding.Rewritten):
            decide(view, person=moderator, reason="Fine")
    assert source(hope) == "Before.\n"
