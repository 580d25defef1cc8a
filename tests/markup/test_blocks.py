"""Cutting a text into blocks, and putting gates around some of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki import markup

TEXT = """# A heading

First line
of a paragraph.

- one
- two
  goes on

| a | b |
|---|---|
| c | d |

```
code

and code
```

::: spoiler JJ 1x01
Hidden.
:::
"""


def test_a_text_is_cut_into_its_smallest_blocks():
    assert [block.text for block in markup.blocks(TEXT)] == [
        "# A heading",
        "First line\nof a paragraph.",
        "- one",
        "- two\n  goes on",
        "| a | b |",
        "|---|---|",
        "| c | d |",
        "```\ncode",
        "and code\n```",
        "Hidden.",
    ]


@pytest.mark.parametrize(
    ("text", "other", "is_alike"),
    [
        ("Kilgrave dies at the docks.", "Kilgrave dies at the dcoks.", True),
        ("Kilgrave dies at the docks.", "It is said that Kilgrave dies at the docks, at last.", True),
        ("Kilgrave dies at the docks.", "She drinks at the bar.", False),
        ("She dies.", "She dies", True),
        ("She dies.", "He lives.", False),
        ("---", "---", True),
        ("---", "***", False),
    ],
)
def test_blocks_are_alike_when_they_share_runs_of_words(text, other, is_alike):
    assert markup.like(text, other) is is_alike


LINES = st.lists(
    st.sampled_from(["word", "", "- item", "```", "::: spoiler JJ 1x01", ":::", "\\:::", "| x |"]), max_size=12
)


@given(LINES)
def test_what_is_behind_a_gate_is_gone_and_nothing_else(lines):
    """Law 1 for seals: with every block behind a shut gate, nothing is left but what stood in no block."""
    text = "\n".join(lines)
    blocks = markup.blocks(text)
    gated = markup.gated(text, [(*span, "JJ 1x01") for one in blocks for span in one.spans])
    opened = markup.project(gated, lambda gate: True)
    assert opened.split() == markup.project(text, lambda gate: True).split()
    if not markup.lex(text).faults:
        assert markup.project(gated, lambda gate: False).split() == []


HIDDEN = st.sampled_from(["hidden", "", "- hidden", "```", "more"])


@given(LINES, st.lists(HIDDEN, min_size=1, max_size=4), st.data())
def test_where_blocks_begin_does_not_tell_what_is_hidden(lines, hidden, data):
    """Law 1: for who does not see a gate, the text has the blocks that it has without it."""
    lines = [line for line in lines if not line.startswith(":::")]
    at = data.draw(st.integers(0, len(lines)))
    more = [*lines[:at], "::: spoiler JJ 2x01", *hidden, ":::", *lines[at:]]
    seen = [one.text for one in markup.blocks("\n".join(more), lambda gate: False)]
    assert seen == [one.text for one in markup.blocks("\n".join(lines), lambda gate: False)]
