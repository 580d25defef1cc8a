"""What a tag that somebody typed counts as, and for whom: its synonyms, followed as far as each reader knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wiki.markup import slugify
from wiki.pages.models import Synonym
from wiki.spoilers.condition import Condition, all_of, any_of, of_gate

# Longer chains are cut: moderators make them, one at a time, and each reader follows one way through them.
LONGEST = 8


class Edge(NamedTuple):
    """A synonym: what it leads to, what that is called (sealed), and for whom."""

    tag: str
    into: str
    text: Any
    gate: Condition | None


class Use(NamedTuple):
    """A tag that counts for who sees `gate` and not `unless`. `typed` is what was typed, where that is another one."""

    slug: str
    gate: Condition | None
    unless: Condition | None
    typed: str


class Synonyms:
    """Some synonyms. Of two for one tag a reader who sees both follows the first by the alphabet."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.edges: dict[str, list[Edge]] = {}
        for edge in edges:
            self.edges.setdefault(edge.tag, []).append(edge)

    def uses(self, text: str, gate: Condition | None) -> list[tuple[Use, Any]]:
        """Give what a tag as it was typed, behind its gate, counts as, with what each is called."""
        slug = slugify(text)
        return [
            (
                Use(one, all_of([gate, *must]), _any(unless), slug if one != slug else ""),
                text if named is None else named,
            )
            for one, named, must, unless in self._walk(slug, None, (), (), ())
        ]

    def _walk(self, slug: str, named: Any, must: Gates, unless: Gates, way: tuple[str, ...]) -> Iterator[Step]:
        """Go every way that some reader goes. Each ends where they see no further synonym."""
        if slug in way:
            # Two moderators, neither of whom sees the other's synonym, have made a ring. Who sees both takes one tag
            # of it, whichever they came from.
            ring = way[way.index(slug) :]
            if min(ring) == slug:
                yield slug, named, must, unless
            else:
                yield min(ring), self._named(ring), must, unless
            return
        for edge in self.edges.get(slug, ()) if len(way) < LONGEST else ():
            yield from self._walk(edge.into, edge.text, (*must, edge.gate), unless, (*way, slug))
            if edge.gate is None:
                return
            unless = (*unless, edge.gate)
        yield slug, named, must, unless

    def _named(self, ring: tuple[str, ...]) -> Any:
        return next(edge.text for slug in ring for edge in self.edges[slug] if edge.into == min(ring))

    def leading_to(self, slug: str) -> set[str]:
        """Give the tags that count as this one for somebody, itself among them."""
        found = {slug}
        while more := {one for one, edges in self.edges.items() if {edge.into for edge in edges} & found} - found:
            found |= more
        return found

    def followed(self, slug: str) -> str:
        """Give what a tag counts as for who sees all of these synonyms."""
        way: list[str] = []
        while slug in self.edges and slug not in way and len(way) < LONGEST:
            way.append(slug)
            slug = self.edges[slug][0].into
        return min(way[way.index(slug) :]) if slug in way else slug


Gates = tuple[Condition | None, ...]
Step = tuple[str, Any, Gates, Gates]


def _any(gates: Gates) -> Condition | None:
    return any_of(gate for gate in gates if gate is not None) if gates else None


def synonyms_of_all() -> Synonyms:
    """Give all synonyms, for writing records. One query."""
    return _edges(Synonym.objects.all())


def synonyms_seen(open_gates: list[int]) -> Synonyms:
    """Give the synonyms that a reader may know of. One query."""
    return _edges(Synonym.objects.visible_to(open_gates))


def _edges(synonyms: Any) -> Synonyms:
    rows = synonyms.standing().values_list("tag__slug", "into__slug", "into_text", "gate__key")
    return Synonyms(Edge(tag, into, text, of_gate(key)) for tag, into, text, key in rows)
