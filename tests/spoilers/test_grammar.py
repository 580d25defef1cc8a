import pytest

from wiki.spoilers.grammar import UnknownGate, parse
from wiki.spoilers.models import Gate, Release


def labels(condition):
    names = {release.pk: str(release) for release in Release.objects.select_related("work")}
    return [sorted(names[pk] for pk in alternative) for alternative in condition.alternatives]


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        ("JJ 1x03", [["JJ 1x03"]]),
        ("jj s1e3", [["JJ 1x03"]]),
        ("JJ 1x3", [["JJ 1x03"]]),
        ("JJ s2", [["JJ 2x01", "JJ 2x02", "JJ 2x03"]]),
        ("ALIAS #2", [["ALIAS #2"]]),
        ("ALIAS v1", [["ALIAS #1", "ALIAS #3"]]),
        ("DEF all", [["DEF 1x01", "DEF 1x02"]]),
        ("FILM film", [["FILM film"]]),
        ("JJ 1x01 and DEF 1x02", [["DEF 1x02", "JJ 1x01"]]),
        ("JJ 1x01 or DEF 1x02", [["JJ 1x01"], ["DEF 1x02"]]),
        ("JJ 1x01 and DEF 1x02 or ALIAS #1", [["ALIAS #1"], ["DEF 1x02", "JJ 1x01"]]),
        ("  JJ   1x01  AND JJ 1x01 ", [["JJ 1x01"]]),
        ("JJ 1x01 or JJ 1x01 and DEF 1x01", [["JJ 1x01"]]),
    ],
)
def test_a_gate_is_read(calendar, gate, expected):
    assert sorted(labels(parse(gate, calendar))) == sorted(expected)


@pytest.mark.parametrize(
    ("gate", "column", "message"),
    [
        ("JJ 1x31", 0, "JJ 1x31: season 1 of Jessica Jones has 3 episodes."),
        ("JJ s7", 0, "JJ s7: Jessica Jones has seasons 1, 2, 3."),
        ("JJ 7x01", 0, "JJ 7x01: Jessica Jones has seasons 1, 2, 3."),
        ("JJ 1x01 and ALIAS #9", 12, "ALIAS #9: Alias has issues #1 to #4."),
        ("ALIAS v7", 0, "ALIAS v7: Alias has volumes 1, 2."),
        ("XX 1x01", 0, "XX: there is no work with this code; there are JJ, DEF, ALIAS, FILM."),
        ("JJ", 0, "JJ: write episode “JJ 1x13”, season “JJ s1” or “JJ all”."),
        ("JJ v1", 0, "JJ v1: write episode “JJ 1x13”, season “JJ s1” or “JJ all”."),
        ("JJ 1x01 and", 11, "A release is missing here; write one such as JJ 1x13."),
        ("", 0, "A release is missing here; write one such as JJ 1x13."),
        ("JJ 1x01 " * 300, 0, "A gate has at most 2000 characters."),
    ],
)
def test_an_unknown_gate_says_where_and_what_would_be_valid(calendar, gate, column, message):
    with pytest.raises(UnknownGate) as raised:
        parse(gate, calendar)
    assert (raised.value.column, raised.value.message) == (column, message)


def test_equal_conditions_share_one_row(calendar):
    one = Gate.objects.intern(parse("JJ s1", calendar))
    other = Gate.objects.intern(parse("JJ 1x03 and JJ 1x01 and JJ s1e2", calendar))
    assert one == other
    assert Gate.objects.filter(key=one.key).count() == 1


def test_interning_many_gates_takes_a_constant_number_of_queries(calendar, django_assert_num_queries):
    conditions = [parse(f"JJ {season}x0{episode} and DEF 1x01", calendar) for season in (1, 2) for episode in (1, 2, 3)]
    with django_assert_num_queries(3):
        Gate.objects.intern_all(conditions)
    with django_assert_num_queries(1):
        Gate.objects.intern_all(conditions[:2])


def test_a_digest_shared_by_two_conditions_is_refused(calendar):
    from wiki.spoilers.querysets import GateCollision

    condition = parse("JJ 1x01 and DEF 1x02", calendar)
    Gate.objects.create(id=condition.digest, key="forged")
    with pytest.raises(GateCollision):
        Gate.objects.intern(condition)
