"""Law 4: editing through a lens neither loses nor reveals."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.markup.cases import read_edits
from tests.markup.test_laws import GATES, hostile_lines, inline, two_texts, words
from wiki.markup import lex, project, weave
from wiki.markup.pieces import all_hidden_parts
from wiki.markup.weaving import is_woven

gate = st.sampled_from(GATES)
prose = st.lists(words, min_size=1, max_size=3).map(" ".join)
typed = st.one_of(
    prose,
    hostile_lines,
    st.builds("[{}]{{{}}}".format, prose, gate),
    st.builds("[{}]{{{} else {}}}".format, prose, gate, prose),
    st.builds("\n\n::: spoiler {}\n{}\n:::\n".format, gate, prose),
    st.sampled_from(["\n", "\n\n", " ", ", ", ".", "(", ")", "[", "]", "}", "**", "\\", "\n***\n"]),
)


@pytest.mark.parametrize(("title", "whole", "edited", "woven"), read_edits("weaving.txt"), ids=str)
def test_weaving_case(title, whole, edited, woven):
    assert weave(edited, whole, sees_early) == woven


def sees_early(gate):
    return any(set(part.split(" and ")) <= {"JJ 1x01", "JJ 1x02"} for part in gate.split(" or "))


@given(st.text(alphabet="} \nabJ1x023elspoir:,.", max_size=120), st.data())
def test_a_projection_to_be_edited_is_fit_to_be_saved(noise, data):
    """Whatever hiding takes along, the syntax of open gates stays whole. Other brackets than theirs have escapes."""
    pieces = [
        inline(prose, gate),
        st.builds("[{}]{{{} else {}}}".format, prose, gate, prose),
        st.sampled_from("(),.\n "),
    ]
    whole = "".join(data.draw(st.lists(st.one_of(*pieces), max_size=8))) + noise
    whole = f"[So {whole}]{{JJ 1x01}}" if data.draw(st.booleans()) else whole
    assume(not lex(whole).faults)
    for opened in ([], ["JJ 1x01"], ["JJ 1x01", "DEF 1x01"]):
        assert not lex(project(whole, opened.__contains__, keep_gates=True)).faults


@pytest.mark.parametrize(
    ("whole", "seen"),
    [
        ("He said [[secret]{JJ 1x09}]{JJ 1x01} here.\n", "He said []{JJ 1x01} here.\n"),
        ("[known]{JJ 1x01 else plain\n[secret]{JJ 1x09}}\n", "[known]{JJ 1x01 else plain\n}\n"),
        ("She [K \\[[secret]{JJ 1x09}]{JJ 1x01} end.\n", "She [K \\[]{JJ 1x01} end.\n"),
    ],
)
def test_hiding_takes_no_syntax_of_an_open_gate_along(whole, seen):
    assert project(whole, sees_early, keep_gates=True) == seen


def test_a_hidden_part_is_never_put_into_the_else_of_others():
    whole = "A red woman [SECRET]{JJ 1x09} walks here.\n"
    woven = weave("[Jess]{JJ 1x01 else A red woman walks here.}\n", whole, sees_early)
    assert "SECRET" in project(woven, lambda gate: True)


def test_a_fence_in_a_hidden_part_is_kept_what_it_is():
    whole = "He said [::: foo]{JJ 1x09}.\n"
    woven = weave("", whole, sees_early)
    assert project(woven, lambda gate: True).strip() == "::: foo"


@given(two_texts())
def test_a_text_that_was_not_changed_stays_as_it_is(texts):
    whole, _, opened = texts
    assume(not lex(whole).faults)
    assert weave(project(whole, opened.__contains__, keep_gates=True), whole, opened.__contains__) == whole


def test_a_broken_law_is_seen():
    """The check by itself, for the day that weaving goes wrong."""
    whole, edited = "She [dies]{JJ 1x09} at [the end]{JJ 1x10}.\n", "She at.\n"
    broken = [
        "She at.\n",
        "She [dies]{JJ 1x09} at.\n",
        "She [dies]{JJ 1x09} now at [the end]{JJ 1x10}.\n",
        "She [the end]{JJ 1x10} at [dies]{JJ 1x09}.\n",
        "She [dies]{JJ 1x09} at [the end]{JJ 1x10 or JJ 1x08}.\n",
        "She [dies]{JJ 1x09} at [the end]{JJ 1x10} [more]{JJ 1x13}.\n",
    ]
    assert is_woven(whole, edited=edited, whole=whole, sees=sees_early)
    assert [one for one in broken if is_woven(one, edited=edited, whole=whole, sees=sees_early)] == []


@st.composite
def edit_of(draw, text):
    """Draw what a person may make of a text: typing, deleting, replacing, moving and joining."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + draw(st.sampled_from([0, 1, 5, 30, 300])))))
        paragraphs = text.split("\n\n")
        text = draw(
            st.one_of(
                typed.map(lambda new, t=text, a=start, b=end: t[:a] + new + t[b:]),
                st.just(text[:start] + text[end:]),
                st.permutations(paragraphs).map("\n\n".join),
                st.just(text[:start] + text[start:end].replace("\n", " ") + text[end:]),
                st.sampled_from(paragraphs).map(lambda one, t=text: t.replace(one, "Something else.", 1)),
            )
        )
    return text


@given(two_texts(), st.data())
def test_an_edit_is_what_its_author_sees_and_loses_nothing_hidden(texts, data):
    whole, _, opened = texts
    assume(not lex(whole).faults)

    def sees(gate):
        return gate in opened

    before = project(whole, sees, keep_gates=True)
    edited = data.draw(edit_of(before))
    assume(not lex(edited).faults)
    woven = weave(edited, whole, sees)
    assert project(woven, sees, keep_gates=True).strip("\n") == project(edited, sees, keep_gates=True).strip("\n")
    inside = iter(list(all_hidden_parts(woven, sees)))
    hidden = list(all_hidden_parts(whole, sees))
    assert all(any(one.inside.strip("\n") == part.inside.strip("\n") for one in inside) for part in hidden)
    assert is_woven(woven, edited=edited, whole=whole, sees=sees)
