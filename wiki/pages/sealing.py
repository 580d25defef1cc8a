"""Seals: gates that are put around what was reported as a spoiler, on the page and wherever it stood before.

On the page it is an edit as any other. Its earlier revisions, and the edits of it that wait, keep their texts as they
were saved; the seal is written beside them, and `state.state_of` puts it on whenever one is opened. So history, diffs
and old revisions follow from the one rule of projection: for who has not come so far, the passage was never there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import transaction

from wiki import markup
from wiki.pages import editing, history, pending, record
from wiki.pages.editing import Edit
from wiki.pages.looking import Editable
from wiki.pages.models import Page, Pending, Revision
from wiki.pages.state import PageState, Sees, SheetEntry, both, saved_state_of, seer, state_of
from wiki.pages.touching import touched
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import new_stamp

SUMMARY = "Sealed as a spoiler"
ANY = "anything"  # stands for a gate where it does not matter which


@dataclass(frozen=True)
class Passage:
    """What is sealed: the text of a block of the page, or a value of its sheet."""

    text: str = ""
    value: tuple[str, tuple[str, ...]] | None = None

    def behind(self, gate: str, state: PageState) -> PageState:
        """Give a state with this passage behind a gate; unchanged where it is not in it."""
        if self.value is None:
            found = [span for one in markup.blocks(state.body) if one.text == self.text for span in one.spans]
            return replace(state, body=markup.gated(state.body, [(*span, gate) for span in found]))
        gated = (one._replace(gate=both(one.gate, gate)) if self._is(one) else one for one in state.sheet)
        return replace(state, sheet=tuple(gated))

    def gates(self, state: PageState) -> set[str]:
        """Give the gates in this passage and around it."""
        if self.value is None:
            return touched(state, self.behind(ANY, state)) - {ANY}
        return {one.gate for one in state.sheet if self._is(one)} - {""}

    def _is(self, entry: SheetEntry) -> bool:
        return (entry.field, entry.values) == self.value

    def seal(self, name: str, gate: str, state: PageState, sees: Sees) -> dict[str, Any] | None:
        """Give the seal for what is like this passage in an earlier state, None where nothing is.

        What is like it is judged by what the reporter sees, so that it tells nobody of what they do not.
        """
        lines = [span for one in markup.blocks(state.body, sees) if self._is_like(one.text, sees) for span in one.spans]
        values = [[entry.field, list(entry.values)] for entry in state.sheet if self._is(entry)]
        return {"name": name, "gate": gate, "lines": lines, "values": values} if lines or values else None

    def _is_like(self, text: str, sees: Sees) -> bool:
        return bool(self.text) and markup.like(self.text, markup.project(text, sees, keep_gates=True))

    def as_it_stands(self, state: PageState, sees: Sees) -> list[Passage]:
        """Give what is like this passage in a page's present state: one that somebody has changed tells as much."""
        texts = [one.text for one in markup.blocks(state.body)] if self.value is None else []
        return [self] if self.text in texts else [Passage(one) for one in texts if self._is_like(one, sees)] or [self]


class Sealed(NamedTuple):
    """Whether anything was sealed, and the revision that did it: None where only what came before holds the passage."""

    is_sealed: bool
    revision: Revision | None = None


@transaction.atomic
def seal(found: Editable, passage: Passage, *, gate: str, name: str, person: Any, lens: Lens) -> Sealed:
    """Put a passage behind a gate, at once and in all that came before.

    `name` tells seals apart. A protected page is sealed as well, and nothing of it waits. Raises Refused.
    """
    one_writer()
    state = found.state
    for one in passage.as_it_stands(state, seer(lens, record.resolved(state.gates, current()))):
        state = one.behind(gate, state)
    if state == found.state:
        current_one = Revision.objects.get(current_of=found.page)
        return Sealed(_seal_earlier(found.page, current_one, passage, name, gate, lens))
    edit = Edit(state, person, lens, base=found.base, summary=SUMMARY, action=Revision.Action.SEAL, is_approved=True)
    saved = editing.edit_page(page=found.page.pk, edit=edit)
    assert saved.revision is not None  # noqa: S101
    _seal_earlier(found.page, saved.revision, passage, name, gate, lens)
    return Sealed(True, saved.revision)


def _seal_earlier(page: Page, before: Revision, passage: Passage, name: str, gate: str, lens: Lens) -> bool:
    """Seal a passage in all revisions before one, and in the edits that wait; tell whether it was in any."""
    earlier = Revision.objects.filter(page=page, pk__lt=before.pk).order_by("pk")
    rows = [row for row in (*earlier, *Pending.objects.filter(page=page)) if _seal(row, passage, name, gate, lens)]
    _write(page, rows)
    return bool(rows)


def _seal(row: Revision | Pending, passage: Passage, name: str, gate: str, lens: Lens) -> bool:
    """Put the seal on what was saved earlier; tell whether there was anything to seal."""
    state = saved_state_of(row)
    made = passage.seal(name, gate, state, seer(lens, record.resolved(state.gates, current())))
    row.seals = [*row.seals, made] if made else row.seals
    return made is not None


@transaction.atomic
def take_off(page: Page, name: str) -> None:
    """Take a seal off everything that it was put on beside the page's text."""
    one_writer()
    rows: list[Revision | Pending] = [*Revision.objects.filter(page=page), *Pending.objects.filter(page=page)]
    changed = [row for row in rows if any(seal["name"] == name for seal in row.seals)]
    for row in changed:
        row.seals = [seal for seal in row.seals if seal["name"] != name]
    _write(page, changed)


def _write(page: Page, rows: Iterable[Revision | Pending]) -> None:
    """Keep the seals, and what follows from them for each revision and for the one after it."""
    rows = list(rows)
    for row in rows:
        if isinstance(row, Pending):
            Pending.objects.filter(pk=row.pk).update(seals=row.seals, touched=pending.touched_now(row))
        else:
            Revision.objects.filter(pk=row.pk).update(seals=row.seals)
    revisions = {row.pk for row in rows if isinstance(row, Revision)}
    for one in Revision.objects.filter(page=page).select_related("parent").order_by("pk"):
        if one.pk in revisions or one.parent_id in revisions:
            _derive(one)
    Page.objects.filter(pk=page.pk).update(stamp=new_stamp())


def _derive(one: Revision) -> None:
    """Write anew what the database knows of a revision's text. What it touched only grows: in doubt it hides."""
    before, after = state_of(one.parent) if one.parent else PageState(), state_of(one)
    calendar = current()
    Revision.objects.filter(pk=one.pk).update(
        digest=after.digest,
        loose=history.loose(after),
        gates=record.resolved(after.gates | set(one.gates), calendar),
        touched=one.touched | record.resolved(touched(before, after), calendar),
        is_public=record.is_public(before, after),
    )
