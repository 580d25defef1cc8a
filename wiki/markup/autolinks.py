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
    """Add the plugin's rules to a parser, guarded."""
    md.use(gfm_autolink_plugin)
    for rule in md.inline.ruler.__rules__:
        if rule.name in STARTS:
            fn = _after_quote(rule.fn) if rule.name == "gfm_autolink_protocol" else rule.fn
            rule.fn = _guard(fn, STARTS[rule.name])


def _after_quote(rule: Rule) -> Rule:
    """Let a link also follow a quotation mark, as in cmark: the rule is asked about the text from the link on."""

    def quoted(state: StateInline, silent: bool) -> bool:
        if rule(state, silent):
            return True
        start = state.src.rfind("http", max(0, state.pos - 5), state.pos)
        if silent or start < 1 or state.src[start - 1] not in "\"'" or state.linkLevel:
            return False
        alone = StateInline(state.src[start : state.posMax], state.md, state.env, [])
        alone.pos, alone.pending = state.pos - start, state.src[start : state.pos]
        return rule(alone, False) and _take_over(state, alone, start)

    return quoted


def _take_over(state: StateInline, alone: StateInline, start: int) -> bool:
    state.pending = state.pending[: start - state.pos]
    for token in alone.tokens:
        copy = state.push(token.type, token.tag, token.nesting)
        copy.attrs, copy.content, copy.markup, copy.info = token.attrs, token.content, token.markup, token.info
    state.pos = start + alone.pos
    return True


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
