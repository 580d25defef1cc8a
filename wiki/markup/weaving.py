"""Puts an edit that was made on a projection back into the whole text: the inverse of `project`, for editing.

Paragraphs that the edit left alone keep their source byte for byte. In the others each hidden part goes to the
place that follows the same words (see placing.py). What comes out is checked against the law, not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wiki.markup.ground import Ground
from wiki.markup.lexer import Kind, lex, normalise
from wiki.markup.matching import Match, in_seconds, line_matches
from wiki.markup.paths import Sees
from wiki.markup.pieces import Hidden, Shape, all_hidden_parts, block, full_line, hidden_parts
from wiki.markup.placing import is_break, place
from wiki.markup.projection import project
from wiki.markup.rows import rows
from wiki.markup.seams import LINES

# Finding the same words is for the looks of it; it must not take longer than this.
SECONDS = 0.04
MAX_GATE = 2000
MASK = "\x01"
AND = " and "
JOINED_BY_OR = re.compile(r"(?<!\S)or(?!\S)", re.I)


class WeaveError(ValueError):
    """An edit that cannot be put back without losing or betraying something."""


def weave(edited: str, whole: str, sees: Sees) -> str:
    """Give the whole text as the edit leaves it.

    The law: through the same lens it looks as `edited` does, and every hidden part of `whole` is in it, in order,
    behind gates no weaker than before. `edited` has to be free of problems, as `problems` lists them. Raises
    WeaveError where the law cannot be kept.
    """
    edited, whole = normalise(edited), normalise(whole)
    if not (parts := hidden_parts(whole, sees)):
        return edited
    masked, masks = _masked(edited, sees)
    for candidate in _candidates(masked, whole, lambda gate: gate in masks or sees(gate), parts):
        woven = _unmasked(candidate, masks)
        if is_woven(woven, edited=edited, whole=whole, sees=sees):
            return woven
    raise WeaveError("the law of weaving cannot be kept")


def _masked(edited: str, sees: Sees) -> tuple[str, dict[str, str]]:
    """Write a sign for each gate that the editor wrote and does not see: the text behind it is theirs, not hidden."""
    pieces: list[tuple[int, int, str]] = []
    masks: dict[str, str] = {}
    for token in lex(edited).tokens:
        if token.kind is Kind.OPEN and token.gate is not None and not sees(token.gate):
            sign = f"{MASK}{len(masks)}"
            masks[sign] = token.gate
            pieces.append((token.gate_at, token.gate_at + len(token.gate), sign))
    return _replaced(edited, pieces), masks


def _unmasked(woven: str, masks: dict[str, str]) -> str:
    signs = (token for token in lex(woven).tokens if token.kind is Kind.OPEN and token.gate in masks)
    return _replaced(woven, [(one.gate_at, one.gate_at + len(one.gate or ""), masks[one.gate or ""]) for one in signs])


def _replaced(text: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    done, position = [], 0
    for start, end, new in sorted(pieces):
        done += [text[position:start], new]
        position = end
    return "".join(done) + text[position:]


def _candidates(edited: str, whole: str, sees: Sees, parts: list[Hidden]) -> Iterator[str]:
    for between_paragraphs in (False, True):
        weaver = _Weaver(edited, whole, sees, between_paragraphs=between_paragraphs)
        yield _tightened(weaver.run(), parts, sees)
    # Whatever is wrong with the text before, this closes without a trace.
    end = full_line(edited) + "\n" + "\n".join(part.alone for part in parts)
    yield _tightened(end, parts, sees)


def is_woven(woven: str, *, edited: str, whole: str, sees: Sees) -> bool:
    """Check the law of weaving for normalised texts."""
    if _tidy(project(woven, sees, keep_gates=True)) != _tidy(project(edited, sees, keep_gates=True)):
        return False
    now, before, written = (list(all_hidden_parts(text, sees)) for text in (woven, whole, edited))
    return len(now) == len(before) + len(written) and _are_in(now, before)


def _tidy(text: str) -> str:
    return text.strip("\n")


def _are_in(now: list[Hidden], before: list[Hidden]) -> bool:
    """Find each part of `before` in `now`, in order, at least as well hidden, and replaced by no “else” of others."""
    left = iter(now)
    return all(any(_is_same(one, part) and not _missing(one, part) for one in left) for part in before)


def _is_same(one: Hidden, other: Hidden) -> bool:
    return _bare(one)[0] == _bare(other)[0] and set(one.unless) <= set(other.unless)


def _bare(part: Hidden) -> tuple[str, tuple[str, ...]]:
    """Give what a part hides without the gates that wrap all of it, and these."""
    inside, gates = _tidy(part.inside), (*part.path, part.gate)
    while wrapped := _unwrapped(inside):
        inside, gates = _tidy(wrapped[0]), (*gates, wrapped[1])
    return inside, gates


def _unwrapped(inside: str) -> tuple[str, str] | None:
    """Take the one gate off that a text stands in as a whole, None if it does not."""
    if not inside.startswith(("[", ":::")):
        return None
    tokens = lex(inside).tokens
    first, last = tokens[0], tokens[-1]
    depth = 0
    for token in tokens:
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        if (depth == 0 and token is not last) or (depth == 1 and token.kind is Kind.ELSE):
            return None
    return (inside[first.end : last.start], first.gate) if first.gate is not None else None


def _tightened(woven: str, parts: list[Hidden], sees: Sees) -> str:
    """Add to the gates of hidden parts what the gates around them asked that the edit has taken away.

    One release after another is joined with “and”; of alternatives, the one gate goes into the other.
    """
    left = iter(hidden_parts(woven, sees))
    pieces = []
    for part in parts:
        now = next((one for one in left if _is_same(one, part)), None)
        if now is None or not (missing := _missing(now, part)):
            continue
        joined = AND.join([now.gate, *missing])
        if len(joined) <= MAX_GATE and not JOINED_BY_OR.search(joined):
            pieces.append((now.gate_at, now.gate_at + len(now.gate), joined))
        else:
            pieces.append((now.inside_at, now.inside_at + len(now.inside), _wrapped(now, missing)))
    return _replaced(woven, pieces)


def _wrapped(part: Hidden, gates: list[str]) -> str:
    text = part.inside
    for gate in gates:
        text = block(text, gate) if part.shape is Shape.BLOCK else f"[{text}]{{{gate}}}"
    return text


def _missing(now: Hidden, part: Hidden) -> list[str]:
    """List the gates that hid the part and do not hide it now."""
    if now.path == part.path and now.gate == part.gate:
        return []
    has, had = ([_alternatives(gate) for gate in _bare(one)[1]] for one in (now, part))
    gates = _bare(part)[1]
    return [gate for gate, weak in zip(gates, had, strict=True) if not any(_implies(strong, weak) for strong in has)]


def _implies(strong: set[frozenset[str]], weak: set[frozenset[str]]) -> bool:
    return all(any(one <= other for one in weak) for other in strong)


def _alternatives(gate: str) -> set[frozenset[str]]:
    return {
        frozenset(" ".join(term.upper().split()) for term in re.split(r"(?<!\S)and(?!\S)", part, flags=re.I))
        for part in JOINED_BY_OR.split(gate)
    }


class _Weaver:
    def __init__(self, edited: str, whole: str, sees: Sees, *, between_paragraphs: bool) -> None:
        self.lines: list[str] = LINES.findall(full_line(edited) if edited else "")
        self.rows = rows(whole, sees)
        self.shown = [index for index, row in enumerate(self.rows) if row.shown is not None]
        self.before = [full_line(self.rows[index].shown or "") for index in self.shown]
        self.ground = Ground(self.lines, sees, until=in_seconds(SECONDS), between_paragraphs=between_paragraphs)

    def run(self) -> str:
        out: list[str] = []
        row = 0
        for hunk in self.hunks():
            until = self.shown[hunk.a0 - 1] + 1 if hunk.a0 else 0
            out += [full_line(one.raw) for one in self.rows[row:until]]
            row = self.shown[hunk.a1] if hunk.a1 < len(self.shown) else len(self.rows)
            out.append(place(self.rows[until:row], self.ground, hunk.b0, hunk.b1))
        out += [one.raw for one in self.rows[row:]]
        return "".join(out)

    def hunks(self) -> list[Match]:
        """Find what changed, widened to whole paragraphs: lines of the projection, and what they became."""
        found: list[Match] = []
        for a0, a1, b0, b1, is_equal in line_matches(self.before, self.lines, until=self.ground.until):
            if not is_equal:
                above, below = self.lines_above(a0, b0), self.lines_below(a1, b1)
                hunk = Match(a0 - above, a1 + below, b0 - above, b1 + below, False)
                if found and (found[-1].a1 >= hunk.a0 or found[-1].b1 >= hunk.b0):
                    last = found.pop()
                    hunk = hunk._replace(a0=last.a0, b0=last.b0)
                found.append(hunk)
        return found

    def lines_above(self, a: int, b: int) -> int:
        """Count the lines above these places that belong to the same paragraph."""
        count = 0
        while min(a, b) > count and self.is_same(a - count - 1, b - count - 1):
            count += 1
        return count

    def lines_below(self, a: int, b: int) -> int:
        count = 0
        while a + count < len(self.before) and b + count < len(self.lines) and self.is_same(a + count, b + count):
            count += 1
        return count

    def is_same(self, a: int, b: int) -> bool:
        return self.before[a] == self.lines[b] and not is_break(self.lines[b])
