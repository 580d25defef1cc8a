"""Who is what to whom, as one reader knows it; and the same as a picture."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from characters import kinship
from characters.bonds import Bond, Person, most_told_of, told
from characters.models import Relationship
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

# How many characters one picture holds; of more, those with the most relations.
MOST = 60

# The day of a release, and its place in the calendar.
Place = tuple[datetime.date, int]


class Relation(NamedTuple):
    """`other` is the `kind` of `one`."""

    one: Person
    other: Person
    kind: str

    @property
    def says(self) -> str:
        """What `other` does or is to `one`, in words."""
        return kinship.of(self.kind).says

    @property
    def label(self) -> str:
        return kinship.of(self.kind).label

    @property
    def is_mutual(self) -> bool:
        return kinship.is_mutual(self.kind)

    def told(self) -> Relation:
        """Turn it into the direction that there are words for: “A killed B”, not “B was killed by A”."""
        return self if self.says else Relation(self.other, self.one, kinship.inverse(self.kind))

    def seen_from(self, page: int) -> Relation:
        """Turn it so that a page is `one`."""
        return self if self.one.page == page else Relation(self.other, self.one, kinship.inverse(self.kind))


def of_page(page: int, open_gates: list[int]) -> list[Relation]:
    """List what others are to one character, in the order of their names."""
    bonds = told(Relationship, open_gates, [page])
    found = [relation.seen_from(page) for relation in _latest(bonds)]
    return sorted(found, key=lambda relation: (relation.other.title.casefold(), relation.other.slug))


def around(page: int, lens: Lens) -> list[Relation]:
    """List what holds between one character and others, and among these."""
    open_gates = Gate.objects.open_to(lens)
    own = [relation.told() for relation in of_page(page, open_gates)]
    near = set(sorted({end.page for relation in own for end in (relation.one, relation.other)} - {0, page})[:MOST])
    among = _latest(told(Relationship, open_gates, near)) if near else []
    return own + [one for one in _sorted(among) if one.one.page in near and one.other.page in near]


def everywhere(lens: Lens) -> list[Relation]:
    """List what holds among those characters of whom most is told."""
    open_gates = Gate.objects.open_to(lens)
    relations = _sorted(_latest(told(Relationship, open_gates, most_told_of(Relationship, open_gates, MOST))))
    return pictured(relations)


def pictured(relations: list[Relation]) -> list[Relation]:
    """Keep what holds among those who have the most relations: as many as one picture holds."""
    counts = Counter(end for relation in relations for end in (relation.one, relation.other))
    kept = set(sorted(counts, key=lambda end: (-counts[end], end.slug, end.title))[:MOST])
    return [relation for relation in relations if relation.one in kept and relation.other in kept]


def _sorted(relations: Iterable[Relation]) -> list[Relation]:
    return sorted(relations, key=lambda one: (one.one.title.casefold(), one.other.title.casefold(), one.one.slug))


def _latest(bonds: Iterable[Bond[Relationship]]) -> list[Relation]:
    """Keep one relation between the same two: the last on a page; of both pages' the one that opens later."""
    last: dict[tuple[frozenset[Person], Person], Bond[Relationship]] = {}
    for bond in bonds:
        if bond.teller != bond.other:
            last[frozenset((bond.teller, bond.other)), bond.teller] = bond
    calendar = current()
    days = {one.id: one.day for work in calendar.works for one in work.releases}
    places = {pk: (days[pk], number) for number, pk in enumerate(calendar.written)}
    kept: dict[frozenset[Person], Bond[Relationship]] = {}
    for (pair, _), bond in last.items():
        if pair not in kept or _reach(bond, places) >= _reach(kept[pair], places):
            kept[pair] = bond
    return [Relation(bond.teller, bond.other, unseal(bond.row.kind)).told() for bond in kept.values()]


def _reach(bond: Bond[Relationship], places: dict[int, Place]) -> Place:
    """Tell when a gate can first be open, by the public calendar: what opens later tells of later things."""
    if bond.row.gate is None:
        return datetime.date.min, 0
    never = (datetime.date.max, len(places))
    return min(max(places.get(one, never) for one in alternative) for alternative in bond.row.gate.alternatives)
