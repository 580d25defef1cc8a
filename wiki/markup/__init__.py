"""Text with gates in it: lexer, projection, Markdown to safe HTML. Knows neither database nor request."""

from wiki.markup.errors import GateError, Problem
from wiki.markup.lead import lead
from wiki.markup.lexer import lex, normalise
from wiki.markup.links import LinkUse, slugify, wiki_links
from wiki.markup.merging import Chunk, Merged, merge
from wiki.markup.paths import paths
from wiki.markup.problems import MAX_BYTES, problems
from wiki.markup.projection import project
from wiki.markup.render import Rendering, render
from wiki.markup.sections import sections
from wiki.markup.weaving import WeaveError, is_woven, weave

__all__ = [
    "MAX_BYTES",
    "Chunk",
    "GateError",
    "LinkUse",
    "Merged",
    "Problem",
    "Rendering",
    "WeaveError",
    "is_woven",
    "lead",
    "lex",
    "merge",
    "normalise",
    "paths",
    "problems",
    "project",
    "render",
    "sections",
    "slugify",
    "weave",
    "wiki_links",
]
