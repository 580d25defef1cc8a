import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.spoilers.calendar import ReleaseEntry, WorkEntry
from wiki.spoilers.lens import Lens
from wiki.spoilers.places import Place, exactly, lens_of, line_of

PAST, FUTURE = datetime.date(2015, 11, 20), datetime.date(2999, 1, 1)


def a_work(*dates, code="JJ", start=1):
    releases = tuple(
        ReleaseEntry(start + index, index + 1, f"1x{index + 1:02}", 1, date, "day" if date else "")
        for index, date in enumerate(dates)
    )
    return WorkEntry(start, code, f"Marvel's {code}", code, "series", releases, ((1, ""),))


def test_a_place_holds_all_up_to_its_release_with_exceptions():
    work = a_work(*[PAST] * 5)
    assert Place(work, 3, plus=frozenset({5}), minus=frozenset({1})).seen == {2, 3, 5}


def test_what_is_not_out_cannot_have_been_seen():
    work = a_work(PAST, FUTURE, None, PAST)
    assert Place(work, 4, plus=frozenset({2, 3})).seen == {1, 4}


def test_a_bookmark_on_a_release_that_is_gone_sees_nothing():
    assert Place(a_work(PAST), 99, plus=frozenset({98})).seen == frozenset()


@settings(max_examples=200)
@given(st.sets(st.integers(1, 6)))
def test_exactly_these_gives_back_these(wanted):
    assert exactly(a_work(*[PAST] * 6), wanted).seen == wanted


def test_exactly_uses_few_exceptions():
    place = exactly(a_work(*[PAST] * 6), {1, 2, 4, 5, 6})
    assert (place.until, place.plus, place.minus) == (6, frozenset(), {3})


def test_the_lens_joins_all_places():
    first, second = a_work(PAST, PAST), a_work(PAST, code="DEF", start=11)
    assert lens_of((Place(first, 1), Place(second, 11))).seen == {1, 11}
    assert lens_of(()) == Lens.empty


def test_the_reading_line():
    work = a_work(*[PAST] * 3)
    assert line_of(()) == "Reading with nothing watched yet"
    assert line_of((Place(work, None),)) == "Reading with nothing watched yet"
    assert line_of((Place(work, 2),)) == "Reading with JJ up to 1x02"
    assert line_of((Place(work, 3),)) == "Reading with all of JJ"
    assert line_of((Place(work, 2, minus=frozenset({1})),)) == "Reading with JJ up to 1x02 (with exceptions)"
    assert line_of((Place(work, None, plus=frozenset({2})),)) == "Reading with some of JJ"
    many = tuple(Place(a_work(PAST, code=f"W{n}", start=n * 10), n * 10) for n in range(5))
    assert line_of(many) == "Reading with all of W0, all of W1, all of W2 and 2 more"
