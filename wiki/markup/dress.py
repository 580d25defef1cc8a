"""Changes to the token stream between parsing and HTML: anchors, contents, figures, marks on outward links."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from wiki.markup.links import slugify
from wiki.markup.sanitise import REL

# Formatting elements are opened again in every block that follows; with attributes there is no end to them.
RAW_FORMAT = re.compile(r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b[^>]*(?:>|\Z)", re.I)
RAW_ANCHOR = re.compile(r"<a(?=[\s/>])", re.I)
HEADING_MAX = 300
ALIGN = re.compile(r"text-align:(left|right|center)")


class Heading(NamedTuple):
    """An entry of the table of contents. `level` is 2 to 6, as in the HTML."""

    level: int
    anchor: str
    text: str


def dress(tokens: list[Token]) -> list[Heading]:
    """Change the tokens in place; return the headings in their order."""
    for token in _all(tokens):
        _mark_outward(token)
        _align(token)
    _figures(tokens)
    return _anchors(tokens)


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _mark_outward(token: Token) -> None:
    if token.type in ("html_block", "html_inline"):
        # The first of two equal attributes counts, so the author's own cannot undo this one.
        token.content = RAW_FORMAT.sub(r"<\1>", RAW_ANCHOR.sub(f'<a rel="{REL}"', token.content))
    elif token.type == "ordered_list_open":
        token.attrs.pop("start", None)  # a list whose first entries are hidden would count from there
    elif token.type == "link_open" and not re.match(r"#|/(?![/\\])", str(token.attrs.get("href", "#"))):
        token.attrs["rel"] = REL


def _align(token: Token) -> None:
    """Turn a cell's inline style, which our content security policy forbids, into a class."""
    if token.type in ("th_open", "td_open") and (match := ALIGN.match(str(token.attrs.pop("style", "")))):
        token.attrs["class"] = f"align-{match[1]}"


def _figures(tokens: list[Token]) -> None:
    for index in range(len(tokens) - 2):
        image = _lone_image(tokens[index : index + 3])
        if image is None:
            continue
        caption = str(image.attrs.pop("title"))
        tokens[index].tag = tokens[index + 2].tag = "figure"
        text = Token("text", "", 0, content=caption)
        tokens[index + 1].children = [
            image,
            Token("caption_open", "figcaption", 1),
            text,
            Token("caption_close", "figcaption", -1),
        ]


def _lone_image(block: list[Token]) -> Token | None:
    """Give the image of a paragraph that holds nothing but one image with a title, its caption."""
    children = block[1].children or []
    if block[0].type != "paragraph_open" or block[0].hidden or len(children) != 1:
        return None
    return children[0] if children[0].type == "image" and children[0].attrs.get("title") else None


def _anchors(tokens: list[Token]) -> list[Heading]:
    headings: list[Heading] = []
    taken: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = max(2, int(token.tag[1]))  # the page's title is its one h1
            token.tag = tokens[index + 2].tag = f"h{level}"
            text = _text(tokens[index + 1].children or [])
            token.attrs["id"] = anchor = _unique(f"h-{slugify(text[:HEADING_MAX]) or 'section'}", taken)
            headings.append(Heading(level, anchor, text))
    return headings


def _text(tokens: list[Token]) -> str:
    words = (" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)
    plain = (
        word for word, token in zip(words, tokens, strict=True) if token.type not in ("html_inline", "footnote_ref")
    )
    return "".join(plain).strip()


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """Number the second and later headings of one text, skipping numbers that a heading's own text took."""
    number = taken.get(anchor, 0)
    candidate = anchor if not number else f"{anchor}-{number + 1}"
    while number and candidate in taken:
        number += 1
        candidate = f"{anchor}-{number + 1}"
    taken[anchor] = number + 1
    taken.setdefault(candidate, 1)
    return candidate
