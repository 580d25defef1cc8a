"""Comments: Markdown without what needs a page of its own (headings, footnotes, raw HTML), and with @names."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdurl import encode

from wiki.markup.autolinks import autolink_plugin
from wiki.markup.dress import dress
from wiki.markup.links import Resolve, wikilink_plugin
from wiki.markup.render import MAX_NESTING, Html
from wiki.markup.sanitise import sanitise

# What could stand twice on a page, or look like the site itself.
LEFT_OUT = ["heading", "lheading", "html_block", "html_inline"]
NAME = re.compile(r"@(?P<name>[\w.@+-]{1,150})")
WITHIN = re.compile(r"[\w@./+-]")


def render_comment(projection: str, resolve: Resolve, *, people: Collection[str], with_images: bool) -> Html:
    """Render a comment’s projection. `people` are the names that are somebody’s; others stay text."""
    md, env = _parser(with_images), {"resolve": resolve, "people": people}
    tokens = md.parse(projection, env)
    dress(tokens)
    return Html(sanitise(md.renderer.render(tokens, md.options, env)))


@cache
def _parser(with_images: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "html": False, "strikethrough_single_tilde": True})
    md.normalizeLink = encode  # type: ignore[method-assign, assignment]  # as in pages
    md.enable(["table", "strikethrough"])
    md.disable(LEFT_OUT + ["image"] * (not with_images))
    md.use(autolink_plugin)
    md.use(wikilink_plugin)
    md.inline.ruler.before("link", "mention", _mention)
    for side, tag in (("open", "<del>"), ("close", "</del>")):
        md.add_render_rule(f"s_{side}", lambda self, tokens, index, options, env, tag=tag: tag)
    return md


def mentions(text: str) -> set[str]:
    """Give every name that may be meant by an @ in a text: each with what may be a full stop after it, and without."""
    found = (match for match in NAME.finditer(text) if not _is_within_a_word(text, match.start()))
    return {name for match in found for name in _names(match)}


def _is_within_a_word(text: str, at: int) -> bool:
    return at > 0 and WITHIN.match(text[at - 1]) is not None


def _names(match: re.Match[str]) -> list[str]:
    name = match["name"]
    return list(dict.fromkeys([name, name.rstrip(".@+-")]))


def _mention(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "@" or _is_within_a_word(state.src, state.pos):
        return False
    match = NAME.match(state.src, state.pos, state.posMax)
    name = next((one for one in _names(match) if one in state.env["people"]), "") if match else ""
    if not name:
        return False
    if not silent:
        state.push("strong_open", "b", 1)
        state.push("text", "", 0).content = f"@{name}"
        state.push("strong_close", "b", -1)
    state.pos += 1 + len(name)
    return True
