"""Both databases give the same answers, in the same order: each is compared with one file."""

import json

from tests.search.judging import ANSWERS, answers


def test_fifty_queries_are_answered_as_the_file_says(first_wiki):
    expected = json.loads(ANSWERS.read_text(encoding="utf-8"))
    assert len(expected) == 50
    assert answers() == expected
