from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.markup import passages, project
from wiki.markup.passages import MOST_GATES

GATES = ("A", "B", "C")


def seen(source, opened):
    """Give the texts that a reader gets for whom some gates are open."""
    found = passages(source)
    return [
        (one.heading, one.text) for one in found if set(one.must) <= set(opened) and not set(one.unless) & set(opened)
    ]


def test_passages_are_paragraphs_items_and_headings():
    lead, *rest = seen("Lead.\n\n## Life\n\nOne\ntwo.\n\n- a\n- b\n", ())
    assert lead == ("", "Lead.")
    assert rest == [("Life", text) for text in ("Life", "One two.", "a", "b")]


def test_a_paragraph_is_one_passage_for_each_reader():
    source = "She meets [her father]{B else a stranger}. He [dies]{A}.\n"
    assert seen(source, ()) == [("", "She meets a stranger. He.")]
    assert seen(source, "A") == [("", "She meets a stranger. He dies.")]
    assert seen(source, "AB") == [("", "She meets her father. He dies.")]


def test_a_hidden_block_parts_nothing():
    source = "one\n::: spoiler A\nhidden\n\nmore\n:::\ntwo\n"
    assert seen(source, ()) == [("", "one two")]
    assert seen(source, "A") == [("", "one two"), ("", "hidden"), ("", "more")]


def test_a_heading_in_a_block_is_for_what_stands_in_the_block():
    source = "# One\n\n::: spoiler A\n## Two\n\nin\n:::\n\nout\n"
    assert seen(source, "A") == [("One", "One"), ("Two", "Two"), ("Two", "in"), ("One", "out")]


def test_of_a_paragraph_with_very_many_gates_each_part_stands_alone():
    source = "Public " + " ".join(f"[word{number}]{{G{number}}}" for number in range(MOST_GATES + 2))
    found = {text for _, text in seen(source, [f"G{number}" for number in range(MOST_GATES + 2)])}
    assert {f"word{MOST_GATES}", f"word{MOST_GATES + 1}"} < found
    assert len(passages(source)) == 2**MOST_GATES + 2


def test_nothing_is_cut_within_a_gate():
    source = "He [lives\n- and she dies\n# of it]{A else is\n- well} now.\n\n## Life\n\n| a [b |\n| c]{B} d |\n"
    assert seen(source, ()) == [("", "He is"), ("", "well now."), ("Life", "Life"), ("Life", "| a d |")]
    found = [text for _, text in seen(source, "AB")]
    assert found == ["He lives", "and she dies", "of it now.", "Life", "| a b |", "| c d |"]


def test_gates_over_very_many_lines_do_not_multiply_the_passages():
    source = "[a]{A} [b]{B} [c]{C} [" + "- item\n" * 1000 + "]{D}\n"
    assert len(passages(source)) <= 32


def test_what_is_unbalanced_is_nobodys():
    assert [one.text for one in passages("open\n\n::: spoiler A\nhidden\n")] == ["open"]


words = st.sampled_from(["one", "two", "three", "- item", "## head", "four five", ""])
inline = st.builds(lambda text, gate: f"[{text.strip('-# ') or 'x'}]{{{gate}}}", words, st.sampled_from(GATES))
across = st.builds(
    lambda one, two, end, gate: f"{one}[{two}\n{end or 'x'}]{{{gate}}}", words, words, words, st.sampled_from(GATES)
)
lines = st.lists(st.one_of(words, inline, across), min_size=1, max_size=4).map("\n".join)
blocks = st.recursive(
    lines,
    lambda inner: st.builds(
        lambda gate, parts: f"::: spoiler {gate}\n" + "\n".join(parts) + "\n:::",
        st.sampled_from(GATES),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
sources = st.lists(blocks, min_size=1, max_size=4).map("\n".join)


@settings(deadline=None, max_examples=150)
@given(sources)
def test_each_reader_finds_the_words_that_they_see_and_no_others(source):
    """Law 1 for passages: through every lens their words are the words of the projection."""
    for opened in chain.from_iterable(combinations(GATES, count) for count in range(4)):
        mine = " ".join(text for _, text in seen(source, opened)).split()
        theirs = project(source, lambda gate, opened=opened: gate in opened)
        assert sorted(mine) == sorted(" ".join(one.text for one in passages(theirs)).split())


@settings(deadline=None, max_examples=150)
@given(sources, st.sampled_from(GATES))
def test_who_sees_no_gate_has_the_passages_of_the_text_without_them(source, gate):
    assert seen(source, ()) == [(one.heading, one.text) for one in passages(project(source, lambda gate: False))]
