"""Rolling back everything by somebody: pages they began, edited last, or edited before others."""

import pytest

from tests.factories import make_page
from tests.pages.sending import source
from tests.pages.test_edit import see
from wiki.moderation import cleaning
from wiki.moderation.models import Block, LogEntry
from wiki.pages.editing import MayNotEdit
from wiki.pages.models import Revision

LINES = "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n"


@pytest.fixture
def mess(reader, admin, calendar):
    """Four pages on which somebody raged: one of their own, one edited last, one before others, one hidden."""
    pages = {
        "own": make_page("Buy this", "Spam.\n", author=reader),
        "last": make_page("Hope", LINES, author=admin),
        "middle": make_page("Luke", LINES, author=admin),
        "hidden": make_page("Nuke", LINES, author=admin, gate="JJ 1x02"),
    }
    for title, name in (("Hope", "last"), ("Luke", "middle")):
        for number in range(2):
            text = LINES.replace("One", f"Rubbish {number}")
            make_page(title, text, page=pages[name], author=reader)
    make_page("Luke", LINES.replace("One", "Rubbish 1").replace("Five", "Six"), page=pages["middle"], author=admin)
    make_page("Nuke", "Rubbish.\n", page=pages["hidden"], author=reader, gate="JJ 1x02")
    return pages


def test_everything_is_taken_back_and_what_others_did_stays(desk, client, mess):
    shown = desk.get("/moderation/clean/trish/").text
    assert ["Buy this" in shown, "Hope" in shown, "Luke" in shown, "Nuke" in shown] == [True, True, True, False]
    assert "2 edits, goes back" in shown
    assert "is undone in parts" in shown
    assert "Nuke" in see(desk, "JJ 1x02").get("/moderation/clean/trish/").text
    response = desk.post("/moderation/clean/trish/", {"since": "day", "block": "on", "reason": "Rubbish everywhere"})
    assert response["Location"] == "/recent/"
    assert client.get("/wiki/buy-this/").status_code == 404
    found = {name: source(page) for name, page in mess.items() if name != "own"}
    assert found == {"last": LINES, "middle": LINES.replace("Five", "Six"), "hidden": LINES}
    assert Block.objects.get().reason == "Rubbish everywhere"
    assert sorted(str(entry.action) for entry in LogEntry.objects.all()) == ["block", "clean"]


def test_what_clashes_is_left_and_told(desk, reader, admin, calendar):
    page = make_page("Hope", "One.\n", author=admin)
    make_page("Hope", "Rubbish.\n", page=page, author=reader)
    make_page("Hope", "Rubbish, mended.\n", page=page, author=admin)
    response = desk.post("/moderation/clean/trish/", {"since": "all"}, follow=True)
    assert "On some pages others have changed the same places" in response.text
    assert (source(page), Block.objects.count()) == ("Rubbish, mended.\n", 0)


def test_only_what_was_done_since_then(desk, reader, admin, calendar):
    import datetime

    from django.utils import timezone

    long_ago = timezone.now() - datetime.timedelta(days=3)
    page = make_page("Hope", "One.\n", author=admin, saved_at=long_ago)
    make_page("Hope", "Good.\n", page=page, author=reader, saved_at=long_ago)
    make_page("Hope", "Bad.\n", page=page, author=reader)
    desk.post("/moderation/clean/trish/", {"since": "day"})
    assert source(page) == "Good.\n"
    desk.post("/moderation/clean/trish/", {"since": "week"})
    assert source(page) == "One.\n"


def test_moderators_are_not_rolled_back_and_nobody_else_may(desk, newcomer, reader, moderator, admin, mess):
    count = Revision.objects.count()
    assert newcomer.get("/moderation/clean/jeri/").status_code == 403
    assert desk.post("/moderation/clean/jeri/", {"since": "all"}).status_code == 403
    assert desk.get("/moderation/clean/nobody/").status_code == desk.get("/moderation/clean/%00/").status_code == 404
    with pytest.raises(MayNotEdit):
        cleaning.clean(admin, None, by=reader)
    assert Revision.objects.count() == count
