"""The one place that writes revisions.

`save_page` writes a whole state. `edit_page` takes what a person made of what they see: it merges that with what
others changed meanwhile, weaves it into the whole, checks the law, and saves. Everything else here is one of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from wiki.markup import MAX_BYTES, WeaveError
from wiki.pages import history, holding, kinds, record, review, rules, screening, watching
from wiki.pages.cleaning import Refusal, Refused, clean
from wiki.pages.kinds import Kind
from wiki.pages.merging import MergedState, merge_states
from wiki.pages.models import Page, Pending, Revision, new_public_id
from wiki.pages.refusing import refuse_open_pictures, refuse_taken, refuse_unknown_pages
from wiki.pages.screening import Hit
from wiki.pages.state import PageState, Sees, saved_state_of, seer, state_of, tidied
from wiki.pages.touching import touched
from wiki.pages.weaving import weave
from wiki.spoilers.calendar import Calendar, current
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer

SUMMARY_MAX = 500
# Everybody’s text together. One person’s is bounded by markup.MAX_BYTES.
MOST_CHARS = 4 * MAX_BYTES
NOT_WOVEN = "This edit cannot be put together with the rest of the page. Change less at a time, or reload the page."
FULL = "This page cannot take more text. Put what is new on a page of its own, and link to it."
TOO_MANY = "You have very many edits waiting already. Wait until a moderator has looked at some of them."
GONE = "This page is not here any more. Your text is kept in the form: copy it before you leave."


class EditConflict(Exception):
    """Others changed the same places. `merged` shows both, `current` is the revision to settle against."""

    def __init__(self, merged: MergedState, current: Revision) -> None:
        super().__init__("the edit overlaps with another")
        self.merged, self.current = merged, current


class MayNotEdit(Exception):
    """The page is protected from this person, or they are kept from editing; the sentence says why if it is known."""


class Saved(NamedTuple):
    """`was_merged` tells that others had changed the page meanwhile, elsewhere; `is_new` that there was a change.

    `pending` is there for an edit that waits; the revision is the page's present one then, None for a new page.
    """

    revision: Revision | None
    was_merged: bool = False
    is_new: bool = True
    pending: Pending | None = None


@dataclass(frozen=True)
class Edit:
    """What a person sent: the state as they want to see it, and the revision that they started from."""

    state: PageState
    author: Any
    lens: Lens
    base: str = ""
    form: str = ""
    summary: str = ""
    is_minor: bool = False
    action: str = Revision.Action.EDIT
    # Whether it may change what an ordinary edit leaves as it is: who makes it has asked for the right to.
    unlocks: bool = False
    # Whether a moderator has looked at it; else what waits, and why, is for review.py to say.
    is_approved: bool = False
    held_for: str = ""
    # Whether its author sends it after a warning.
    was_warned: bool = False
    # The public id of the waiting edit that this one changes.
    pending: str = ""

    @property
    def address(self) -> str:
        """From where it was sent."""
        return getattr(self.author, "address", "")


def _sees(lens: Lens, calendar: Calendar) -> Sees:
    """Judge gates as they are written, those of every revision alike."""
    outcomes: dict[str, bool] = {}

    def sees(gate: str) -> bool:
        if gate not in outcomes:
            outcomes[gate] = seer(lens, record.resolved([gate], calendar))(gate)
        return outcomes[gate]

    return sees


@transaction.atomic
def save_page(
    *,
    state: PageState,
    page: Page | None = None,
    kind: str = "page",
    author: Any = None,
    calendar: Calendar | None = None,
    **about: Any,
) -> Revision:
    """Save a whole state as the page's next revision, or create the page. An unchanged state makes no revision.

    Raises Refused (see cleaning.py) with every reason; nothing is written then. `about` are columns of the revision.
    """
    one_writer()
    calendar = calendar or current()
    page = _locked(page.pk) if page else Page.objects.create(kind=kinds.get(kind).name)
    state = clean(state, calendar, kinds.of(page))
    if page.current is None:
        about = {"action": Revision.Action.CREATE} | about
    return _save(page, state, calendar, author=author, **about)


@transaction.atomic
def write_state(*, page: int, state: PageState, author: Any, lens: Lens, **about: Any) -> Revision:
    """Save a whole state that was saved before, or none at all. Raises Refused where it is not fit any more.

    `lens` is the author's: their summary can tell of nothing that they do not see.
    """
    one_writer()
    calendar, locked = current(), _locked(page)
    if state.names:
        state = clean(state, calendar, kinds.of(locked), is_whole=True)
    sees = _sees(lens, calendar)
    before = state_of(locked.current) if locked.current else PageState()
    about = (
        {"saved_at": timezone.now()}
        | about
        | {"touched": touched(before.through(sees, keep_gates=True), state.through(sees, keep_gates=True))}
    )
    return _save(locked, state, calendar, author=author, **about)


@transaction.atomic
def create_page(edit: Edit, *, kind: str = "page") -> Saved:
    """Create a page. The same form sent again edits the page that it made."""
    one_writer()
    if not edit.is_approved and not rules.may_create(edit.author, kinds.get(kind)):
        raise MayNotEdit(rules.barred(edit.author, kind))
    sent = _sent(edit)
    if sent and sent.author == rules.account(edit.author):
        return edit_page(page=sent.page_id, edit=edit)
    calendar = current()
    state = clean(_locked_state(edit, kinds.get(kind), PageState()), calendar, kinds.get(kind))
    refuse_taken(state, None, edit.lens)
    refuse_unknown_pages(state, PageState(), kinds.get(kind), edit.lens)
    refuse_open_pictures(state, edit.lens, calendar)
    hits = screening.screened(edit, kinds.get(kind), PageState(), state)
    if why := screening.held_for(hits) or review.reason_to_wait(edit, None, kinds.get(kind), state):
        return _kept(edit, None, kinds.get(kind), PageState(), state, why, hits)
    holding.drop(edit, None)
    page = Page.objects.create(kind=kinds.get(kind).name)
    about = _about(edit, is_sent=sent is not None) | {"action": Revision.Action.CREATE}
    revision = _save(page, state, calendar, **about)
    screening.keep(hits, revision=revision)
    return Saved(revision)


@transaction.atomic
def edit_page(*, page: int, edit: Edit, is_strict: bool = False) -> Saved:
    """Save what a person made of what they see.

    Raises Refused with reasons, MayNotEdit, or EditConflict where others changed the same places since `edit.base`.
    Changes of the person's own do not conflict (unless `is_strict`): what they wrote last holds.
    """
    one_writer()
    calendar, locked = current(), _locked(page)
    assert locked.current is not None  # noqa: S101
    if not edit.is_approved and not rules.may_edit(edit.author, locked):
        raise MayNotEdit(rules.barred(edit.author, locked.kind))
    sees, whole = _sees(edit.lens, calendar), state_of(locked.current)
    theirs = tidied(whole.through(sees, keep_gates=True))
    if not theirs.names:
        raise Refused([Refusal("page", 0, GONE)])
    kind, mine, sent = kinds.of(locked), _mine(edit, theirs, locked, calendar), _sent(edit)
    base, are_own = _base(locked, edit, sent, sees)
    merged = merge_states(base, mine, theirs, kind.sheet)
    if not merged.is_clean and (is_strict or not are_own):
        raise EditConflict(merged, history.last_visible(locked.current, edit.lens))
    edited = mine if merged.state == mine else clean(merged.state, calendar, kind, before=theirs)
    # What weaving moves is nothing that the person touched, or knows of.
    about = {"touched": touched(theirs, edited)} | _about(edit, is_sent=sent is not None)
    before, woven = locked.current.pk, _woven(edited, whole, sees, kind)
    hits = screening.screened(edit, kind, theirs, edited)
    why = screening.held_for(hits) or review.reason_to_wait(edit, locked, kind, whole)
    if why and woven.digest != locked.current.digest:
        return _kept(edit, locked, kind, base or PageState(), mine, why, hits)
    holding.drop(edit, locked)
    saved = _save(locked, woven, calendar, **about)
    screening.keep(hits, revision=saved)
    was_merged = base is not None and theirs != base and mine != merged.state
    return Saved(saved, was_merged, is_new=saved.pk != before or sent is not None)


def _kept(
    edit: Edit,
    page: Page | None,
    kind: Kind,
    before: PageState,
    state: PageState,
    why: str,
    hits: Sequence[Hit],
) -> Saved:
    """Keep an edit that waits: what its author made of what they saw, to be merged when it is approved."""
    try:
        row = holding.keep(edit, page, kind, before=before, state=state, why=why)
    except holding.TooMany as error:
        raise Refused([Refusal("page", 0, TOO_MANY)]) from error
    screening.keep(hits, pending=row)
    return Saved(page.current if page else None, pending=row)


def _mine(edit: Edit, theirs: PageState, page: Page, calendar: Calendar) -> PageState:
    """Give what a person sent in its one form. Raises Refused for what they cannot write."""
    kind = kinds.of(page)
    mine = clean(_locked_state(edit, kind, theirs), calendar, kind, before=theirs)
    if edit.action == Revision.Action.EDIT:  # what is brought back may name what is called otherwise now
        refuse_unknown_pages(mine, theirs, kind, edit.lens)
    if mine.names != theirs.names:
        refuse_taken(mine, page, edit.lens)
    refuse_open_pictures(mine, edit.lens, calendar)
    return mine


def _locked_state(edit: Edit, kind: Kind, before: PageState) -> PageState:
    """Give what a person sent with the locked fields as they were."""
    return edit.state if edit.unlocks else replace(edit.state, sheet=kind.sheet.locked(edit.state.sheet, before.sheet))


def _woven(edited: PageState, whole: PageState, sees: Sees, kind: Kind) -> PageState:
    try:
        woven = weave(edited, whole, sees)
    except WeaveError as error:
        raise Refused([Refusal("body", 1, NOT_WOVEN)]) from error
    return replace(woven, sheet=kind.sheet.sorted(woven.sheet))


def _sent(edit: Edit) -> Revision | None:
    """Find the revision that the same form made before."""
    return Revision.objects.filter(form=edit.form).first() if edit.form else None


def _base(page: Page, edit: Edit, sent: Revision | None, sees: Sees) -> tuple[PageState | None, bool]:
    """Give what the person started from as they saw it, None when that is not known, and whether only they edited
    since then.
    """
    base = Revision.objects.filter(page=page, public_id=edit.base).first()
    if sent and (sent.page_id, sent.author) == (page.pk, rules.account(edit.author)):
        base = sent if base is None or base.pk < sent.pk else base
    if base is None:
        return None, False
    since = history.visible(Revision.objects.filter(page=page, pk__gte=base.pk).light().oldest_first(), edit.lens)
    if base not in since:
        return None, False
    are_own = edit.author.is_authenticated and all(one.author_id == edit.author.pk for one in since if one != base)
    return tidied(saved_state_of(base).through(sees, keep_gates=True)), are_own


def _about(edit: Edit, *, is_sent: bool) -> dict[str, Any]:
    form = None if is_sent else edit.form or None
    return {
        "author": rules.account(edit.author),
        "summary": " ".join(edit.summary.split()),
        "is_minor": edit.is_minor,
        "action": edit.action,
        "form": form,
        "saved_at": timezone.now(),
    }


def _locked(page: int) -> Page:
    return Page.objects.select_for_update(of=("self",)).select_related("current").get(pk=page)


def _save(page: Page, state: PageState, calendar: Calendar, **about: Any) -> Revision:
    """Write the next revision and the records of its page."""
    if page.current and page.current.digest == state.digest:
        return page.current
    if len(state.body) > MOST_CHARS:
        raise Refused([Refusal("body", 1, FULL)])
    before = state_of(page.current) if page.current else None
    revision = _written(page, state, before or PageState(), calendar, **about)
    page.current = revision
    page.save(update_fields=["current"])
    record.write(page, state, revision.gates, before=before)
    watching.tell_of(revision)
    return revision


def _written(page: Page, state: PageState, before: PageState, calendar: Calendar, **about: Any) -> Revision:
    gates = about.pop("touched", None)
    return Revision.objects.create(
        public_id=new_public_id(),
        page=page,
        parent=page.current,
        names=state.names,
        tags=state.tags,
        sheet=state.sheet,
        body=state.body,
        digest=state.digest,
        gates=record.resolved(state.gates | kinds.of(page).sheet.waits(state.sheet), calendar),
        touched=record.resolved(touched(before, state) if gates is None else gates, calendar),
        is_public=record.is_public(before, state),
        loose=history.loose(state),
        **{name: value for name, value in about.items() if value is not None},
    )
