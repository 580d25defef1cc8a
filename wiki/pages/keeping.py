"""Keeping order: renaming, deleting and bringing back, merging, protecting, rolling back. All by way of editing.py."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.db import transaction

from wiki.markup import slugify
from wiki.pages import acts, editing, looking, rules
from wiki.pages.acts import Act
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.editing import Edit, MayNotEdit, Saved
from wiki.pages.looking import Editable
from wiki.pages.models import Eyes, Name, Page, Protection, Revision
from wiki.pages.state import NameEntry, PageState, state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import new_stamp

SAME_TITLE = "This is what the page is called already."
NOTHING_ELSE = "Nobody else has written on this page; delete it instead."
NOT_LAST = "Somebody else has changed the page since. Undo the single changes instead."
OTHER_KIND = "These two are pages of different kinds; only pages of one kind can be merged."
IS_CURRENT = "This is what the page says now. Take it back first, then hide it."
AS_BEFORE = "The revision is shown so already. Choose what to hide, or what to show again."
ITSELF = "A page cannot be merged with itself."


def rename(found: Editable, *, title: str, summary: str, person: Any, lens: Lens, keep_redirect: bool = True) -> Saved:
    """Give a page another title in the place of the one that this person sees, behind the same gate.

    The old one stays as a redirect, with its gate. Raises Refused, MayNotEdit, EditConflict.
    """
    title = " ".join(title.split())
    if title == found.title:
        raise Refused([Refusal("names", 0, SAME_TITLE)])
    old = max(found.state.ranked())[1]
    redirect = replace_kind(old, Name.Kind.REDIRECT)
    stays = keep_redirect and slugify(old.text) != slugify(title)
    names = [old._replace(text=title, kind=Name.Kind.TITLE) if one == old else one for one in found.state.names]
    names = [one for one in names if (one.text, one.kind) != (title, Name.Kind.REDIRECT)]
    state = replace(found.state, names=(*([redirect] if stays else []), *names))
    edit = Edit(state, person, lens, base=found.base, summary=summary, action=Revision.Action.MOVE)
    return editing.edit_page(page=found.page.pk, edit=edit, is_strict=True)


def replace_kind(entry: NameEntry, kind: str) -> NameEntry:
    return entry._replace(kind=kind)


@transaction.atomic
def roll_back(found: Editable, *, person: Any, lens: Lens, author: int | None) -> Saved:
    """Take back all that one person changed last on a page. Raises Refused, MayNotEdit."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    if found.seen[-1].author_id != author:
        raise Refused([Refusal("page", 0, NOT_LAST)])
    shown = [one for one in found.seen if not one.hidden_text]
    last_other = next((one for one in reversed(shown) if one.author_id != author), None)
    if last_other is None:
        raise Refused([Refusal("page", 0, NOTHING_ELSE)])
    edit = looking.restoring(last_other, found, lens, person)
    edit = replace(edit, action=Revision.Action.ROLLBACK)
    saved = editing.edit_page(page=found.page.pk, edit=edit, is_strict=True)
    acts.tell(Act("rollback", person, page=found.page, revision=saved.revision, person=found.seen[-1].author))
    return saved


@transaction.atomic
def hide(found: Editable, revision: Revision, *, eyes: dict[str, str], reason: str, person: Any) -> None:
    """Keep text, summary or author of a revision for some eyes alone, or show it again. Raises MayNotEdit, Refused."""
    before = {part: getattr(revision, f"hidden_{part}") for part in looking.PARTS}
    if not all(rules.may_see_hidden(person, one) for one in ("moderators", *before.values(), *eyes.values())):
        raise MayNotEdit
    if eyes == before:
        raise Refused([Refusal("text", 0, AS_BEFORE)])
    if eyes["text"] and revision.public_id == found.seen[-1].public_id:
        raise Refused([Refusal("text", 0, IS_CURRENT)])
    Revision.objects.filter(pk=revision.pk).update(**{f"hidden_{part}": Eyes(one) for part, one in eyes.items()})
    Page.objects.filter(pk=found.page.pk).update(stamp=new_stamp())
    acts.tell(Act("hide", person, reason, found.page, before=before, after=eyes))


@transaction.atomic
def delete(page: int, *, person: Any, lens: Lens, reason: str) -> Revision:
    """Take a page away, whole. Its history stays; it exists for nobody until it is brought back."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    revision = _taken_away(page, person, lens, reason)
    acts.tell(Act("delete", person, reason, page, revision))
    return revision


def _taken_away(page: int, person: Any, lens: Lens, reason: str) -> Revision:
    return editing.write_state(
        page=page, state=PageState(), author=person, lens=lens, summary=reason, action=Revision.Action.DELETE
    )


@transaction.atomic
def bring_back(page: int, *, person: Any, lens: Lens, reason: str) -> Revision:
    """Bring a deleted page back as it was, hidden parts and all."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    one_writer()
    deletion = Page.objects.select_related("current__parent").get(pk=page).current
    if deletion is None or deletion.action != Revision.Action.DELETE or deletion.parent is None:
        raise Refused([Refusal("page", 0, "This page is not deleted.")])
    state = state_of(deletion.parent)
    revision = editing.write_state(
        page=page, state=state, author=person, lens=lens, summary=reason, action=Revision.Action.RESTORE
    )
    acts.tell(Act("bring_back", person, reason, page, revision))
    return revision


@transaction.atomic
def merge(source: int, *, into: int, person: Any, lens: Lens, reason: str) -> Revision:
    """Put one page into another, whole: names as aliases, tags, and the text after the other's."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    if source == into:
        raise Refused([Refusal("page", 0, ITSELF)])
    one_writer()
    if len(set(Page.objects.filter(pk__in=(into, source)).values_list("kind", flat=True))) > 1:
        raise Refused([Refusal("page", 0, OTHER_KIND)])
    one, two = (state_of(_current(pk)) for pk in (into, source))
    names = [_as_other(entry) for entry in two.names]
    known = {(entry.text, entry.gate) for entry in one.names}
    state = PageState(
        names=(*[entry for entry in names if (entry.text, entry.gate) not in known], *one.names),
        tags=tuple(dict.fromkeys([*one.tags, *two.tags])),
        sheet=(*two.sheet, *one.sheet),
        body="\n\n".join(filter(None, (one.body.strip("\n"), two.body.strip("\n")))),
    )
    _taken_away(source, person, lens, reason)
    revision = editing.write_state(
        page=into, state=state, author=person, lens=lens, summary=reason, action=Revision.Action.MERGE
    )
    acts.tell(Act("merge", person, reason, into, revision))
    return revision


def _as_other(entry: NameEntry) -> NameEntry:
    return replace_kind(entry, Name.Kind.ALIAS) if entry.kind == Name.Kind.TITLE else entry


def _current(page: int) -> Revision:
    return Revision.objects.get(current_of=page)


@transaction.atomic
def protect(
    page: int,
    *,
    level: str,
    person: Any,
    reason: str = "",
    until: datetime.datetime | None = None,
    is_reviewed: bool = False,
) -> None:
    """Say who may edit a page from now on, why and until when, and whether edits of people not trusted wait."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    row = Page.objects.select_for_update().get(pk=page)
    before = _protection(row)
    row.protection, row.protection_reason = Protection(level), reason
    row.protected_until, row.is_reviewed = until, is_reviewed
    row.save(update_fields=["protection", "protection_reason", "protected_until", "is_reviewed"])
    acts.tell(Act("protect", person, reason, row, before=before, after=_protection(row)))


def _protection(page: Page) -> dict[str, Any]:
    until = page.protected_until.isoformat() if page.protected_until else ""
    return {"level": str(page.protection_now), "until": until, "is_reviewed": page.is_reviewed}
