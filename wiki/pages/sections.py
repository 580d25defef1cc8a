"""Cuts a body at its headings, so that one part can be edited by itself."""

from __future__ import annotations

from typing import NamedTuple

from wiki import markup


class Section(NamedTuple):
    """A heading with what belongs to it, as a range of characters."""

    title: str
    start: int
    end: int


def section(body: str, number: int) -> Section | None:
    """Give the part that starts with the heading of this number (from 0), None if there is none."""
    found = markup.sections(body)
    if not 0 <= number < len(found):
        return None
    start, level, title = found[number]
    end = next((offset for offset, other, _ in found[number + 1 :] if other <= level), len(body))
    return Section(title, start, end)


def sections_of(body: str) -> list[str]:
    """List the titles of the parts, in their order."""
    return [title for _, _, title in markup.sections(body)]


def with_section(body: str, number: int, text: str) -> str | None:
    """Put a new text in the place of one part; None if there is no such part."""
    old = section(body, number)
    if old is None:
        return None
    before = body[old.start : old.end]
    gap = before[len(before.rstrip("\n")) :]
    text = text.strip("\n")
    return body[: old.start] + (text + gap if text else "") + body[old.end :]
