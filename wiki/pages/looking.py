"""Hands out pages and revisions to those who edit, compare and look back, as far as they see them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from wiki import markup
from wiki.markup.render import Html
from wiki.pages import history, kinds, rendering, rules
from wiki.pages.editing import Edit
from wiki.pages.kinds import Kind
from wiki.pages.models import Name, Page, Revision
from wiki.pages.reading import found_page
from wiki.pages.sheets.infobox import InfoboxView
from wiki.pages.state import PageState, seer, state_of, tidied
from wiki.spoilers.condition import of_gate
from wiki.spoilers.lens import Lens
from wiki.spoilers.sealed import unseal


class Editable:
    """A page as its editor has it: the editing projection, the revision that it comes from, those they may know of."""

    def __init__(self, page: Page, lens: Lens, person: Any = None) -> None:
        self.page, self.lens, self.person = page, lens, person

    @cached_property
    def state(self) -> PageState:
        assert self.page.current is not None  # noqa: S101
        return projected(self.page.current, self.lens)

    @property
    def kind(self) -> Kind:
        return kinds.of(self.page)

    @cached_property
    def title(self) -> str:
        return self.state.title

    @cached_property
    def slug(self) -> str:
        return markup.slugify(self.title)

    @cached_property
    def url(self) -> str:
        return kinds.url(self.page.kind, self.slug)

    @cached_property
    def base(self) -> str:
        """The public id of the latest revision that this editor may know of."""
        assert self.page.current is not None  # noqa: S101
        return history.last_visible(self.page.current, self.lens).public_id

    @cached_property
    def seen(self) -> list[Revision]:
        """The visible revisions, the first first."""
        return history.visible_of_page(self.page.pk, self.lens)

    def revision(self, public_id: str) -> tuple[Revision, Revision | None]:
        """Give a visible revision and the visible one before it. Raises Http404, the same for hidden and unknown.

        One whose text a moderator has hidden is there for neither, but for the eyes that it was kept for.
        """
        shown = [one for one in self.seen if rules.may_see_hidden(self.person, one.hidden_text)]
        for before, one in zip([None, *shown], shown, strict=False):
            if one.public_id == public_id:
                return one, before
        raise Http404

    def started_from(self, base: str) -> PageState:
        """Give what somebody started from as they had it; the present state where that is not known any more."""
        return self.state if base == self.base else self.state_at(base) or self.state

    def state_at(self, public_id: str) -> PageState | None:
        """Give what somebody started from as they had it, None for a revision that they cannot know."""
        try:
            return projected(self.revision(public_id)[0], self.lens)
        except Http404:
            return None


@dataclass(frozen=True)
class RevisionLine:
    """A revision in a list. A summary is "" for who may not read it."""

    id: str
    saved_at: datetime.datetime
    author: str
    action: str
    summary: str
    is_minor: bool
    parent: str = ""
    is_current: bool = False
    hidden: tuple[str, ...] = ()  # which parts a moderator has hidden


def editable(slug: str, lens: Lens, person: Any = None) -> Editable:
    """Give a page to edit. Raises Http404 as reading it does. With a `person`, what is kept for their eyes is there."""
    page = Page.objects.select_related("current").get(pk=found_page(slug, lens).page)
    return Editable(page, lens, person)


def projected(revision: Revision, lens: Lens) -> PageState:
    """Give a revision as an editor has it, open gates kept."""
    return tidied(state_of(revision).through(seer(lens, revision.gates), keep_gates=True))


def shown(revision: Revision, lens: Lens) -> PageState:
    """Give a revision as a reader has it."""
    return state_of(revision).through(seer(lens, revision.gates))


def lines(found: Editable) -> list[RevisionLine]:
    """List a page's visible revisions, the last first."""
    described, before = [], ""
    for one in found.seen:
        described.append(line(one, found.lens, parent=before, is_current=one is found.seen[-1], person=found.person))
        before = one.public_id if rules.may_see_hidden(found.person, one.hidden_text) else before
    return described[::-1]


PARTS = ("text", "summary", "author")


def line(
    revision: Revision, lens: Lens, *, parent: str = "", is_current: bool = False, person: Any = None
) -> RevisionLine:
    """Describe a visible revision, without what a moderator has hidden from this person."""
    hidden = tuple(part for part in PARTS if not rules.may_see_hidden(person, getattr(revision, f"hidden_{part}")))
    may_read = "summary" not in hidden and history.shows_summary(revision, lens)
    return RevisionLine(
        id=revision.public_id,
        saved_at=revision.saved_at,
        author=revision.author.get_username() if revision.author and "author" not in hidden else "",
        action=revision.get_action_display(),
        summary=unseal(revision.summary) if may_read else "",
        is_minor=revision.is_minor,
        parent=parent,
        is_current=is_current,
        hidden=hidden,
    )


def title_of(page: int, lens: Lens) -> tuple[str, str] | None:
    """Give the title and the address of a page as a reader knows it, None if it does not exist for them."""
    columns = ("text", "slug", "page__kind", "gate__key")
    for text, slug, kind, key in Name.objects.filter(page=page).order_by("-rank").values_list(*columns):
        if lens.sees(of_gate(key)):
            return unseal(text), kinds.url(kind, slug)
    return None


@dataclass(frozen=True)
class Standing:
    """A page as it stood once."""

    title: str
    infobox: InfoboxView
    html: Html


def at(one: Revision, kind: Kind, lens: Lens) -> Standing:
    """Render an old revision. Its links lead where they lead today."""
    state = shown(one, lens)
    infobox = rendering.render_sheet(kind.sheet, state.sheet, lens)
    return Standing(state.title, infobox, rendering.render_text(state.body, lens))


def undoing(one: Revision, before: Revision, lens: Lens, person: object) -> Edit:
    """Give the edit that takes one change back: from it to the state before, put on top of what came since."""
    summary = f"Undid the change of {history.date(one.saved_at, timezone.get_default_timezone())}"
    return Edit(projected(before, lens), person, lens, base=one.public_id, summary=summary, action=Revision.Action.UNDO)


def restoring(one: Revision, found: Editable, lens: Lens, person: object) -> Edit:
    """Give the edit that makes a page what it once was."""
    summary = f"Restored the state of {history.date(one.saved_at, timezone.get_default_timezone())}"
    return Edit(projected(one, lens), person, lens, base=found.base, summary=summary, action=Revision.Action.RESTORE)


def author_of(name: str) -> int | None:
    """Give the account of a name, None for somebody without one. Raises Http404 for a name that nobody has."""
    if not name:
        return None
    if not name.isprintable():
        raise Http404
    return get_object_or_404(get_user_model(), username=name).pk
