"""For every hidden word and every prefix of it, search and suggestions answer as if it did not exist."""

import pytest

from tests.worlds import world as worlds
from tests.worlds.test_two_worlds import LENSES, WAYS, the_lens
from wiki.search import reading, suggesting

SHORTEST = 2


def answers(world, lens, queries):
    with worlds.standing(world):
        return {text: (found(text, lens), suggesting.suggestions(text, lens)) for text in queries}


def found(text, lens):
    """Tell all that a search says."""
    results = reading.results(text, lens)
    lines = [results.page.paginator.count, results.exact, results.kinds, results.tags, results.guesses]
    return [*lines, *results.page]


def prefixes(words):
    return sorted({word[:end] for word in words for end in range(SHORTEST, len(word) + 1)})


@pytest.mark.parametrize("turn", range(2))
def test_a_hidden_word_and_each_of_its_prefixes_are_as_if_they_were_not_there(db, turn):
    name = list(LENSES)[turn * 3]
    base, canaries = worlds.prepare(seed=turn)
    lens, how = the_lens(name), WAYS[turn]
    sees = worlds.seer_of(lens)
    hidden = [canary.word for canary in canaries if sees(canary.gate) == canary.inverse]
    other = worlds.vary(base, sees, how)
    queries = prefixes(hidden[turn::8]) + [f'"{word}"' for word in hidden[:20]] + [f"agency {w}" for w in hidden[:20]]
    assert answers(base, lens, queries) == answers(other, lens, queries)


def test_what_is_hidden_from_one_reader_is_found_by_another(db):
    """The words above are there to be found: who sees them does."""
    base, canaries = worlds.prepare(seed=1)
    lens = the_lens("all-comics")
    sees = worlds.seer_of(lens)
    places = ("block", "inline", "alias", "page", "tag", "known", "later")
    seen = [one for one in canaries if one.place in places and sees(one.gate) and not one.inverse]
    with worlds.standing(base):
        counts = {one: reading.results(one.word, lens).page.paginator.count for one in seen}
    assert seen
    assert all(counts.values()), counts
