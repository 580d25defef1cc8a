"""Everything that makes a text unfit to save, each with its place."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from wiki.markup.errors import GateError, Problem, placed
from wiki.markup.lexer import Kind, Lexed, lex, normalise

MAX_BYTES = 512 * 1024
MAX_DEPTH = 20
MAX_CONTAINERS = 40
MAX_BRACKETS = 100
MAX_EXPANDED = 4_000_000  # characters

Check = Callable[[str], object]

DEFINITION = re.compile(r"^[^\[\n]{0,20}\[[^\]\n]{1,999}\]:[^\n]*(?:\n[^\n]+)?", re.M)
DEEP_LINE = re.compile(r"^(?:[ \t]*(?:>|[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t]))){%d}" % (MAX_CONTAINERS + 1), re.M)
INDENTED = re.compile(r"^[ \t]{80}[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]", re.M)
# Written nearly like a gate: who wrote it takes the text for hidden.
BRACES = re.compile(r"(?<!\\)[{｛]\s*[A-Za-z][A-Za-z0-9]{0,11}\s+(?:s?\d|[#＃]|v\d|all\b)", re.I)
FENCE_WORD = re.compile(r"(?<!\\):{2,}\s*spoiler\b", re.I)
LOOKS_LIKE_GATE = (
    "This looks like a gate but hides nothing. Write [text]{GATE} without anything between; \\{ is the character."
)
LOOKS_LIKE_FENCE = "This looks like a spoiler fence but hides nothing. A fence stands alone at the start of its line."
RAW_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?=[\s/>])", re.I)
UNNESTED = set("p br hr img wbr li dd dt tr td th option input col".split())


def problems(source: str, check: Check) -> list[Problem]:
    """List what is wrong with a whole text. `check` raises GateError for a gate's text it cannot resolve."""
    if len(source.encode(errors="surrogatepass")) > MAX_BYTES:
        return [Problem(1, 1, f"The text is longer than {MAX_BYTES // 1024} KiB; split the page in two.")]
    lexed = lex(normalise(source))
    found = [*lexed.faults, *_gates(lexed, check), *_depth(lexed), *_lookalikes(lexed)]
    found += [*_nesting(lexed.source), *_elements(lexed.source), *_references(lexed.source)]
    return placed(lexed.source, found)


def _gates(lexed: Lexed, check: Check) -> list[tuple[int, str]]:
    found = []
    for token in lexed.tokens:
        if token.kind is Kind.OPEN and token.gate is not None:
            try:
                check(token.gate)
            except GateError as error:
                found.append((token.gate_at + error.column, error.message))
    return found


def _lookalikes(lexed: Lexed) -> Iterator[tuple[int, str]]:
    """Find what its author may take for a gate, and the lexer does not."""
    source = lexed.source
    faulty = {token.start for token in lexed.tokens if token.kind is Kind.OPEN and token.gate is None}
    for token in lexed.tokens:
        if token.kind is Kind.TEXT and token.start not in faulty:
            for match in BRACES.finditer(source, token.start, token.end):
                yield match.start(), LOOKS_LIKE_GATE
    fences = {token.start for token in lexed.tokens if token.is_block}
    for line in re.finditer(r"^[^\n]*[:：]{2}[^\n]*", source, re.M):
        if line.start() not in fences and _is_nearly_a_fence(line[0]):
            yield line.start(), LOOKS_LIKE_FENCE


def _is_nearly_a_fence(line: str) -> bool:
    plain = "".join(char for char in unicodedata.normalize("NFKC", line[:2000]) if unicodedata.category(char) != "Cf")
    if plain.lstrip().startswith("\\:::"):
        return False
    before, fence, _ = plain.partition(":::")
    stands_after_marks = bool(fence) and sum(char.isalpha() for char in before) <= 1  # “a. :::” too
    return stands_after_marks or FENCE_WORD.search(plain) is not None


def _elements(source: str) -> list[tuple[int, str]]:
    """Refuse raw HTML nested deeper than a parser bears."""
    depth = 0
    for match in RAW_TAG.finditer(source):
        if match[2].lower() not in UNNESTED:
            depth = max(0, depth + (-1 if match[1] else 1))
        if depth > MAX_BRACKETS:
            return [(match.start(), f"More than {MAX_BRACKETS} HTML elements are open here; close them.")]
    return []


def _depth(lexed: Lexed) -> list[tuple[int, str]]:
    depth = 0
    for token in lexed.tokens:
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        if depth > MAX_DEPTH:
            return [(token.start, f"Gates stand more than {MAX_DEPTH} deep in one another here.")]
    return []


def _references(source: str) -> list[tuple[int, str]]:
    """Refuse a long address that is named so often that it makes a page of many megabytes."""
    longest = max((len(match[0]) for match in DEFINITION.finditer(source)), default=0)
    if longest * source.count("[") > MAX_EXPANDED:
        return [(0, "A link that is defined once is used too often here for its length; shorten its address.")]
    return []


def _nesting(source: str) -> list[tuple[int, str]]:
    """Refuse what a Markdown parser chokes on: containers or brackets nested without end."""
    message = f"Lists and quotations stand more than {MAX_CONTAINERS} deep in one another here."
    found = [
        (match.start(), message) for pattern in (DEEP_LINE, INDENTED) for match in [pattern.search(source)] if match
    ]
    depth = 0
    for match in re.finditer(r"\\.|`[^`\n]*`|[\[\]]|\n[ \t]*\n", source):
        if match[0][0] not in "\\`":
            depth = max(0, depth + {"[": 1, "]": -1}.get(match[0], -depth))
        if depth > MAX_BRACKETS:
            return [*found, (match.start(), f"More than {MAX_BRACKETS} square brackets are open here.")]
    return found
