from hypothesis import given
from hypothesis import strategies as st

from wiki.spoilers.condition import SHUT, Condition, all_of, any_of, from_key
from wiki.spoilers.lens import Lens

ids = st.integers(1, 8)
conditions = st.lists(st.sets(ids, min_size=1, max_size=4), min_size=1, max_size=4).map(Condition.any_of)
seen = st.frozensets(ids)


@given(conditions)
def test_a_condition_is_read_back_from_its_key(condition):
    assert from_key(condition.key) == condition


@given(st.lists(st.sets(ids, min_size=1, max_size=3), min_size=1, max_size=3), st.randoms())
def test_equal_conditions_are_equal_values(alternatives, rng):
    shuffled = [set(one) for one in alternatives] + [alternatives[0] | {9}]
    rng.shuffle(shuffled)
    assert Condition.any_of(shuffled) == Condition.any_of(alternatives)
    assert Condition.any_of(shuffled).digest == Condition.any_of(alternatives).digest


@given(conditions, seen, seen)
def test_seeing_more_never_shuts_a_gate(condition, few, more):
    """Law 3."""
    if Lens(few).sees(condition):
        assert Lens(few | more).sees(condition)


@given(conditions, conditions, seen)
def test_all_of_and_any_of_mean_what_they_say(one, two, releases):
    lens = Lens(releases)
    assert lens.sees(all_of([one, two])) == (lens.sees(one) and lens.sees(two))
    assert lens.sees(any_of([one, two])) == (lens.sees(one) or lens.sees(two))


def test_shut_is_shut_for_everybody():
    assert not Lens.everything.sees(SHUT)
    assert not Lens.everything.sees(all_of([SHUT, Condition.any_of([[1]])]))


def test_no_gate_is_open_for_everybody():
    assert Lens.empty.sees(None)
    assert all_of([None, None]) is None


def test_a_condition_too_complex_to_judge_is_shut():
    many = [Condition.any_of([[n * 100 + k] for k in range(20)]) for n in range(3)]
    assert all_of(many) == SHUT


def test_everything_sees_every_gate_that_can_be_resolved():
    assert Lens.everything.sees(Condition.any_of([[1, 2]]))
    assert not Lens.empty.sees(Condition.any_of([[1, 2]]))


def test_a_lens_is_a_hashable_value_that_cannot_change():
    import dataclasses

    import pytest

    assert len({Lens(frozenset({1})), Lens(frozenset({1})), Lens.empty}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        Lens.empty.seen = frozenset({1})
