"""Search finds what people look for in the first content, and nearly always first."""

from tests.search.judging import ENOUGH, judged


def test_what_is_looked_for_comes_first(first_wiki):
    found = judged()
    wrong = {one.query: one.first for one in found if not one.is_right}
    assert len(found) == 60
    assert len(found) - len(wrong) >= ENOUGH, wrong
