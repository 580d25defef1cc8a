"""The words of a text, plain: the first of them for lists and descriptions, or all."""

from markdown_it.token import Token

from wiki.markup.links import Target
from wiki.markup.render import parser

LENGTH = 180


def lead(projection: str, length: int = LENGTH) -> str:
    """Give the first paragraph of a projection as plain text, cut at a word."""
    head = projection[: length * 20]
    tokens = parser().parse(head, {"resolve": lambda slug: Target("", True)})
    for index, token in enumerate(tokens):
        if token.type == "paragraph_open" and (text := _plain(tokens[index + 1])):
            return _cut(text, length)
    return ""


def words(projection: str) -> str:
    """Give all words of a projection in one line, without marks."""
    tokens = parser().parse(projection, {"resolve": lambda slug: Target("", True)})
    return " ".join(filter(None, (_plain(token) for token in tokens if token.type == "inline")))


def _plain(inline: Token) -> str:
    kept = ("text", "code_inline", "softbreak", "hardbreak")
    return " ".join("".join(child.content or " " for child in inline.children or [] if child.type in kept).split())


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
