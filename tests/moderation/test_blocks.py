"""Blocks of accounts and of ranges of addresses, whole and partial, and their ends."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import make_character, make_page
from tests.pages.sending import fields, send, source
from wiki.moderation import blocks
from wiki.moderation.blocks import BadNetwork
from wiki.moderation.models import Block, LogEntry
from wiki.pages.editing import MayNotEdit


def test_who_is_blocked_reads_and_does_not_write(newcomer, reader, moderator, calendar):
    page = make_page("Hope", "Before.\n")
    start = newcomer.get("/wiki/hope/edit/")
    blocks.block(by=moderator, person=reader, reason="Vandalism of forty pages")
    shown = newcomer.get("/wiki/hope/edit/")
    assert (shown.status_code, "Vandalism of forty pages" in shown.text) == (403, True)
    response = send(newcomer, "/wiki/hope/edit/", start=start, body="My long text.\n")
    assert (response.status_code, "My long text." in response.text) == (403, True)
    assert "Vandalism of forty pages" in response.text
    new = newcomer.post("/wiki/new/", fields(start) | {"names-0-text": "Other"})
    assert (new.status_code, newcomer.get("/wiki/new/").status_code, source(page)) == (403, 403, "Before.\n")
    assert newcomer.get("/wiki/hope/").status_code == 200


def test_a_block_ends_at_its_time_or_when_it_is_lifted(newcomer, reader, moderator, calendar):
    make_page("Hope")
    made = blocks.block(by=moderator, person=reader, reason="x", ends_at=timezone.now() + datetime.timedelta(hours=1))
    assert newcomer.get("/wiki/hope/edit/").status_code == 403
    Block.objects.update(ends_at=timezone.now() - datetime.timedelta(seconds=1))
    assert newcomer.get("/wiki/hope/edit/").status_code == 200
    Block.objects.update(ends_at=None)
    assert newcomer.get("/wiki/hope/edit/").status_code == 403
    blocks.lift(made, by=moderator, reason="They were sorry")
    assert newcomer.get("/wiki/hope/edit/").status_code == 200
    assert [str(entry.action) for entry in LogEntry.objects.order_by("pk")] == ["block", "lift"]


def test_a_block_may_be_for_some_kinds_alone(newcomer, reader, moderator, calendar):
    make_page("Hope")
    make_character("Luke")
    blocks.block(by=moderator, person=reader, reason="x", covers=["character", "images"])
    found = {path: newcomer.get(path).status_code for path in ("/wiki/hope/edit/", "/wiki/luke/edit/")}
    assert found == {"/wiki/hope/edit/": 200, "/wiki/luke/edit/": 403}
    assert newcomer.post("/markdownx/upload/", {}).status_code == 403


@pytest.mark.parametrize(
    ("network", "address", "is_blocked"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.0/24", "203.0.113.255", True),
        ("203.0.113.0/24", "203.0.114.0", False),
        ("2001:db8::/64", "2001:db8::1", True),
        ("2001:db8::/64", "2001:db8:1::1", False),
        ("::ffff:203.0.113.0/120", "203.0.113.9", True),
    ],
)
def test_a_range_keeps_people_without_account_off(client, moderator, calendar, network, address, is_blocked):
    make_page("Hope")
    blocks.block(by=moderator, network=network, reason="x")
    status = client.get("/wiki/hope/edit/", REMOTE_ADDR=address).status_code
    assert status == (403 if is_blocked else 200)


def test_a_range_lets_accounts_write_unless_it_says_so(newcomer, moderator, calendar):
    make_page("Hope")
    blocks.block(by=moderator, network="127.0.0.1", reason="x")
    assert newcomer.get("/wiki/hope/edit/").status_code == 200
    Block.objects.update(also_accounts=True)
    assert newcomer.get("/wiki/hope/edit/").status_code == 403


@pytest.mark.parametrize("network", ["", "hope", "0.0.0.0/0", "10.0.0.0/8", "2001::/16", "1.2.3.4/99", "\x00"])
def test_what_is_no_range_is_refused(network):
    with pytest.raises(BadNetwork):
        blocks.network_of(network)


def test_moderators_are_blocked_by_administrators_alone(moderator, admin, reader):
    for by, person in ((moderator, admin), (moderator, moderator), (reader, moderator), (admin, admin)):
        with pytest.raises(MayNotEdit):
            blocks.block(by=by, person=person, reason="x")
    blocks.block(by=admin, person=moderator, reason="x")
    assert Block.objects.get().person == moderator


def test_asking_for_blocks_takes_one_query_for_each_request(newcomer, reader, moderator, django_assert_num_queries):
    person = type(reader).objects.get(pk=reader.pk)
    with django_assert_num_queries(1):
        assert [blocks.barrier(person, what) for what in ("page", "talk", "images")] == [""] * 3


@pytest.mark.parametrize(
    ("path", "data", "field"),
    [
        ("/wiki/hope/protect/", {"level": "trusted", "reason": "x"}, "until"),
        ("/admin/moderation/block/add/", {"name": "trish", "reason": "x", "ends_at_1": "23:59"}, "ends_at_0"),
    ],
)
def test_no_end_lies_where_clocks_cannot_follow(desk, reader, calendar, path, data, field):
    make_page("Hope")
    far, near = ("9999-12-31", "2999-12-31")
    tail = "T23:59" if field == "until" else ""
    assert "This is too far away." in desk.post(path, data | {field: far + tail}).text
    assert desk.post(path, data | {field: near + tail}).status_code == 302
