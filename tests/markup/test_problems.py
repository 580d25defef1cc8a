import gc
from time import process_time

import pytest

from wiki.markup import MAX_BYTES, GateError, problems, project, render
from wiki.markup.links import Target


def check(gate):
    if gate != "JJ 1":
        raise GateError(f"{gate}: unknown.", column=3)


@pytest.mark.parametrize(
    ("source", "line", "column", "said"),
    [
        ("a\n::: spoiler JJ 1\nb", 2, 1, "never closed"),
        ("a\n\n:::\n", 3, 1, "closes nothing"),
        ("a\n::: spolier JJ 1\n:::\n", 2, 1, "has to be"),
        ("> ::: spoiler JJ 1\n", 1, 1, "start its line"),
        ("1. - ::: spoiler JJ 1\n", 1, 1, "start its line"),
        ("x\ny a]{JJ 1}", 2, 4, "no “[” before it"),
        ("x [a]{JJ 1", 1, 5, "not closed"),
        ("x [a]{JJ 1 else b", 1, 5, "“else” part"),
        ("x [a]{JJ 9}", 1, 10, "unknown"),
        ("::: spoiler JJ 9\n:::", 1, 16, "unknown"),
        ("[[Nuke]]{JJ 1}", 1, 1, "brackets of their own"),
        ("[dies :[ oh no]{JJ 1}.", 1, 1, "never closed"),
        ("lasts [x [0,1) hours]{JJ 1}", 1, 7, "never closed"),
        ("[a] {JJ 1x02}", 1, 5, "looks like a gate"),
        ("[a](/x){JJ s1}", 1, 8, "looks like a gate"),
        ("**a**{ALIAS #3 else b}", 1, 6, "looks like a gate"),
        ("[a]｛JJ all｝", 1, 4, "looks like a gate"),
        ("> ::: Spoiler JJ 1\n", 1, 1, "looks like a spoiler fence"),
        ("> ::: spolier JJ 1\n", 1, 1, "looks like a spoiler fence"),
        ("\u200b::: spoiler JJ 1\n", 1, 1, "looks like a spoiler fence"),
        ("：：： spoiler JJ 1\n", 1, 1, "looks like a spoiler fence"),
        (":: spoiler JJ 1\n", 1, 1, "looks like a spoiler fence"),
        ("## ::: x\n", 1, 1, "looks like a spoiler fence"),
        ("a. ::: spoiler JJ 1", 1, 1, "looks like a spoiler fence"),
        ("x ::: spoiler JJ 1 y :::", 1, 1, "looks like a spoiler fence"),
        ("x\u2028::: spoiler JJ 1\ny", 2, 1, "never closed"),
        ("<div>\n" * 101, 101, 1, "HTML elements"),
        (" " * 90 + "- a", 1, 1, "more than 40 deep"),
        ("[\\]" * 101, 1, 301, "square brackets"),
        ("[" * 101, 1, 101, "square brackets"),
        ("> " * 41 + "a", 1, 1, "more than 40 deep"),
        ("::: spoiler JJ 1\n" * 21 + ":::\n" * 21, 21, 1, "more than 20 deep"),
        ("a" * (MAX_BYTES + 1), 1, 1, "longer than 512 KiB"),
    ],
)
def test_problem_names_its_place(source, line, column, said):
    found = [problem for problem in problems(source, check) if said in problem.message]
    assert [(problem.line, problem.column) for problem in found] == [(line, column)]


FINE = ["", "[a]{JJ 1}", "\\::: x", "a ]\\{JJ 9}", "[a](b) {c}", "::: spoiler JJ 1\na\n:::"]
FINE += ["a [ b", "\\[ [a]{JJ 1}", "\\{JJ 1x02}", "see http://[::1]/ and a::b"]


@pytest.mark.parametrize("source", FINE)
def test_balanced_text_has_no_problem(source):
    assert problems(source, check) == []


def test_every_problem_is_listed_in_order():
    assert [problem.line for problem in problems("[a]{JJ 9}\n\nb]{JJ 1}\n\n:::\n", check)] == [1, 3, 5]


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 99 + "a",
        "]{" * 9000,
        "[a]{JJ 1 else " * 5000,
        "a\n:::\n" * 20000,
        "*a **b " * 20000,
        "xmpp:" * 20000,
        "http://a" + ")" * 50000,
        "::: spoiler a" + " " * 40000 + "b\n:::\n",
        "[a]{" + " " * 40000 + "}",
        "\n".join(f"# a {n}" for n in range(2, 3000)) + "\n# a\n# a\n",
        "<p>" + "".join(f"<b a{n}>" for n in range(900)) + "\n" + "<p>x\n" * 900,
    ],
    ids=[
        "brackets",
        "gate-ends",
        "elses",
        "closers",
        "emphasis",
        "protocols",
        "parentheses",
        "fence",
        "gate",
        "headings",
        "formats",
    ],
)
def test_hostile_text_is_read_in_linear_time(hostile):
    """Twice as long may take at most about twice as long; the factor of 5 leaves room for a busy machine."""
    short = min(seconds(hostile[: len(hostile) // 2]) for _ in range(3))
    assert min(seconds(hostile) for _ in range(3)) < 5 * short + 0.1


def seconds(text):
    gc.collect()
    gc.disable()
    start = process_time()
    problems(text, check)
    render(project(text, lambda gate: True), lambda slug: Target("/", True))
    spent = process_time() - start
    gc.enable()
    return spent
