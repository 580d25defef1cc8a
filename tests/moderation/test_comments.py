"""Reports of comments, blocks from talk, and what people are told of their edits and reports."""

import pytest

from tests.factories import make_page
from tests.pages.sending import send
from tests.pages.test_edit import see
from wiki.discussion import writing
from wiki.discussion.models import Comment
from wiki.discussion.writing import Said
from wiki.moderation import blocks, reports
from wiki.moderation.models import Report
from wiki.notifications.models import Notice
from wiki.pages import deciding, pending
from wiki.spoilers.lens import Lens


@pytest.fixture
def said(calendar, admin):
    """Something said on a page, which was said otherwise at first."""
    page = make_page("Hope")
    comment = writing.say(Said("She dies at the docks.", "", admin, Lens.empty), page=page.pk)
    return writing.change(comment, Said("She dies at the pier.", "", admin, Lens.empty))


def report(client, comment, **more):
    return client.post(f"/report/hope/{comment.pk}/", {"what": "spoiler", "gate": "JJ 1x02", "note": "Too much"} | more)


PLACES = ("/talk/hope/", "/wiki/hope/", "/talk/", "/talk/feed/atom/", "/talk/hope/{}/", "/talk/hope/{}/history/")


def everything(client, comment):
    return " ".join(client.get(place.format(comment.pk)).text for place in PLACES)


def test_a_reported_comment_is_gone_at_once_and_everywhere(newcomer, client, said):
    stranger, knowing = client.__class__(), see(client.__class__(), "JJ 1x02")
    assert "pier" in everything(stranger, said)
    assert "Report a comment" in newcomer.get(f"/report/hope/{said.pk}/").text
    assert report(newcomer, said)["Location"] == "/talk/hope/"
    shown = everything(stranger, said)
    assert ("pier" in shown, "docks" in shown) == (False, False)
    assert "pier" in everything(knowing, said)
    assert reports.queue(Lens.empty) == []


def test_a_moderator_lifts_the_seal_of_a_comment(newcomer, client, said, moderator):
    report(newcomer, said)
    (view,) = reports.queue(Lens.everything)
    assert (view.passage, view.is_comment, view.is_sealed) == ("She dies at the pier.", True, True)
    reports.lift(view, person=moderator, lens=Lens.everything, reason="It is in the trailer")
    assert "pier" in client.__class__().get("/talk/hope/").text


def test_two_seals_are_lifted_one_by_one(newcomer, client, said, moderator, admin):
    report(newcomer, said)
    other = client.__class__()
    other.force_login(admin)
    see(other, "JJ 1x02")
    report(other, said, gate="JJ 2x01")
    first, second = reports.queue(Lens.everything)
    reports.lift(second, person=moderator, lens=Lens.everything, reason="No")
    assert Comment.objects.get().seal == "JJ 1x02"
    reports.confirm(first, person=moderator, lens=Lens.everything)
    assert Comment.objects.get().seal == "JJ 1x02"


def test_an_author_who_changes_a_sealed_comment_does_not_unseal_it(newcomer, client, said, admin):
    report(newcomer, said)
    writing.change(Comment.objects.get(), Said("She dies, yes.", "", admin, Lens.everything))
    assert "She dies" not in client.__class__().get("/talk/hope/").text


@pytest.mark.parametrize("sent", [{"gate": ""}, {"gate": "JJ 9x99"}, {"what": "other", "note": ""}])
def test_a_report_of_a_comment_that_says_too_little_is_sent_back(newcomer, said, sent):
    response = report(newcomer, said, **sent)
    assert (response.status_code, Report.objects.count(), Comment.objects.get().seal) == (422, 0, "")


def test_a_comment_that_one_does_not_see_is_not_reported(newcomer, said):
    writing.seal(said, "JJ 1x02")
    for path in (said.pk, "0" * 16, "%00"):
        assert newcomer.get(f"/report/hope/{path}/").status_code == 404


def test_who_is_blocked_from_talk_says_nothing_and_keeps_their_text(newcomer, reader, moderator, said):
    blocks.block(by=moderator, person=reader, reason="Insults", covers=["talk"])
    response = newcomer.post("/talk/hope/", {"text": "My words", "gate": "", "offered": "", "form": "x"})
    assert (response.status_code, "Insults" in response.text, "My words" in response.text) == (403, True, True)
    assert Comment.objects.count() == 1


def test_people_are_told_what_became_of_their_edits_and_reports(newcomer, reader, said, moderator, settings):
    settings.REVIEW_PEOPLE = "new"
    send(newcomer, "/wiki/hope/edit/", body="After.\n")
    report(newcomer, said, what="other")
    deciding.reject(pending.queue(Lens.empty)[0], person=moderator, reason="Name a source")
    reports.confirm(reports.queue(Lens.empty)[0], person=moderator, lens=Lens.empty)
    assert Notice.objects.filter(person=reader).count() == 2
    shown = newcomer.get("/notifications/").text
    for words in ("Your edit of Hope was rejected", "Name a source", "Your report on Hope was confirmed"):
        assert words in shown
