"""Hands out characters as one reader may see them: a page with its counterparts, relations and appearances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.http import Http404

from characters import appearing, relations
from characters.appearing import Strip
from characters.bonds import Person, told
from characters.models import Counterpart
from characters.relations import Relation
from wiki.markup import slugify
from wiki.pages import kinds, rendering
from wiki.pages.models import Name, Value
from wiki.pages.reading import Known, found_page, known, page
from wiki.pages.rendering import Facts, PageView
from wiki.pages.sheets import Sheet
from wiki.pages.sheets.infobox import ValueView
from wiki.spoilers.condition import Condition, of_gate
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal


class CounterpartLine(NamedTuple):
    """A counterpart, with what the character’s page says of it."""

    person: Person
    note: str


@dataclass(frozen=True)
class CharacterView:
    page: PageView
    counterparts: tuple[CounterpartLine, ...]
    relations: tuple[Relation, ...]
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Row:
    """One field of two counterparts. `verdict` is "same", "different", "here" or "there"."""

    label: str
    here: tuple[ValueView, ...]
    there: tuple[ValueView, ...]

    @property
    def verdict(self) -> str:
        if not (self.here and self.there):
            return "here" if self.here else "there"
        return "same" if _said(self.here) == _said(self.there) else "different"


@dataclass(frozen=True)
class Pair:
    """A character beside a counterpart; nothing is compared with one who has no page."""

    line: CounterpartLine
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Performer:
    name: str
    slug: str
    page: Known | None
    characters: tuple[Known, ...]


def character(slug: str, lens: Lens) -> CharacterView:
    """Give a character by a slug. Raises Http404, the same for hidden and unknown.

    The number of queries does not depend on how much there is to tell.
    """
    found = found_page(slug, lens)
    page, open_gates = rendering.view(found, lens), Gate.objects.open_to(lens)
    return CharacterView(
        page,
        tuple(counterparts(found.page, open_gates)),
        tuple(relations.of_page(found.page, open_gates)),
        tuple(appearing.strips(found.page, open_gates)),
    )


def everywhere(slug: str, lens: Lens) -> tuple[PageView, list[Strip]]:
    """Give a character with all works and all their releases, marked as far as this reader sees. Raises Http404."""
    found = page(slug, lens)
    return found, appearing.strips(found.id, Gate.objects.open_to(lens), everywhere=True)


def counterparts(page: int, open_gates: list[int]) -> list[CounterpartLine]:
    """List who a character is in other tellings, whichever of the two pages tells it; each one once."""
    found: dict[Person, CounterpartLine] = {}
    for bond in told(Counterpart, open_gates, [page]):
        person = bond.other if bond.teller.page == page else bond.teller
        if person.page != page:
            # A note is said of the one who is told of. A later one replaces an earlier one, as a later value does.
            note = unseal(bond.row.note) if bond.teller.page == page else ""
            found[person] = CounterpartLine(person, note or (found[person].note if person in found else ""))
    return list(found.values())


def beside(slug: str, lens: Lens) -> tuple[PageView, list[Pair]]:
    """Give a character and, side by side with it, each counterpart. The number of queries does not depend on theirs."""
    found = found_page(slug, lens)
    lines = counterparts(found.page, Gate.objects.open_to(lens))
    facts = rendering.facts({found.page, *(line.person.page for line in lines)}, lens)
    sheet = kinds.named(found.kind).sheet
    pairs = [
        Pair(line, tuple(_rows(facts[found.page], facts[line.person.page], sheet)) if line.person.page else ())
        for line in lines
    ]
    return rendering.view(found, lens), pairs


def _rows(one: Facts, other: Facts, sheet: Sheet) -> Iterator[Row]:
    """Compare names and fields, in the order of the one’s sheet."""
    here, there = ({field.name: field.values for field in facts.infobox.fields} for facts in (one, other))
    if one.aliases or other.aliases:
        yield Row("Also known as", *(tuple(map(ValueView.of, facts.aliases)) for facts in (one, other)))
    for field in sheet:
        if field.name in here or field.name in there:
            yield Row(field.label, here.get(field.name, ()), there.get(field.name, ()))


def _said(values: tuple[ValueView, ...]) -> set[str]:
    return {slugify(value.text) for value in values}


def performer(slug: str, lens: Lens) -> Performer:
    """Give somebody who plays characters, with those that the reader knows of. Raises Http404 without any."""
    gates = Gate.objects.open_to(lens)
    rows = list(Value.objects.visible_to(gates).filter(field="played_by", slug=slug).order_by("page_id", "rank"))
    people = known(gates, {row.page_id for row in rows})
    rows = [row for row in rows if row.page_id in people]
    if not rows:
        raise Http404
    played = sorted(dict.fromkeys(people[row.page_id] for row in rows), key=lambda one: one.title.casefold())
    return Performer(unseal(rows[0].text), slug, _own_page(slug, lens), tuple(played))


def gates_of_names(page: int, lens: Lens) -> list[Condition | None]:
    """List the gates of the names by which a reader knows a page. One query."""
    rows = Name.objects.filter(page=page).values_list("gate__key", flat=True)
    return [gate for gate in map(of_gate, rows) if lens.sees(gate)]


def _own_page(slug: str, lens: Lens) -> Known | None:
    """Give the page about a performer, if there is one."""
    try:
        found = found_page(slug, lens)
    except Http404:
        return None
    return known(Gate.objects.open_to(lens), [found.page])[found.page]
