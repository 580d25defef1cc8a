"""What waits for moderators, as one queue: edits, reports, pictures, pages of one name, gates that lead nowhere."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from wiki.moderation import reports
from wiki.pages import images, pending
from wiki.pages.models import Name, Revision
from wiki.pages.pending import PendingView
from wiki.pages.reading import Known, known, known_by
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

EDIT, REPORT, PICTURE, NAME, GATE = "edit", "report", "picture", "name", "gate"
LABELS = {
    EDIT: "Edits that wait",
    REPORT: "Reports",
    PICTURE: "Pictures that wait",
    NAME: "Pages of one name",
    GATE: "Gates that lead nowhere",
}
# What is decided on one by one; the others are mended on the pages themselves.
DECIDED = (EDIT, REPORT, PICTURE)


@dataclass(frozen=True)
class Item:
    """One thing to do. `id` names it within its sort; `url` is where it is mended if it is not decided on here."""

    sort: str
    id: str
    title: str
    about: str = ""
    sent_at: datetime.datetime | None = None
    is_ahead: bool = False
    url: str = ""
    version: str = ""  # changes with what is decided on

    @property
    def key(self) -> str:
        return ":".join(filter(None, (self.sort, self.id, self.version)))

    @property
    def is_decided_here(self) -> bool:
        return self.sort in DECIDED


def queue(lens: Lens) -> list[Item]:
    """List everything that a moderator may know of: what spoils them nothing first, each the oldest first."""
    items = [*_edits(lens), *_reports(lens), *_pictures(lens), *_names(lens), *_gates(lens)]
    return sorted(items, key=lambda item: (item.is_ahead, list(LABELS).index(item.sort)))


def counts(lens: Lens) -> dict[str, int]:
    """Count what is decided on here, by its sort."""
    found = {EDIT: len(_edits(lens)), REPORT: len(_reports(lens)), PICTURE: len(_pictures(lens))}
    return {sort: count for sort, count in found.items() if count}


def _edits(lens: Lens) -> list[Item]:
    return [_edit(view) for view in pending.queue(lens)]


def _edit(view: PendingView) -> Item:
    author = view.author or "somebody without an account"
    return Item(EDIT, view.id, view.title, author, view.sent_at, view.is_ahead, version=view.version)


def _reports(lens: Lens) -> list[Item]:
    return [Item(REPORT, view.id, view.title, view.what, view.sent_at) for view in reports.queue(lens)]


def _pictures(lens: Lens) -> list[Item]:
    return [
        Item(PICTURE, view.name, view.words.alt, view.uploader, sent_at)
        for view, sent_at in ((images.described(image), image.uploaded_at) for image in images.held(lens))
    ]


def _names(lens: Lens) -> list[Item]:
    """List the names by which somebody with this lens knows two pages."""
    visible = Name.objects.visible_to(Gate.objects.open_to(lens)).exclude(kind=Name.Kind.REDIRECT)
    twice = visible.values("slug").annotate(pages=Count("page", distinct=True)).filter(pages__gt=1)
    slugs = list(twice.values_list("slug", flat=True)[:100])
    rows = visible.filter(slug__in=slugs).select_related("page").order_by("slug", "page_id") if slugs else ()
    return list({name.slug: _same_name(known_by(name)) for name in reversed(list(rows))}.values())[::-1]


def _same_name(page: Known) -> Item:
    merge = f"{reverse('pages:merge', args=[page.slug])}?{urlencode({'into': page.title})}"
    return Item(NAME, page.slug, page.title, "Merge one into the other, or rename one.", url=merge)


def _gates(lens: Lens) -> list[Item]:
    """List the pages with a gate that no release answers to any more. It is shut for all but is written here, so it
    is for who sees everything: where it stands may be behind other gates.
    """
    if not lens.sees_everything:
        return []
    rows = Revision.objects.filter(current_of__isnull=False).exclude(gates={}).values_list("page_id", "gates")
    broken = {page: [text for text, key in gates.items() if not key] for page, gates in rows}
    pages: dict[int, Known] = known(Gate.objects.open_to(lens), {page for page, texts in broken.items() if texts})
    return [
        Item(GATE, one.slug, one.title, ", ".join(broken[page]), url=one.url)
        for page, one in sorted(pages.items(), key=lambda item: item[1].slug)
    ]
