"""Deciding on anything in the queue, whatever sort it is of."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from wiki.moderation import records, reports
from wiki.moderation.queue import EDIT, PICTURE, REPORT, Item
from wiki.pages import acts, images, pending
from wiki.pages import deciding as edits
from wiki.pages.acts import Act
from wiki.pages.cleaning import Refused
from wiki.pages.editing import EditConflict, MayNotEdit
from wiki.spoilers.lens import Lens

MET = "The page was changed in the same place since. Change the edit, then approve it."
MEND = "The passage was changed since. Mend the page by hand, then confirm the report."
REWRITTEN = "Its author has changed it since you looked. Look at it once more, then decide."
ALREADY = "Somebody else has decided on this already."
NOT_YOURS = "You may not decide on this."


class NotDone(Exception):
    """It was not decided; the sentence says why."""


def decide(item: Item, *, is_yes: bool, reason: str, person: Any, lens: Lens) -> None:
    """Approve or reject one thing. Raises NotDone."""
    act = {EDIT: _edit, REPORT: _report, PICTURE: _picture}[item.sort]
    try:
        act(item.id, is_yes=is_yes, reason=reason, person=person, lens=lens)
    except EditConflict as error:
        raise NotDone(MEND if item.sort == REPORT else MET) from error
    except Refused as error:
        raise NotDone(" ".join(one.message for one in error.refusals)) from error
    except edits.Rewritten as error:
        raise NotDone(REWRITTEN) from error
    except (edits.DecidedAlready, Http404) as error:
        raise NotDone(ALREADY) from error
    except MayNotEdit as error:
        raise NotDone(NOT_YOURS) from error


def _edit(public_id: str, *, is_yes: bool, reason: str, person: Any, lens: Lens) -> None:
    view = pending.one(public_id, person, lens)
    if is_yes:
        edits.approve(view, person=person, reason=reason)
    else:
        edits.reject(view, person=person, reason=reason)


def _report(public_id: str, *, is_yes: bool, reason: str, person: Any, lens: Lens) -> None:
    view = _report_view(public_id, lens)
    (reports.confirm if is_yes else reports.lift)(view, person=person, lens=lens, reason=reason)


def _report_view(public_id: str, lens: Lens) -> reports.ReportView:
    view = reports.one(public_id, lens)
    if view is None:
        raise Http404
    return view


def _picture(name: str, *, is_yes: bool, reason: str, person: Any, lens: Lens) -> None:
    found = images.image(name, lens, person)
    gate = [found.gate_text] if found.gate_text else []
    if is_yes:
        images.release(found)
    else:
        images.remove(found)
    acts.tell(
        Act("release" if is_yes else "remove", person, reason, found.page_id, person=found.uploader, touched=gate)
    )


def details(item: Item, person: Any, lens: Lens) -> dict[str, Any]:
    """Give what there is to know of one thing before deciding on it. Raises Http404 if it is gone meanwhile."""
    if item.sort == EDIT:
        view: Any = pending.one(item.id, person, lens)
        return {"view": view, "record": records.record_of(view.row.author, lens), "address": view.row.address}
    if item.sort == REPORT:
        view = _report_view(item.id, lens)
        return {"view": view, "record": records.record_of(view.row.reporter, lens), "address": view.row.address}
    found = images.image(item.id, lens, person)
    return {"view": images.described(found), "record": records.record_of(found.uploader, lens), "address": ""}
