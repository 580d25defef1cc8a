"""What an earlier rendering had not is marked, block by block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki import markup
from wiki.markup.links import Target


def rendered(text, *, exists=True):
    return markup.render(text, lambda slug: Target(f"/wiki/{slug}/", exists)).html


def new_blocks(before, after):
    return [block.text for block in markup.novel(rendered(after), rendered(before))]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a\n", "a\n", []),
        ("a\n", "a\n\nb\n", ["b"]),
        ("a c\n", "a b c\n", ["a b c"]),
        ("- a\n- c\n", "- a\n- b\n- c\n", ["b"]),
        ("- a\n", "- a\n  - b\n", ["b"]),
        ("| a |\n|---|\n| b |\n", "| a |\n|---|\n| b |\n| c |\n", ["c"]),
        (
            "| a | b |\n|---|---|\n| c | d |\n",
            "| a | b |\n|---|---|\n| c | d |\n| e | f |\n| g | |\n\nh\n\ni\n",
            ["e · f", "g", "h", "i"],
        ),
        ("> a\n", "> a\n>\n> b\n", ["b"]),
        ("a[^1]\n\n[^1]: x\n", "b[^2]\n\na[^1]\n\n[^1]: x\n[^2]: y\n", ["b", "y"]),
        ("a\n", "a\n\n![alt](/images/x.png)\n", ["alt"]),
        ("a\n", "## H\n\na\n", ["H"]),
        ("a\n\nb\n", "b\n", []),
        ("", "    code\n", ["code"]),
        ("1 < 2\n", '1 < 2\n\n2 > 1 & "so"\n', ['2 > 1 & "so"']),
        ("", '<img alt="a > b" src="/images/x.png"> word\n', ["a > b word"]),
    ],
)
def test_new_blocks_are_found(before, after, found):
    assert new_blocks(before, after) == found


def test_a_link_that_leads_somewhere_now_is_nothing_new():
    assert markup.novel(rendered("[[Hope]]\n"), rendered("[[Hope]]\n", exists=False)) == ()


def test_each_block_tells_the_heading_above_it():
    after = "x\n\n## One\n\na\n\n### Two\n\nb[^1]\n\n[^1]: note\n"
    found = [(block.heading, block.anchor) for block in markup.novel(rendered(after), "")]
    assert found == [("", ""), *[("One", "h-one")] * 2, *[("Two", "h-two")] * 2, ("Notes", "fn1")]


def test_marks_stand_on_the_new_blocks_alone():
    marked = markup.mark(rendered("a\n\nb\n"), rendered("a\n"))
    assert marked.html.strip() == '<p>a</p>\n<p data-new><span class="new-word">New: </span>b</p>'


def test_nobody_can_write_a_mark():
    assert "data-new" not in rendered('<p data-new class="new-word">x</p>\n')
    assert "new-word" not in rendered('<span class="new-word">x</span>\n')


def test_long_words_are_cut():
    (block,) = markup.novel(rendered("word " * 100), "")
    assert len(block.text) <= 161
    assert block.text.endswith("word…")


WORDS = ["- ", "\n", "\n\n", "## h\n", "> ", "[^1]", "[^1]: n\n", "<div>", "</div>", "<b>", '<p title="<">', "|"]
MORE = ["| a |\n|--|\n", "`", "<sup>", "</sup>", "<details><summary>", "![x](/images/a.png)", "<", "&lt;"]
PIECES = st.lists(st.sampled_from([*"ab", *WORDS, *MORE]), max_size=25).map("".join)


@given(PIECES, PIECES)
def test_marking_changes_nothing_else(before, after):
    """Without its marks the text is what it was."""
    html = rendered(after)
    marked = markup.mark(html, rendered(before)).html
    assert (
        marked.replace(" data-new>", ">").replace(" data-new ", " ").replace('<span class="new-word">New: </span>', "")
        == html
    )


def test_a_long_text_takes_no_long_time():
    import time

    before = rendered("\n\n".join(f"word {number}" for number in range(3000)))
    after = rendered("\n\n".join(f"word {number}" for number in range(0, 6000, 2)))
    start = time.perf_counter()
    markup.mark(after, before)
    assert time.perf_counter() - start < 2
