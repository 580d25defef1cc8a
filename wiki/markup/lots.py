"""What is to be placed: the hidden parts of some lines, in order, with what they stood beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from wiki.markup.matching import Offsets
from wiki.markup.pieces import Hidden, Shape, full_line
from wiki.markup.rows import Row


class Block(NamedTuple):
    """What stands as lines of its own. `core` is it without the blank lines at its ends."""

    raw: str
    core: str

    def followed_by(self, other: Block) -> Block:
        gap = self.raw[self.raw.rfind(self.core) + len(self.core) :] if self.core and other.core else ""
        return Block(self.raw + other.raw, self.core + gap + other.core)


@dataclass(slots=True, eq=False)
class Lot:
    """One thing to be placed, by its offset in the old text and the `line` it stood in, from where to where.

    `end` is the lot that closes its “else”.
    """

    at: int
    part: Hidden | Block
    line: tuple[int, int] = (0, 0)
    end: Lot | None = None
    is_dropped: bool = False

    @property
    def shape(self) -> Shape:
        return Shape.BLOCK if isinstance(self.part, Block) else self.part.shape

    @property
    def alone(self) -> Block:
        """Give the lot as lines of its own."""
        if isinstance(self.part, Block):
            return self.part
        return Block(self.part.alone, self.part.alone)


def lots_of(found: list[Row], until: float) -> list[Lot]:
    """List what is to be placed, in order."""
    lots: list[Lot] = []
    elses: list[Lot] = []
    offset = 0
    for row in found:
        if row.shown is None and not elses and _is_closed(row):
            lots.append(Lot(offset, Block(row.raw, full_line(row.raw) if row.hidden else "")))
            continue
        places = Offsets(row.visible, row.shown or "", until=until)
        for part in row.hidden:
            lot = Lot(offset + places.leads_to(part.at), part, (offset, offset + len(row.shown or "")))
            lots.append(lot)
            if lot.shape is Shape.BEFORE_ELSE:
                elses.append(lot)
            elif lot.shape is Shape.AFTER_ELSE and elses:
                elses.pop().end = lot
        offset += 0 if row.shown is None else len(full_line(row.shown))
    return [lot for lot in _merged(lots) if not isinstance(lot.part, Block) or lot.part.core]


def _is_closed(row: Row) -> bool:
    """Tell whether no “else” starts or ends in this line without its other half."""
    depth = 0
    for part in row.hidden:
        depth += {Shape.BEFORE_ELSE: 1, Shape.AFTER_ELSE: -1}.get(part.shape, 0)
        if depth < 0:
            return False
    return depth == 0


def _merged(lots: list[Lot]) -> list[Lot]:
    """Join lines that fell together to one block."""
    merged: list[Lot] = []
    for lot in lots:
        last = merged[-1] if merged else None
        if last and isinstance(last.part, Block) and isinstance(lot.part, Block) and last.at == lot.at:
            merged[-1] = Lot(last.at, last.part.followed_by(lot.part))
        else:
            merged.append(lot)
    return merged
