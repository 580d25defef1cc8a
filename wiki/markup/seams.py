"""Closes the place where a gate was taken out, so that no double space, empty bullet or wide gap tells of it."""

import re
import unicodedata
from collections.abc import Iterable

# normalise() has taken NUL out of every source, so this stands for nothing else.
SEAM = "\0"

# Stands for the syntax of an open gate where that is kept: nothing that closes a seam may touch it.
KEPT = "\U0010fffe"

# Not splitlines(): it also splits at characters that end no line in Markdown.
KEPT_OR_TEXT = re.compile(f"{KEPT}|[^{KEPT}]+")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
FENCE = re.compile(r"[^\S\n]*:::")
NUMBER = re.compile(r"[\s>*+-]*\d{1,9}[.)]")
# The line below a heading or a table's head; it falls with them.
UNDERLINE = re.compile(r"[\s|:]*(?:=+|-[\s|:-]*)\s*\Z")
EMPTY_LINK = re.compile(r"\]\([^()\s]*\)")
PUNCTUATION = tuple(".,;:!?)]")
PAIRS = [("**", "**"), ("__", "__"), ("~~", "~~"), *zip("*_`\"'([“‘„", "*_`\"')]”’“", strict=True)]


def close_seams(text: str, *, has_fences: bool = False) -> str:
    """Take the seams out: lines that held nothing else go whole, others keep one space where words meet."""
    return "".join(line for line in closed_lines(LINES.findall(text), has_fences=has_fences) if line is not None)


def restored(text: str, kept: Iterable[str]) -> str:
    """Put the syntax of open gates back in its places."""
    left = iter(kept)
    return "".join(next(left) if char == KEPT else char for char in KEPT_OR_TEXT.findall(text))


def closed_lines(lines: list[str], *, has_fences: bool) -> list[str | None]:
    """Give what is kept of each line, None for one that goes.

    A line that goes takes one of the two gaps around it along, so that no wide one stays behind. The fences of open
    gates, where they are kept, are edges as the text's own ends are.
    """
    closed: list[str | None] = []
    last = ""  # the last line that was kept
    last_at = -1
    fell = False  # the line before this one went
    for line in lines:
        now = close_line(line) if SEAM in line else line
        is_fence = has_fences and FENCE.match(now) is not None
        at_gap = is_blank(last) or (has_fences and FENCE.match(last) is not None)
        if is_fence and fell and last and is_blank(last) and now.strip() == ":::":
            closed[last_at] = None
        if not now or (fell and at_gap and UNDERLINE.match(now)):
            fell, kept = True, False
        else:  # the one gap that goes along does not count as fallen
            fell, kept = False, not (fell and at_gap and is_blank(now))
        if kept:
            last, last_at = now, len(closed)
        closed.append(now if kept else None)
    if fell and last and is_blank(last):
        closed[last_at] = None
    return closed


def is_blank(line: str) -> bool:
    return not line.strip()


def close_line(line: str) -> str:
    ending = "\n" if line.endswith("\n") else ""
    pieces = line.removesuffix("\n").split(SEAM)
    if is_hollow("".join(pieces)):
        return ""
    kept = [pieces[0]]
    for piece in pieces[1:]:
        _join(kept, piece)
    tail = kept.pop()
    if not pieces[-1] and tail.endswith(" ") and not tail.endswith("  "):  # two would be a line break
        tail = tail[:-1]
    return "".join(kept) + tail + ending


def is_hollow(line: str) -> bool:
    """Tell whether only marks are left: no letter, no digit but a list's number, no picture, no open gate."""
    if KEPT in line:
        return False
    rest = line[match.end() :] if (match := NUMBER.match(line)) else line
    return all(unicodedata.category(char)[0] in "PZC" or char in "|=+~<>^`$" for char in rest)


def _join(kept: list[str], after: str) -> None:
    """Add what follows a seam, as if it had been written without what is hidden."""
    before, after = _without_empty_pairs(kept, after)
    if after.startswith(PUNCTUATION):
        before = before[:-1] if before.endswith(" ") else before
        after = after[1:] if after[0] in ",;" and before.endswith((",", ";", ":")) else after
    elif before[-1:] in ("", " ", "\t") and after[:1] in (" ", "\t"):
        after = after[1:]
    kept += [before, after] if after else [before]


def _without_empty_pairs(kept: list[str], after: str) -> tuple[str, str]:
    """Drop brackets, quotation marks and emphasis that held nothing else, and a link without a text.

    Takes the last piece that is not empty from `kept`: joining pieces here would make long lines quadratic.
    """
    before = _pop(kept)
    while before:
        link = EMPTY_LINK.match(after) if before.endswith("[") else None
        pair = next((one for one in PAIRS if before.endswith(one[0]) and after.startswith(one[1])), None)
        if link is None and (pair is None or (before.endswith("[[") and after.startswith("]]"))):
            return before, after
        opening, closing = (1, link.end()) if link else (len(pair[0]), len(pair[1])) if pair else (0, 0)
        before, after = before[:-opening] or _pop(kept), after[closing:]
    return before, after


def _pop(kept: list[str]) -> str:
    while kept:
        if piece := kept.pop():
            return piece
    return ""
