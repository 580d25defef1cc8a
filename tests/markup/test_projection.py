import pytest

from tests.markup.cases import read
from wiki.markup import project


def sees(gate):
    return gate == "JJ 1"


@pytest.mark.parametrize(("title", "source", "expected"), read("projection.txt"), ids=lambda value: value[:60])
def test_projection_case(title, source, expected):
    assert project(source, sees).strip("\n") == expected.strip("\n")


def test_projection_with_gates_kept_leaves_the_open_ones_written():
    source = "a [b]{JJ 1} [c]{JJ 2 else d} [e]{JJ 1 else f} [g]{JJ 2}.\n"
    source += "\n::: spoiler JJ 1\nh\n:::\n\n::: spoiler JJ 2\ni\n:::\n"
    assert project(source, sees, keep_gates=True) == "a [b]{JJ 1} d [e]{JJ 1 else f}.\n\n::: spoiler JJ 1\nh\n:::\n"


def test_projection_asks_once_for_each_gate():
    asked = []
    project("[a]{JJ 1} [b]{JJ 1} [c]{JJ 2}", lambda gate: asked.append(gate) or True)
    assert asked == ["JJ 1", "JJ 2"]
