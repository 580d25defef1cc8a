"""Reports: a passage said to be a spoiler is sealed at once; moderators confirm it or lift the seal."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from wiki.discussion import texts
from wiki.discussion import writing as talk
from wiki.discussion.models import Comment
from wiki.moderation.models import Action, Report
from wiki.moderation.passages import Choice
from wiki.notifications.categories import REPORT
from wiki.notifications.telling import tell
from wiki.pages import acts, editing, looking, record, rules, sealing
from wiki.pages.acts import Act
from wiki.pages.deciding import DecidedAlready
from wiki.pages.editing import MayNotEdit
from wiki.pages.looking import Editable
from wiki.pages.models import Page, Revision
from wiki.pages.reading import Known, known
from wiki.pages.sealing import Passage
from wiki.pages.state import both, seer
from wiki.spoilers.calendar import current
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

NOTE_MAX = 500
DAY = datetime.timedelta(days=1)


@transaction.atomic
def report(
    found: Editable, chosen: Choice | None, *, gate: str, note: str, person: Any, lens: Lens, what: str = "spoiler"
) -> Report:
    """Report a passage, or a page as a whole. A spoiler is sealed at once where the person may do that.

    The gate is one that `checked_gate` gave. Raises MayNotEdit for who is blocked, and what an edit raises.
    """
    if reason := rules.barred(person, found.page.kind):
        raise MayNotEdit(reason)
    passage = chosen.passage if chosen else Passage()
    row = _of(found.page, person, what=what, gate=gate, note=note)
    row.passage = passage.text
    row.value = [passage.value[0], list(passage.value[1])] if passage.value else None
    row.touched = sorted(passage.gates(found.state) | {gate} - {""})
    row.save()
    if what == Report.What.SPOILER and chosen and may_seal(person):
        _seal(row, found, passage, person, lens)
    return row


def _seal(row: Report, found: Editable, passage: Passage, person: Any, lens: Lens) -> None:
    made = sealing.seal(found, passage, gate=row.gate, name=row.public_id, person=person, lens=lens)
    row.seal, row.is_sealed = made.revision, made.is_sealed
    row.save(update_fields=["seal", "is_sealed"])


@transaction.atomic
def report_comment(comment: Comment, *, gate: str, note: str, person: Any, lens: Lens, what: str = "spoiler") -> Report:
    """Report a comment. As a spoiler it is sealed at once, with all that it ever said. Raises MayNotEdit."""
    if reason := rules.barred(person, "talk"):
        raise MayNotEdit(reason)
    row = _of(comment.page, person, what=what, gate=gate, note=note)
    row.comment, row.passage = comment, texts.through(comment, lens)
    around = {comment.gate_text, comment.parent.gate_text if comment.parent else "", gate, *comment.gates}
    row.touched = sorted(around - {""})
    row.save()
    if what == Report.What.SPOILER and may_seal(person):
        _seal_comment(row)
    return row


def _seal_comment(row: Report) -> None:
    assert row.comment is not None  # noqa: S101
    talk.seal(row.comment, both(row.comment.seal, row.gate))
    row.is_sealed = True
    row.save(update_fields=["is_sealed"])


def _of(page: Page, person: Any, **about: str) -> Report:
    """Begin a report."""
    row = Report(page=page, what=about["what"], gate=about["gate"], note=about["note"].strip()[:NOTE_MAX])
    row.reporter, row.address = rules.account(person), "" if rules.account(person) else getattr(person, "address", "")
    return row


def may_seal(person: Any) -> bool:
    """Tell whether somebody's report hides a passage at once: from which trust on, and how often, the settings say."""
    if rules.may_moderate(person):
        return True
    levels = {"anonymous": True, "new": person.is_authenticated, "trusted": rules.is_trusted(person)}
    if not levels.get(settings.SEAL_FROM, False):
        return False
    mine = {"reporter": person} if person.is_authenticated else {"reporter": None, "address": person.address}
    today = Report.objects.filter(**mine, sent_at__gt=timezone.now() - DAY, is_sealed=True)
    return today.count() < settings.SEALS_A_DAY


class ReportView:
    """A report as somebody sees it. What it is about is shown to who sees all its gates."""

    def __init__(self, row: Report, lens: Lens, page: Known, *, is_open: bool) -> None:
        self.row, self.lens, self.page, self.is_open = row, lens, page, is_open
        self.id, self.sent_at = row.public_id, row.sent_at
        # Of what is kept hidden the reason may tell as well.
        self.reason = row.reason if is_open or row.state != Report.State.CONFIRMED else ""
        self.reporter = row.reporter.get_username() if row.reporter else ""
        self.is_waiting, self.is_sealed = row.state == Report.State.OPEN, row.is_sealed
        self.title, self.slug, self.is_comment = page.title, page.slug, row.comment_id is not None
        self.url = reverse("discussion:comment", args=[page.slug, row.comment_id]) if row.comment_id else page.url

    @property
    def what(self) -> str:
        return Report.What(self.row.what).label

    @property
    def status(self) -> str:
        return Report.State(self.row.state).label

    @property
    def gate(self) -> str:
        return self.row.gate if self.is_open else ""

    @cached_property
    def passage(self) -> str:
        """What was reported, as it was written."""
        if not self.is_open:
            return ""
        value = unseal(self.row.value)
        return f"{value[0]}: {' | '.join(filter(None, value[1]))}" if value else unseal(self.row.passage)

    @property
    def note(self) -> str:
        return unseal(self.row.note) if self.is_open else ""


def waiting() -> QuerySet[Report]:
    return Report.objects.filter(state=Report.State.OPEN)


def queue(lens: Lens) -> list[ReportView]:
    """List the reports that wait and that a moderator may know of, the oldest first."""
    rows = waiting().select_related("reporter", "seal").order_by("pk")
    return [view for view in seen(rows, lens) if view.is_open]


def of_person(person: Any, lens: Lens, count: int = 100) -> list[ReportView]:
    """List what somebody reported, the last first; of what lies beyond their lens now, that they did."""
    return seen(Report.objects.filter(reporter=person).select_related("reporter").order_by("-pk")[:count], lens)


def one(public_id: str, lens: Lens) -> ReportView | None:
    """Give a report to a moderator, None for one that they cannot know of."""
    rows = Report.objects.filter(public_id=public_id) if public_id.isalnum() else Report.objects.none()
    return next((view for view in seen(rows.select_related("reporter", "seal"), lens) if view.is_open), None)


def seen(rows: Iterable[Report], lens: Lens) -> list[ReportView]:
    """Show reports of those pages that exist for a reader. Two queries."""
    rows = list(rows)
    names = known(Gate.objects.open_to(lens), {row.page_id for row in rows}) if rows else {}
    sees = seer(lens, record.resolved({gate for row in rows for gate in row.touched}, current()))
    return [
        ReportView(row, lens, names[row.page_id], is_open=all(map(sees, row.touched)))
        for row in rows
        if row.page_id in names
    ]


@transaction.atomic
def confirm(view: ReportView, *, person: Any, lens: Lens, reason: str = "") -> None:
    """Let a seal stand, or put it on where the reporter could not. Raises MayNotEdit, DecidedAlready, Refused."""
    row = _locked(view, person)
    if row.what == Report.What.SPOILER and not row.is_sealed:
        _seal_now(row, person, lens)
    _decide(row, Report.State.CONFIRMED, Action.CONFIRM, person, reason)


@transaction.atomic
def lift(view: ReportView, *, person: Any, lens: Lens, reason: str) -> None:
    """Take a seal off again, everywhere; or only say that there is nothing to be done.

    Raises MayNotEdit, DecidedAlready, and EditConflict where the passage was changed since: then edit it by hand.
    """
    row = _locked(view, person)
    if not row.is_sealed:
        return _decide(row, Report.State.DISMISSED, Action.DISMISS, person, reason)
    if row.comment:
        talk.seal(row.comment, _without(row))
        return _decide(row, Report.State.LIFTED, Action.UNSEAL, person, reason)
    sealing.take_off(row.page, row.public_id)
    if row.seal_id is None:  # the page held it no more, and only what came before was sealed
        return _decide(row, Report.State.LIFTED, Action.UNSEAL, person, reason)
    sealed = Revision.objects.select_related("parent").get(pk=row.seal_id)
    assert sealed.parent is not None  # noqa: S101
    editing.edit_page(page=row.page_id, edit=looking.undoing(sealed, sealed.parent, lens, person), is_strict=True)
    return _decide(row, Report.State.LIFTED, Action.UNSEAL, person, reason)


def _seal_now(row: Report, person: Any, lens: Lens) -> None:
    if row.comment:
        _seal_comment(row)
    elif passage := _passage(row):
        _seal(row, _editable(row.page, lens), passage, person, lens)


def _without(row: Report) -> str:
    """Write the seal that a comment keeps for other reports."""
    others = Report.objects.filter(comment=row.comment_id, is_sealed=True).exclude(pk=row.pk)
    kept = ""
    for gate in others.exclude(state=Report.State.LIFTED).values_list("gate", flat=True):
        kept = both(kept, gate)
    return kept


def _editable(page: Page, lens: Lens) -> Editable:
    return Editable(Page.objects.select_related("current").get(pk=page.pk), lens)


def _passage(row: Report) -> Passage | None:
    value = unseal(row.value)
    if value:
        return Passage(value=(value[0], tuple(value[1])))
    return Passage(unseal(row.passage)) if unseal(row.passage) else None


def _locked(view: ReportView, person: Any) -> Report:
    if not rules.may_moderate(person):
        raise MayNotEdit
    rows = waiting().select_for_update(of=("self",)).select_related("page", "reporter", "seal", "comment")
    row = rows.filter(pk=view.row.pk).first()
    if row is None:
        raise DecidedAlready
    return row


def _decide(row: Report, state: str, action: str, person: Any, reason: str) -> None:
    about = {"decided_by": person, "decided_at": timezone.now(), "reason": reason.strip()[:NOTE_MAX], "address": ""}
    Report.objects.filter(pk=row.pk).update(state=state, **about)
    acts.tell(Act(action, person, reason, row.page_id, person=row.reporter, touched=row.touched))
    if row.reporter_id:
        tell(category=REPORT.name, people=[row.reporter_id], subject=row.public_id, group=str(row.page_id))


def checked_gate(text: str) -> str:
    """Give a gate in one line. Raises GateError with what is wrong with it."""
    text = " ".join(text.split())
    parse(text, current())
    return text
