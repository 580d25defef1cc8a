"""Asks the questions of quality.csv of the first content, and tells what comes first."""

import csv
import json
from pathlib import Path
from typing import NamedTuple

from tests.factories import lens_at
from wiki.search import reading
from wiki.spoilers.lens import Lens

QUALITY = Path(__file__).with_name("quality.csv")
ENOUGH = 57
ANSWERS = Path(__file__).with_name("answers.json")
ANSWERED = "JJ all and DEF all and ALIAS all"
MOST = 10


class Judged(NamedTuple):
    """A question, and the page that came first: of what was searched for instead, where a guess was made."""

    query: str
    lens: str
    expected: str
    sort: str
    first: str
    guess: str

    @property
    def is_right(self):
        return self.first == self.expected


def judged():
    """Ask all questions of the content that is loaded."""
    with QUALITY.open(encoding="utf-8", newline="") as file:
        return [_judged(row) for row in csv.DictReader(file)]


def answers():
    """Give the first pages that each query of answers.json finds, in their order."""
    lens = lens_of(ANSWERED)
    return {query: slugs(query, lens)[:MOST] for query in json.loads(ANSWERS.read_text(encoding="utf-8"))}


def lens_of(gates):
    """Make a lens of what stands in a file: gates with “and” between them, or nothing."""
    return lens_at(*gates.split(" and ")) if gates else Lens.empty


def slugs(query, lens):
    """List the slugs of the pages on the first page of results."""
    return _slugs(reading.results(query, lens))


def _slugs(results):
    return [one.url.rstrip("/").rpartition("/")[2] for one in results.page]


def _judged(row):
    found = reading.results(row["query"], lens_of(row["lens"]))
    return Judged(**row, first=next(iter(_slugs(found)), ""), guess=found.query.text if found.is_guessed else "")
