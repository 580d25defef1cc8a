"""Text with gates in it: lexer, projection, Markdown to safe HTML. Knows neither database nor request."""

from wiki.markup.blocks import Block, blocks, gated, like
from wiki.markup.comments import mentions, render_comment
from wiki.markup.data import data_block, with_pictures_at
from wiki.markup.errors import GateError, Problem
from wiki.markup.lead import lead, words
from wiki.markup.lexer import lex, normalise
from wiki.markup.links import LinkUse, slugify, wiki_links
from wiki.markup.merging import Chunk, Merged, merge
from wiki.markup.novelty import Marked, Novel, mark, novel
from wiki.markup.passages import passages
from wiki.markup.paths import Path, paths
from wiki.markup.problems import MAX_BYTES, problems
from wiki.markup.projection import project
from wiki.markup.render import Rendering, render
from wiki.markup.sections import sections
from wiki.markup.weaving import WeaveError, is_woven, weave

__all__ = [
    "MAX_BYTES",
    "Block",
    "Chunk",
    "GateError",
    "LinkUse",
    "Marked",
    "Merged",
    "Novel",
    "Path",
    "Problem",
    "Rendering",
    "WeaveError",
    "blocks",
    "data_block",
    "gated",
    "is_woven",
    "lead",
    "lex",
    "like",
    "mark",
    "mentions",
    "merge",
    "normalise",
    "novel",
    "passages",
    "paths",
    "problems",
    "project",
    "render",
    "render_comment",
    "sections",
    "slugify",
    "weave",
    "wiki_links",
    "with_pictures_at",
    "words",
]
