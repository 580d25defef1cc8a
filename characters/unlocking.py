"""What a step opened among counterparts, relations and appearances."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from characters.bonds import Bond, Person, told
from characters.kind import CHARACTER
from characters.models import Appearance, Counterpart, Relationship, Told
from wiki.pages.models import Name
from wiki.pages.unlocking import Entry, Opened, Source
from wiki.spoilers.calendar import current
from wiki.spoilers.sealed import unseal


def _told(model: type[Told], what: Opened) -> QuerySet[Any]:
    """Find the pages at both ends of what a step opened. A page that is not there for the reader tells nothing."""
    tellers = Name.objects.visible_to(what.open_gates).filter(page=OuterRef("page"))
    rows = model._default_manager.filter(Exists(tellers), gate__in=what.gates)
    ends = Q(page__in=rows.values("page")) | Q(slug__in=rows.values("target"))
    return Name.objects.visible_to(what.open_gates).filter(ends, page__kind=CHARACTER.name)


def _bonds(model: type[Any], what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Bond[Any]]]:
    new = set(what.gates)
    for bond in told(model, what.open_gates, pages):
        if bond.row.gate_id in new:
            yield from ((one.page, bond) for one in (bond.teller, bond.other) if one.page in pages and _is_ours(one))


def _is_ours(one: Person) -> bool:
    """Tell whether a page is a character: others do not show what characters tell of them."""
    return one.url == CHARACTER.url(one.slug)


def counterparts(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give the counterparts that are new on characters, whichever of the two pages tells it."""
    for page, bond in _bonds(Counterpart, what, pages):
        other = bond.other if bond.teller.page == page else bond.teller
        yield page, Entry("Counterpart", other.title, reverse("characters:counterparts", args=[pages[page]]))


def relations(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give who is newly known to be something to a character."""
    for page, bond in _bonds(Relationship, what, pages):
        said = f"{bond.other.title}: {unseal(bond.row.kind)} of {bond.teller.title}"
        yield page, Entry("Relation", said, reverse("characters:relations", args=[pages[page]]))


def _appearing(what: Opened) -> QuerySet[Any]:
    return Appearance.objects.filter(gate__in=what.gates)


def appearances(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give the releases in which characters are now known to appear."""
    rows = Appearance.objects.filter(gate__in=what.gates, page__in=pages).order_by("rank")
    names = current().written
    for row in rows:
        said = f"{names.get(row.release_id, '')}, {unseal(row.role)}"
        yield row.page_id, Entry("Appearance", said, reverse("characters:appearances", args=[pages[row.page_id]]))


SOURCES = (
    Source(partial(_told, Counterpart), counterparts),
    Source(partial(_told, Relationship), relations),
    Source(_appearing, appearances),
)
