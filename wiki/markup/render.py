"""Markdown to safe HTML. Takes the projection of a text, never the text itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.footnote import footnote_plugin
from mdurl import encode

from wiki.markup.autolinks import autolink_plugin
from wiki.markup.dress import Heading, dress
from wiki.markup.links import Resolve, Target, wikilink_plugin
from wiki.markup.sanitise import sanitise

# Containers inside containers (lists in quotations in lists …); deeper ones would be dropped without a word.
MAX_NESTING = 100


class Html(str):
    """Text that is safe to print as HTML. Only this package makes it."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A rendered text, its headings, and the slugs of the links it asked for."""

    html: Html
    headings: tuple[Heading, ...]
    asked: frozenset[str]


def render(projection: str, resolve: Resolve) -> Rendering:
    """Render Markdown. `resolve` tells of a name's slug where it leads for this reader."""
    asked: set[str] = set()

    def ask(slug: str) -> Target:
        asked.add(slug)
        return resolve(slug)

    md, env = parser(), {"resolve": ask}
    tokens = md.parse(projection, env)
    headings = dress(tokens)
    html = sanitise(md.renderer.render(tokens, md.options, env))
    return Rendering(Html(html), tuple(headings), frozenset(asked))


@cache
def parser(*, wiki_links: bool = True, gfm: bool = True) -> MarkdownIt:
    """Build the parser; the corpora's tests leave parts of it out."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "strikethrough_single_tilde": True})
    md.normalizeLink = encode  # type: ignore[method-assign, assignment]  # as CommonMark has it: host names too are percent-encoded
    if gfm:
        md.enable(["table", "strikethrough"])
        md.use(autolink_plugin)
        md.use(footnote_plugin, inline=False)
        for side, tag in (("open", "<del>"), ("close", "</del>")):
            md.add_render_rule(f"s_{side}", _constant(tag))
        md.add_render_rule("footnote_anchor", _footnote_anchor)
    if wiki_links:
        md.use(wikilink_plugin)
    return md


def _constant(html: str) -> Callable[..., str]:
    return lambda self, tokens, index, options, env: html


def _footnote_anchor(self: RendererHTML, tokens: list, index: int, options: object, env: object) -> str:  # type: ignore[type-arg]
    meta = tokens[index].meta
    reference = f"fnref{meta['id'] + 1}" + (f":{meta['subId']}" if meta.get("subId", 0) > 0 else "")
    return f' <a href="#{reference}" class="footnote-backref" aria-label="Back to the text">\u21a9\ufe0e</a>'
