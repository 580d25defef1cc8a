"""Lays relations out as a picture: where each character stands, and the line between two with what it says.

The layout follows from what is drawn and from nothing else, so it cannot tell of what is hidden.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import networkx

from characters.bonds import Person
from characters.relations import Relation

Key = tuple[int, str]
Box = tuple[float, float, float, float]
Places = dict[Key, tuple[float, float]]

LETTER = 8.5  # units that a letter takes at most
HEIGHT = 34
SMALL_LETTER, SMALL_HEIGHT = 7, 18
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
MARGIN = 24
GAP = 26
# How far apart signs stand that have nothing to do with each other, and how often they are moved off each other.
ACROSS, DOWN = 170, 120
TURNS = 200


class Node(NamedTuple):
    """A character: the upper left corner of their sign, and its width."""

    person: Person
    left: float
    top: float
    width: float
    is_centre: bool

    @property
    def x(self) -> float:
        """The middle of the sign."""
        return round(self.left + self.width / 2, 1)

    @property
    def y(self) -> float:
        return round(self.top + HEIGHT / 2, 1)


class Line(NamedTuple):
    """A relation: from the rim of one sign to the rim of the other, and the place of its words."""

    relation: Relation
    x1: float
    y1: float
    x2: float
    y2: float
    x: float = 0
    y: float = 0


class Drawing(NamedTuple):
    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def draw(relations: Iterable[Relation], centre: int = 0) -> list[Drawing]:
    """Draw relations, one character perhaps marked: a picture for each circle of people, the largest first."""
    relations = tuple(relations)
    graph = networkx.Graph((_key(one.one), _key(one.other)) for one in relations)
    circles = sorted(networkx.connected_components(graph), key=lambda keys: (-len(keys), min(keys)))
    return [_draw([one for one in relations if _key(one.one) in keys], centre) for keys in circles]


def _draw(relations: list[Relation], centre: int) -> Drawing:
    people = sorted({end for one in relations for end in (one.one, one.other)}, key=lambda end: (end.slug, end.page))
    edges = tuple((_key(one.one), _key(one.other)) for one in relations)
    places = _layout(tuple((_key(one), _width(one)) for one in people), edges)
    left, top = (min(place[axis] for place in places.values()) for axis in (0, 1))
    nodes = tuple(_node(one, places[_key(one)], (left, top), centre) for one in people)
    standing = {_key(node.person): node for node in nodes}
    lines = _worded([_line(one, standing) for one in relations], nodes)
    width = max(node.left + node.width for node in nodes) + MARGIN
    height = max(node.top for node in nodes) + HEIGHT + MARGIN
    return Drawing(math.ceil(width), math.ceil(height), nodes, lines)


def _key(person: Person) -> Key:
    return person.page, person.slug


def _width(person: Person) -> float:
    return round(len(person.title) * LETTER + 28)


@lru_cache(maxsize=256)
def _layout(signs: tuple[tuple[Key, float], ...], edges: tuple[tuple[Key, Key], ...]) -> Places:
    """Place the upper left corners of signs of these widths: near each other where there is a line, none on another."""
    graph = networkx.Graph()
    graph.add_nodes_from(key for key, _ in signs)
    graph.add_edges_from(edges)
    count = len(signs)
    found = networkx.spring_layout(graph, k=2 / math.sqrt(count), iterations=300, seed=7)
    side = math.sqrt(count)
    places = {key: (float(x) * side * ACROSS, float(y) * side * DOWN) for key, (x, y) in found.items()}
    for _ in range(TURNS):
        if not _push_apart(places, signs):
            break
    return places


def _push_apart(places: Places, signs: tuple[tuple[Key, float], ...]) -> bool:
    """Move signs that stand on each other away, up and down; tell whether there were any."""
    moved = False
    for index, (key, width) in enumerate(signs):
        for other, its_width in signs[:index]:
            (x1, y1), (x2, y2) = places[key], places[other]
            if abs(y1 - y2) < HEIGHT + GAP and x1 < x2 + its_width + GAP and x2 < x1 + width + GAP:
                step = (HEIGHT + GAP - abs(y1 - y2)) / 2 + 1
                places[key] = (x1, y1 + (step if y1 >= y2 else -step))
                places[other] = (x2, y2 - (step if y1 >= y2 else -step))
                moved = True
    return moved


def _node(person: Person, place: tuple[float, float], corner: tuple[float, float], centre: int) -> Node:
    left, top = round(MARGIN + place[0] - corner[0], 1), round(MARGIN + place[1] - corner[1], 1)
    return Node(person, left, top, _width(person), bool(centre) and person.page == centre)


def _line(relation: Relation, standing: dict[Key, Node]) -> Line:
    """Draw from who is something to whom they are it: the arrow of “is a parent of”."""
    start, end = standing[_key(relation.other)], standing[_key(relation.one)]
    return Line(relation, *_rim(start, end), *_rim(end, start))


def _worded(lines: list[Line], nodes: Iterable[Node]) -> tuple[Line, ...]:
    """Put the words of each line where they stand on no sign and on no other words, as far as there is such a place."""
    taken = [(node.left, node.top, node.left + node.width, node.top + HEIGHT) for node in nodes]
    worded = []
    for line in lines:
        boxes = [_words(line, part) for part in ALONG]
        box = min(boxes, key=lambda one: sum(_common(one, other) for other in taken))
        taken.append(box)
        worded.append(line._replace(x=round((box[0] + box[2]) / 2, 1), y=round((box[1] + box[3]) / 2, 1)))
    return tuple(worded)


def _words(line: Line, part: float) -> Box:
    """Give the room that the words of a line take at a part of its length."""
    x, y = line.x1 + (line.x2 - line.x1) * part, line.y1 + (line.y2 - line.y1) * part
    half = len(line.relation.label) * SMALL_LETTER / 2
    return x - half, y - SMALL_HEIGHT / 2, x + half, y + SMALL_HEIGHT / 2


def _common(one: Box, other: Box) -> float:
    """Give the area that two rooms share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _rim(node: Node, towards: Node) -> tuple[float, float]:
    """Give the point where the line to another sign leaves this one."""
    dx, dy = towards.x - node.x, towards.y - node.y
    across = node.width / 2 / abs(dx) if dx else math.inf
    down = HEIGHT / 2 / abs(dy) if dy else math.inf
    part = min(across, down, 1)
    return round(node.x + dx * part, 1), round(node.y + dy * part, 1)
