"""Wiki links: `[[Name]]`, `[[Name|text]]`, `[[Name#Section]]`; the slug of a name; which links a text holds."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from wiki.markup.lexer import Kind, lex, normalise
from wiki.markup.paths import Path, paths

SLUG_MAX = 200
LINK = re.compile(r"\[\[(?P<name>[^\[\]|\n\\\x01-\x03]{1,255}?)(?:\\?\|(?P<text>[^\[\]\n]{0,500}?))?\]\]")
# The start of a link is enough for a record: what follows may hold a gate, and a record must not depend on that.
LINK_START = re.compile(r"\[\[(?P<name>[^\[\]|\n\\\x01-\x03]{1,255}?)(?:\\?\||\]\])")
FENCE = re.compile(r"(```+|~~~+)[^`]*\Z")
TICKS = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)[^`\n]*(?<!`)(?P=ticks)(?!`)")


class LinkUse(NamedTuple):
    """One wiki link of a text: shown when every gate of `must` is open and none of `unless`."""

    slug: str
    must: tuple[str | None, ...]
    unless: tuple[str | None, ...]


class Target(NamedTuple):
    """Where a link leads, as one reader sees it."""

    url: str
    exists: bool


Resolve = Callable[[str], Target]


def slugify(name: str) -> str:
    """Give the form of a name that stands in URLs: lower case, letters and digits of any script, hyphens."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("'", "").replace("’", "")
    folded = unicodedata.normalize("NFKC", folded)
    words = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in folded).split()
    slug = "-".join(words) or "-".join(f"{ord(char):x}" for char in name.strip())
    return slug[:SLUG_MAX].strip("-")


def wiki_links(source: str) -> list[LinkUse]:
    """List the links of a whole text with the gates around each. Links inside code do not count."""
    flat, contexts = _flatten(source)
    uses = (LinkUse(link_slug(match["name"]), *contexts(match.start())) for match in LINK_START.finditer(flat))
    return list(dict.fromkeys(use for use in uses if use.slug))


def link_slug(name: str) -> str:
    return slugify(name.partition("#")[0]) if name.partition("#")[0].strip() else ""


def _flatten(source: str) -> tuple[str, Callable[[int], Path]]:
    """Join all branches of a text, and tell of each offset in it which gates stand around it."""
    pieces: list[str] = []
    starts: list[int] = []
    paths: list[Path] = []
    length = 0
    for piece, path in _walk(source):
        starts.append(length)
        paths.append(path)
        pieces.append(piece)
        length += len(piece)

    def path_at(offset: int) -> Path:
        return paths[bisect_right(starts, offset) - 1]

    return "".join(pieces), path_at


def _walk(source: str) -> Iterator[tuple[str, Path]]:
    for token, path in paths(lex(normalise(source))):
        # Code counts only where it lies between two gates: beyond them it could begin in something hidden.
        yield _without_code(token.value) if token.kind is Kind.TEXT else "\x01", path


def _without_code(text: str) -> str:
    """Blank out code blocks and code spans that lie wholly in a text."""
    if "`" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    opened, mark = -1, ""
    for number, line in enumerate(lines):
        if opened < 0 and (fence := FENCE.match(line)):
            opened, mark = number, fence[1]
        elif opened >= 0 and line.startswith(mark) and not line.strip().strip(mark[0]):
            lines[opened : number + 1] = [""] * (number + 1 - opened)
            opened = -1
    return TICKS.sub("", "\n".join(lines))


def wikilink_plugin(md: MarkdownIt) -> None:
    """Add the `[[ ]]` rule to a parser; `env["resolve"]` is asked for each slug."""
    md.inline.ruler.before("link", "wikilink", _wikilink)


def _wikilink(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos) or state.linkLevel > 0:
        return False
    match = LINK.match(state.src, state.pos, state.posMax)
    if match is None or not match["name"].strip():
        return False
    if not silent:
        _push_link(state, match)
    state.pos = match.end()
    return True


def _push_link(state: StateInline, match: re.Match[str]) -> None:
    name, _, section = match["name"].partition("#")
    slug = link_slug(name)
    target = state.env["resolve"](slug) if slug else Target("", True)
    opening = state.push("link_open", "a", 1)
    opening.markup = "wikilink"
    opening.attrs = {"href": target.url + (f"#h-{slugify(section)}" if section else "")}
    if not target.exists:
        opening.attrs["class"] = "missing"
    _push_label(state, match)
    state.push("link_close", "a", -1).markup = "wikilink"


def _push_label(state: StateInline, match: re.Match[str]) -> None:
    if not (match["text"] or "").strip():
        state.push("text", "", 0).content = match["name"].strip()
        return
    end = state.posMax
    state.pos, state.posMax = match.start("text"), match.end("text")
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = end
