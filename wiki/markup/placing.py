"""Finds the place for each hidden part in paragraphs that were edited around it.

A part in a line goes to the same words, between two words; a part that stood as lines of its own goes between
lines, at the end of a paragraph if need be. Where a paragraph cannot hold its parts, they follow it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from wiki.markup.ground import Ground
from wiki.markup.lots import Block, Lot, lots_of
from wiki.markup.matching import Offsets
from wiki.markup.paths import Sees
from wiki.markup.pieces import Shape, full_line, seamed
from wiki.markup.projection import project
from wiki.markup.rows import Row
from wiki.markup.seams import LINES, SEAM, close_line, closed_lines, is_blank

GLUES = (("", ""), (" ", ""), ("", " "), (" ", " "))


def place(found: list[Row], ground: Ground, b0: int, b1: int) -> str:
    """Write the lines `b0` to `b1` of an edited text with the hidden parts of the rows that they came from."""
    lots = lots_of(found, ground.until)
    if not lots:
        return "".join(ground.lines[b0:b1])
    before = "".join(full_line(row.shown) for row in found if row.shown is not None)
    return _Placer(ground, b0, b1, Offsets(before, "".join(ground.lines[b0:b1]), until=ground.until)).run(lots)


@dataclass(slots=True)
class _Section:
    """A paragraph or a line between two, from line `first`; what goes into it, and what stands before it."""

    first: int
    last: int
    before: list[Lot] = field(default_factory=list)
    inside: list[tuple[int, Lot]] = field(default_factory=list)


def _sections(lines: list[str], b0: int, b1: int) -> list[_Section]:
    """Cut lines into sections; an empty one at the end takes what comes after everything."""
    found: list[_Section] = []
    for number in range(b0, b1):
        if found and not is_break(lines[number]) and not is_break(lines[number - 1]):
            found[-1].last = number + 1
        else:
            found.append(_Section(number, number + 1))
    return [*found, _Section(b1, b1)]


def is_break(text: str) -> bool:
    """Tell whether a line ends a paragraph: a blank one, or a fence."""
    return is_blank(text) or text.lstrip().startswith(":::")


class _Placer:
    def __init__(self, ground: Ground, b0: int, b1: int, offsets: Offsets) -> None:
        self.ground, self.offsets = ground, offsets
        self.start, self.end = ground.starts[b0], ground.starts[b1]
        self.sections = _sections(ground.lines, b0, b1)
        self.section_starts = [ground.starts[section.first] for section in self.sections]
        # Nothing may go before these: hidden parts keep their order.
        self.floor = self.start
        self.section = 0

    def run(self, lots: list[Lot]) -> str:
        for lot in lots:
            if not lot.is_dropped:
                self.assign(lot)
        return "".join(self.written())

    def assign(self, lot: Lot) -> None:
        place = self.place_of(lot)
        if place is None:
            self.before_section(lot)
            return
        self.section = bisect_right(self.section_starts, min(place, self.end - 1)) - 1
        self.sections[self.section].inside.append((place, lot))
        self.floor = place

    def place_of(self, lot: Lot) -> int | None:
        """Find the place in a line, or None for what needs lines of its own."""
        mapped = self.start + self.offsets.leads_to(lot.at, after_new=lot.shape is Shape.AFTER_ELSE)
        wanted = max(self.floor, mapped)
        is_same = wanted == mapped and self.offsets.is_within_same(lot.at)
        if self.start == self.end or self.ground.between_paragraphs or self.ground.is_late:
            return None
        if lot.shape is Shape.BLOCK:
            return wanted if is_same and self.may_part_lines(wanted) else None
        if lot.shape is Shape.AFTER_ELSE or (lot.end and self.may_wrap(wanted, lot, lot.end)):
            return wanted
        if lot.end:
            lot.end.is_dropped, lot.end = True, None
        if is_same and self.ground.is_prose(wanted):
            return wanted
        if not self.offsets.shares_words(*lot.line):
            return None
        return self.ground.gap_near(wanted, self.floor, self.end - 1)

    def may_part_lines(self, offset: int) -> bool:
        """Tell whether lines of their own may stand in the middle of a paragraph, as between two list items."""
        number = self.ground.line_of(offset)
        section = self.sections[bisect_right(self.section_starts, offset) - 1]
        is_inside = self.ground.starts[number] == offset and section.first < number < section.last
        return is_inside and "]{" not in "".join(self.ground.lines[section.first : section.last])

    def may_wrap(self, wanted: int, lot: Lot, end: Lot) -> bool:
        """Tell whether enough is left of an “else” for it to stay one."""
        until = self.start + self.offsets.leads_to(end.at, after_new=True)
        return wanted < until and self.offsets.shares_words(lot.at, end.at)

    def before_section(self, lot: Lot) -> None:
        """Put a lot between two paragraphs, at or after its place."""
        wanted = max(self.floor, self.start + self.offsets.leads_to(lot.at))
        first = max(bisect_left(self.section_starts, wanted), self.section + bool(self.sections[self.section].inside))
        self.section = first
        self.sections[first].before.append(lot)
        self.floor = self.section_starts[first]

    def written(self) -> Iterator[str]:
        """Write the sections; what does not fit into one follows it."""
        waiting: list[Lot] = []
        for section in self.sections:
            before = [*waiting, *section.before]
            text = self.with_inside(section)
            waiting = [] if text is not None else [lot for _, lot in section.inside]
            yield self.framed([lot.alone for lot in before if lot.shape is not Shape.AFTER_ELSE], section.first)
            yield "".join(self.ground.lines[section.first : section.last]) if text is None else text

    def with_inside(self, section: _Section) -> str | None:
        """Write a section with the parts that go into it; None when they do not fit."""
        plain = "".join(self.ground.lines[section.first : section.last])
        if not section.inside:
            return plain
        line = _Line(plain)
        for place, lot in section.inside:
            if self.ground.is_late:
                return None
            line.put(place - self.ground.starts[section.first], lot)
        text = line.text
        fits = _seen(text, self.ground.sees) == _seen(plain, self.ground.sees)
        return text if fits else None

    def framed(self, blocks: list[Block], number: int) -> str:
        """Write blocks before a line of the edited text, with gaps that close when they are hidden."""
        if not blocks:
            return ""
        lines = self.ground.lines
        around = lines[max(0, number - 1) : number], lines[number : number + 2]
        for text in _frames(blocks, *around):
            lines_now = [*around[0], *LINES.findall(seamed(text, self.ground.sees)), *around[1]]
            closed = closed_lines(lines_now, has_fences=True)
            if "".join(filter(None, closed)) == "".join(around[0] + around[1]):
                return text
        return text


def _seen(text: str, sees: Sees) -> str:
    return project(text, sees, keep_gates=True)


def _frames(blocks: list[Block], before: list[str], after: list[str]) -> list[str]:
    """List the ways to write blocks, from the one that reads best for those who see them."""
    gap = next((line for line in [*after[:1], *before] if is_blank(line)), "\n")
    loose, tight = gap.join(block.core for block in blocks), "".join(block.core for block in blocks)
    raw = [blocks[0].raw] if len(blocks) == 1 else []
    at_gap = not before or not after or is_blank(before[0]) or is_blank(after[0])
    loosely = [loose + gap, gap + loose, gap + loose + gap, tight + gap, gap + tight]
    return [*loosely, *raw, loose, tight] if at_gap else [*raw, tight, loose, *loosely]


@dataclass(slots=True)
class _Line:
    """A section being written, with the current line as its reader would have it, seams and all."""

    plain: str
    pieces: list[str] = field(default_factory=list)
    position: int = 0
    seamed: str = ""

    @property
    def text(self) -> str:
        return "".join(self.pieces) + self.plain[self.position :]

    def put(self, place: int, lot: Lot) -> None:
        before = self.plain[self.position : place]
        self.seamed = (self.seamed + before).rpartition("\n")[2]
        self.position = place
        self.pieces.append(before)
        if isinstance(lot.part, Block):
            self.pieces.append(lot.part.core)
        elif lot.end or lot.shape is Shape.AFTER_ELSE:
            self.pieces.append(lot.part.raw)
        else:
            left, right = self.glue()
            self.seamed += left + SEAM + right
            self.pieces += [left, lot.part.without_else, right]

    def glue(self) -> tuple[str, str]:
        """Choose the blanks around a hidden part: they have to close when it goes, and to part words when it stays."""
        start = self.plain.rfind("\n", 0, self.position) + 1
        after = self.plain[self.position :].partition("\n")[0]
        line = self.plain[start : self.position] + after
        fitting = [one for one in GLUES if close_line(self.seamed + one[0] + SEAM + one[1] + after) == line]
        is_in_word = self.plain[self.position - 1 : self.position].isalnum() and after[:1].isalnum()
        return next(iter(fitting), ("", "")) if is_in_word else fitting[-1] if fitting else ("", "")
