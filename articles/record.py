"""Derives the rows of articles and claims from a page’s state. Called by wiki.pages.record, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator

from articles import states
from articles.models import Article, ClaimStatus, Mention, Outcome
from wiki.markup import slugify
from wiki.pages.models import Page
from wiki.pages.state import PageState, SheetEntry, by_field
from wiki.spoilers import dates
from wiki.spoilers.models import Gate

Gates = dict[str, Gate | None]


def write_article(page: Page, state: PageState, before: PageState | None, gates: Gates) -> None:
    """Write when an article is out, and the claims that it makes."""
    at, now = states.published_at(state), states.state_now(state)
    kinds = by_field(state.sheet).get("kind", ())
    values = {
        "kind": next((entry.values[0] for entry in reversed(kinds) if not entry.gate), ""),
        "status": now,
        "is_held": now not in states.OUT,
        "published_at": at,
    }
    Article.objects.update_or_create(page=page, defaults=values)
    Mention.objects.filter(page=page).delete()
    Mention.objects.bulk_create(_mentions(page, by_field(state.sheet).get("claims", ()), gates))


def _mentions(page: Page, entries: tuple[SheetEntry, ...], gates: Gates) -> Iterator[Mention]:
    for rank, entry in enumerate(entries):
        name, status, said_by = entry.values
        about = {"name": name, "target": slugify(name), "status": status, "said_by": said_by}
        yield Mention(page=page, rank=rank, gate=gates[entry.gate], **about)


def write_claim(page: Page, state: PageState, before: PageState | None, gates: Gates) -> None:
    """Write what became of a claim, and when."""
    values = by_field(state.sheet)
    for model in (ClaimStatus, Outcome):
        model._default_manager.filter(page=page).delete()
    ClaimStatus.objects.bulk_create(_statuses(page, values.get("statuses", ()), gates))
    Outcome.objects.bulk_create(_outcomes(page, values.get("outcome", ()), gates))


def _statuses(page: Page, entries: tuple[SheetEntry, ...], gates: Gates) -> Iterator[ClaimStatus]:
    for rank, entry in enumerate(entries):
        status, text = entry.values
        date, precision = dates.read(text)
        about = {"status": status, "date": date, "precision": precision, "source": entry.source}
        yield ClaimStatus(page=page, rank=rank, gate=gates[entry.gate], **about)


def _outcomes(page: Page, entries: tuple[SheetEntry, ...], gates: Gates) -> Iterator[Outcome]:
    for rank, entry in enumerate(entries):
        verdict, text = entry.values
        yield Outcome(page=page, rank=rank, verdict=verdict, text=text, source=entry.source, gate=gates[entry.gate])
