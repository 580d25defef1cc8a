"""Closes the place where a gate was taken out, so that no double space, empty bullet or wide gap tells of it."""

import re

# normalise() has taken NUL out of every source, so this stands for nothing else.
SEAM = "\0"

HOLLOW = re.compile(r"[\s!-/:-@\[-`{-~]*(?:\d{1,9}[.)][\s!-/:-@\[-`{-~]*)?\Z")
# Not splitlines(): it also splits at characters that end no line in Markdown.
LINES = re.compile(r"[^\n]*\n|[^\n]+")
PUNCTUATION = tuple(".,;:!?)]")


def close_seams(text: str) -> str:
    """Take the seams out: lines that held nothing else go whole, others keep one space where words meet.

    A line that goes takes one of the two gaps around it along, so that no wide one stays behind.
    """
    kept: list[str] = []
    fell = False  # the line before this one went
    for line in LINES.findall(text):
        closed = _close(line) if SEAM in line else line
        if not closed:
            fell = True
        elif not (fell and _is_blank(closed) and (not kept or _is_blank(kept[-1]))):
            kept.append(closed)
            fell = False
    while fell and kept and _is_blank(kept[-1]):
        kept.pop()
    return "".join(kept)


def _is_blank(line: str) -> bool:
    return not line.strip()


def _close(line: str) -> str:
    ending = "\n" if line.endswith("\n") else ""
    pieces = line.removesuffix("\n").split(SEAM)
    if HOLLOW.match("".join(pieces)):
        return ""
    kept = [pieces[0]]
    for piece in pieces[1:]:
        _join(kept, piece)
    if line.removesuffix("\n").endswith(SEAM):
        kept[-1] = kept[-1].rstrip(" \t")
    return "".join(kept) + ending


def _join(kept: list[str], piece: str) -> None:
    """Add what follows a seam, without a blank where one stands before it already or none belongs."""
    if kept[-1][-1:] in ("", " ", "\t"):
        piece = piece.lstrip(" \t")
    if piece.startswith(PUNCTUATION):
        kept[-1] = kept[-1].rstrip(" \t")
    if piece:
        kept.append(piece)
