"""The log: who did what, through a lens; written once."""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import make_page
from tests.pages.sending import send
from tests.pages.test_edit import see
from wiki.moderation.models import LogEntry
from wiki.pages import deciding, keeping, pending
from wiki.spoilers.lens import Lens


def test_what_moderators_do_is_told_with_their_reasons(desk, client, calendar):
    make_page("Hope")
    make_page("Luke")
    desk.post("/wiki/hope/protect/", {"level": "trusted", "reason": "Edit war"})
    desk.post("/wiki/luke/delete/", {"reason": "Nobody needs it"})
    shown = client.get("/log/").text
    words = ("changed the protection of", "Hope", "Edit war", "deleted", "Luke", "Nobody needs it", "hogarth")
    assert [one for one in words if one not in shown] == []
    entry = LogEntry.objects.get(action="protect")
    assert (entry.before["level"], entry.after["level"]) == ("open", "trusted")


def test_what_was_done_to_a_hidden_page_is_told_to_those_who_see_it(desk, client, moderator, calendar):
    page = make_page("Nuke", gate="JJ 1x02")
    keeping.protect(page.pk, level="trusted", person=moderator, reason="He is Simpson")
    make_page("Kilgrave dies", gate="JJ 1x02")
    see(desk, "JJ 1x02").post("/wiki/kilgrave-dies/delete/", {"reason": "Told elsewhere"})
    hidden, seen = client.get("/log/").text, see(client.__class__(), "JJ 1x02").get("/log/").text
    for words in ("Nuke", "Simpson", "Kilgrave dies", "Told elsewhere"):
        assert (words in hidden, words in seen) == (False, True)


def test_a_reason_that_touched_a_gate_is_for_those_who_see_it(desk, client, moderator, calendar):
    page = make_page("Hope", "Seen. [Hidden.]{JJ 1x02}\n")
    keeping.delete(page.pk, person=moderator, lens=Lens.everything, reason="She dies anyway")
    hidden, seen = client.get("/log/").text, see(client.__class__(), "JJ 1x02").get("/log/").text
    assert ("Hope" in hidden, "She dies anyway" in hidden, "She dies anyway" in seen) == (True, False, True)


def test_what_became_of_a_hidden_edit_is_not_told_to_who_does_not_see_it(newcomer, desk, moderator, calendar, settings):
    settings.REVIEW_PEOPLE = "new"
    make_page("Hope", "Seen.\n")
    see(newcomer, "JJ 1x02")
    send(newcomer, "/wiki/hope/edit/", body="Seen.\n\n::: spoiler JJ 1x02\nShe dies.\n:::\n")
    (view,) = pending.queue(Lens.everything)
    deciding.reject(view, person=moderator, reason="Yes, she dies")
    listed = "/admin/moderation/logentry/"
    assert "she dies" not in desk.get(listed).text
    assert "she dies" in see(desk, "JJ 1x02").get(listed).text


def test_the_log_is_taken_along_as_a_table(desk, client, calendar):
    make_page("Hope")
    desk.post("/wiki/hope/protect/", {"level": "trusted", "reason": "=1+1"})
    rows = list(csv.DictReader(io.StringIO(client.get("/log/csv/").text)))
    assert [(row["who"], row["what"], row["why"]) for row in rows] == [("hogarth", "Hope", "'=1+1")]


def test_the_log_goes_on_where_it_stopped(client, moderator, calendar, monkeypatch):
    monkeypatch.setattr("wiki.moderation.log.public.__kwdefaults__", {"before": "", "count": 2}, raising=False)
    pages = [make_page(f"Page {number}") for number in range(3)]
    for page in pages:
        keeping.protect(page.pk, level="trusted", person=moderator)
    first = client.get("/log/").text
    assert ["Page 2" in first, "Page 1" in first, "Page 0" in first] == [True, True, False]
    older = first.split('href="?before=')[1].split('"')[0]
    assert "Page 0" in client.get(f"/log/?before={older}").text
    assert "Page 2" in client.get("/log/?before=%00").text


def test_the_log_asks_the_same_number_of_times_however_long_it_is(client, moderator, calendar):
    counts = []
    for number in range(3):
        keeping.protect(make_page(f"Page {number}").pk, level="trusted", person=moderator)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/log/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


if connection.vendor == "postgresql":  # there the application itself is kept from it, too

    def test_nobody_changes_the_log(moderator, calendar):
        keeping.protect(make_page("Hope").pk, level="trusted", person=moderator)
        for change in (lambda: LogEntry.objects.update(why="Nothing"), lambda: LogEntry.objects.all().delete()):
            with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
                change()
        assert LogEntry.objects.count() == 1
