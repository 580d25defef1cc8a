"""CommonMark, GFM and hostile HTML, judged by other people's cases."""

import pytest

from tests.corpora import load, needs_corpora
from tests.markup.html import shape
from wiki.markup.render import parser

# GFM's own additions read these differently from CommonMark, which cmark-gfm's documentation says too.
BARE_LINKS = {
    608: "a bare e-mail address in angle brackets with blanks is a bare link in GFM",
    611: "a bare URL is a link in GFM",
    612: "a bare e-mail address is a link in GFM",
}
GFM_EXCLUDED = {
    "HTML tag filter": "our own allow-list decides on tags",
    "Task lists": "not offered: a wiki page is no form",
}


def plain(markdown, *, gfm):
    md = parser(wiki_links=False, gfm=gfm)
    return md.render(markdown)


@needs_corpora
@pytest.mark.parametrize("case", load("commonmark.json"), ids=lambda case: f"example-{case['example']}")
@pytest.mark.parametrize("gfm", [False, True], ids=["commonmark", "with-gfm"])
def test_commonmark_example_renders_as_the_specification_says(case, gfm):
    if gfm and case["example"] in BARE_LINKS:
        assert shape(plain(case["markdown"], gfm=True)) != shape(case["html"])
        return
    assert shape(plain(case["markdown"], gfm=gfm)) == shape(case["html"])


@needs_corpora
@pytest.mark.parametrize(
    "case",
    [case for case in load("gfm_extensions.json") if case["section"] not in GFM_EXCLUDED],
    ids=lambda case: f"example-{case['example']}",
)
def test_gfm_extension_renders_as_cmark_does(case):
    assert shape(plain(case["markdown"], gfm=True)) == shape(case["html"])
