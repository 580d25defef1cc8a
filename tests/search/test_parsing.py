import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.parsing import MOST_CLAUSES, Term, parse

FILTERS = ("kind", "tag")


def clauses(text):
    return parse(text, FILTERS).wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Purple Man", ((Term(("purple",)),), (Term(("man",)),))),
        ('"Purple Man"', ((Term(("purple", "man"), is_exact=True),),)),
        ('"Purple Man', ((Term(("purple", "man"), is_exact=True),),)),
        ("“Purple Man” „Jewel“", ((Term(("purple", "man"), is_exact=True),), (Term(("jewel",), is_exact=True),))),
        ("walker OR jones", ((Term(("walker",)), Term(("jones",))),)),
        ("OR jones OR", ((Term(("jones",)),),)),
        ("jess*", ((Term(("jess",), is_prefix=True),),)),
        ("well-known", ((Term(("well", "known")),),)),
        ("Café O’Neil’s", ((Term(("cafe",)),), (Term(("oneil",)),))),
        ("http://x.y", ((Term(("http", "x", "y")),),)),
        ("- * ( ) ^ :", ()),
        ("", ()),
    ],
)
def test_a_text_is_read_as_words_phrases_and_choices(text, wanted):
    assert clauses(text) == wanted


def test_a_filter_may_begin_with_a_capital_as_telephones_write_it():
    assert parse("Kind:character TAG:“comics characters”", FILTERS).filters == (
        ("kind", "character"),
        ("tag", "comics characters"),
    )


def test_what_is_not_wanted_and_filters_are_told_apart():
    query = parse(
        'jones -season -"second season" kind:character tag:"comics characters" -Kind:claim other:thing', FILTERS
    )
    assert query.unwanted == ((Term(("season",)),), (Term(("second", "season"), is_exact=True),))
    assert query.filters == (("kind", "character"), ("tag", "comics characters"))
    assert query.barred == (("kind", "claim"),)
    assert query.wanted == ((Term(("jones",)),), (Term(("other", "thing")),))


@given(st.text(max_size=300))
def test_every_text_is_a_query(text):
    query = parse(text, FILTERS)
    assert len(query.wanted) <= MOST_CLAUSES
    assert all(word.isalnum() for term in query.terms for word in term.words)
