import pytest

from tests.markup.cases import read
from tests.markup.html import shape
from wiki.markup import lead, render
from wiki.markup.links import Target

EXISTING = {"hope", "luke-cage"}


def resolve(slug):
    return Target(f"/wiki/{slug}/", slug in EXISTING)


@pytest.mark.parametrize(("title", "source", "expected"), read("rendering.txt"), ids=lambda value: value[:60])
def test_rendering_case(title, source, expected):
    assert shape(render(source, resolve).html) == shape(expected)


def test_rendering_tells_its_headings_and_the_links_it_asked_for():
    rendering = render("# A *b* `c`\n\n[[Hope]] [[Nuke]] `[[Code]]`\n", resolve)
    assert [tuple(heading) for heading in rendering.headings] == [(2, "h-a-b-c", "A b c")]
    assert rendering.asked == {"hope", "nuke"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<img src="/&Tab;/evil.example/x.png">', "<img>"),
        ("# किताब", '<h2 id="h-किताब">किताब</h2>'),
        ("3. c", "<ol><li>c</li></ol>"),
        ("[[Hope|]]", '<p><a href="/wiki/hope/">Hope</a></p>'),
    ],
)
def test_nothing_slips_through(source, expected):
    assert shape(render(source, resolve).html) == shape(expected)


def test_lead_is_the_first_paragraph_as_plain_text():
    assert lead("# Title\n\nShe is *a* [[Hope|friend]].\n\nMore.") == "She is a friend."


def test_lead_is_cut_at_a_word():
    assert lead("word " * 100, 20) == "word word word word…"
