"""GFM's bare links (`www.`, `https://`, e-mail), with guards that keep hostile text linear.

The plugin's rules look back and ahead over the whole paragraph at every colon and at sign. They are asked only
where a link can start, and not at all in paragraphs longer than people write.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

MAX_PARAGRAPH = 5_000  # characters
PROTOCOLS = ("http", "https", "mailto", "xmpp")

Rule = Callable[[StateInline, bool], bool]


def autolink_plugin(md: MarkdownIt) -> None:
    md.use(gfm_autolink_plugin)
    for rule in md.inline.ruler.__rules__:
        if rule.name in STARTS:
            rule.fn = _guard(rule.fn, STARTS[rule.name])


def _guard(rule: Rule, may_start: Callable[[StateInline], bool]) -> Rule:
    def guarded(state: StateInline, silent: bool) -> bool:
        return state.posMax <= MAX_PARAGRAPH and may_start(state) and rule(state, silent)

    return guarded


def _at_www(state: StateInline) -> bool:
    return state.src.startswith("www.", state.pos)


def _at_protocol(state: StateInline) -> bool:
    return state.src[state.pos] == ":" and state.src[max(0, state.pos - 6) : state.pos].endswith(PROTOCOLS)


def _at_email(state: StateInline) -> bool:
    return state.src[state.pos] == "@"


STARTS = {"gfm_autolink_www": _at_www, "gfm_autolink_protocol": _at_protocol, "gfm_autolink_email": _at_email}
