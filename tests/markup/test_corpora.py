"""CommonMark, GFM and hostile HTML, judged by other people's cases."""

import re

import pytest

from tests.corpora import load, needs_corpora
from tests.markup.html import XHTML, shape, tree
from wiki.markup import project, render
from wiki.markup.links import Target
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
    "Footnotes": "the corpus's README asks for tables, strikethrough and autolinks; ours have other ids and marks",
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


IGNORED = "<IGNORE>\n"  # cmark's own way to say: it must not crash, the result does not matter


@needs_corpora
@pytest.mark.parametrize(
    "case",
    [case for case in load("gfm_extensions.json") if case["section"] not in GFM_EXCLUDED],
    ids=lambda case: f"example-{case['example']}",
)
def test_gfm_extension_renders_as_cmark_does(case):
    html = plain(case["markdown"], gfm=True)
    assert case["html"] == IGNORED or shape(html) == shape(case["html"])


URL_ATTRIBUTES = {"href", "src", "action", "formaction", "xlink:href", "background", "poster", "data", "cite"}
DANGEROUS_TAGS = set(
    "script style iframe object embed form input button svg math base meta link template textarea select noscript "
    "frame frameset applet video audio marquee title html body head".split()
)
OUR_IDS = re.compile(r"h-[\w-]+|fn(ref)?\d+(:\d+)?")
PLACES = {
    "alone": "{}",
    "in a paragraph": "Some {} text",
    "in a list": "- {}\n- more",
    "in a heading": "# A {} b",
    "in a table": "| a |\n|---|\n| {} |",
    "in a quotation": "> {}",
    "in code": "`{}`",
    "in a link's text": "[{}](/x)",
    "in a link's target": "[x](<{}>)",
    "in a link's title": '[x](/x "{}")',
    "in an image": "![{}](/x.png)",
    "in an image's target": "![x](<{}>)",
    "in a wiki link": "[[{}]]",
    "in a wiki link's text": "[[Name|{}]]",
    "in a footnote": "a[^1]\n\n[^1]: {}",
    "in a visible gate": "[{}]{{JJ 1x01}}",
    "in an else": "[x]{{JJ 1x02 else {}}}",
    "in a block": "::: spoiler JJ 1x01\n{}\n:::\n",
}


def dangers(html):
    """List what in a fragment could run, load, restyle or stand in for something of the page."""
    found = []
    for element in tree(html).iter():
        tag = str(element.tag).removeprefix(XHTML)
        if tag in DANGEROUS_TAGS or tag.startswith("{"):
            found.append(tag)
        for name, value in element.attrib.items():
            scheme = re.sub(r"[\x00-\x20]", "", value).partition(":")[0].casefold() if ":" in value else ""
            if name.startswith("on") or name in ("style", "name", "srcdoc", "srcset"):
                found.append(name)
            elif (
                (name in URL_ATTRIBUTES and not re.match(r"[/#?]|https?:|mailto:", value) and scheme.isalpha())
                or (name == "id" and not OUR_IDS.fullmatch(value))
                or (name == "src" and not re.match(r"/(?!/)", value))
            ):
                found.append(value)
    return found


@needs_corpora
@pytest.mark.parametrize("place", PLACES)
def test_hostile_text_is_harmless_wherever_it_stands(place):
    unsafe = []
    for case in load("xss.json"):
        source = PLACES[place].format(case["payload"])
        html = render(project(source, lambda gate: gate == "JJ 1x01"), lambda slug: Target(f"/wiki/{slug}/", True)).html
        if found := dangers(html):
            unsafe.append((case["source"], case["id"], found, html[:300]))
    assert unsafe == []


def test_the_search_for_dangers_finds_them():
    bad = '<p onclick="x">a</p><script>1</script><a href="java\tscript:1">a</a><img name="body" src="//x"><b id="body">'
    assert len(dangers(bad)) == 6
