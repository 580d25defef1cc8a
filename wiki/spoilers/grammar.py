"""How gates are written: `JJ 1x13`, `JJ s1`, `ALIAS #24`, `ALIAS v3`, `JJ all`, joined by `and` and `or`."""

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn

from wiki.markup import GateError
from wiki.spoilers.calendar import Calendar, ReleaseEntry, WorkEntry, canonical_label
from wiki.spoilers.condition import MAX_ALTERNATIVES, Condition
from wiki.spoilers.models import Work

MAX_LENGTH = 2000

PART = re.compile(r"(?P<letter>[sv])\s*(?P<number>\d{1,4})", re.I | re.A)
TERM = re.compile(r"(?P<code>\S+)(?:\s+(?P<what>.+))?", re.S)
EPISODE_LABEL = re.compile(r"(\d+)x(\d+)", re.A)

# kind: (letter of a part, what a part is called, what a release is called, examples)
WORDS = {
    Work.Kind.SERIES: ("s", "season", "episode", "1x13", "s1"),
    Work.Kind.COMIC: ("v", "volume", "issue", "#24", "v3"),
    Work.Kind.FILM: ("", "part", "film", "all", "all"),
}


def part_word(kind: str) -> str:
    """Give what a part of such a work is called: Season, Volume, Part."""
    return WORDS[Work.Kind(kind)][1].capitalize()


def counted(kind: str, count: int) -> str:
    """Say how many releases of such a work: 13 episodes, 1 issue."""
    return f"{count} {WORDS[Work.Kind(kind)][2]}{'s' * (count != 1)}"


def part_letter(kind: str) -> str:
    """Give the letter by which gates name a part of such a work: `s`, `v`."""
    return WORDS[Work.Kind(kind)][0]


class UnknownGate(GateError):
    """A gate that names no release, with the column and what would have been valid."""


def parse(text: str, calendar: Calendar) -> Condition:
    """Read a gate. Raises UnknownGate, whose message is a sentence for the person who wrote it."""
    if len(text) > MAX_LENGTH:
        raise UnknownGate(f"A gate has at most {MAX_LENGTH} characters.")
    alternatives = [
        [release.id for column, term in _split(part, "and", offset) for release in _releases(term, column, calendar)]
        for offset, part in _split(text, "or", 0)
    ]
    if len(alternatives) > MAX_ALTERNATIVES:
        raise UnknownGate(f"A gate has at most {MAX_ALTERNATIVES} parts joined by “or”.")
    return Condition.any_of(alternatives)


def _split(text: str, word: str, column: int) -> Iterator[tuple[int, str]]:
    """Yield the parts between a joining word, each with its column in the whole gate."""
    position = 0
    for match in re.finditer(rf"(?<!\S){word}(?!\S)", text, re.I):
        yield column + position, text[position : match.start()]
        position = match.end()
    yield column + position, text[position:]


def _releases(term: str, column: int, calendar: Calendar) -> tuple[ReleaseEntry, ...]:
    column += len(term) - len(term.lstrip())
    match = TERM.fullmatch(term.strip())
    if match is None:
        raise UnknownGate("A release is missing here; write one such as JJ 1x13.", column=column)
    work = calendar.by_code.get(match["code"].upper())
    if work is None:
        codes = f"there are {_listed(calendar.by_code)}" if calendar.works else "there are no works yet"
        _fail(match["code"], f"there is no work with this code; {codes}.", column)
    what = " ".join((match["what"] or "").split())
    found = _of_work(work, what)
    if not found:
        _fail(f"{work.code} {what}".strip(), _explain(work, what), column)
    return found


def _of_work(work: WorkEntry, what: str) -> tuple[ReleaseEntry, ...]:
    """Give the releases that a term names; none when it names none."""
    if what.casefold() == "all":
        return work.releases
    part = PART.fullmatch(what)
    if part and part["letter"].casefold() == WORDS[Work.Kind(work.kind)][0]:
        return work.part(int(part["number"]))
    release = work.by_label.get(canonical_label(what))
    return (release,) if release else ()


def _explain(work: WorkEntry, what: str) -> str:
    """Say what would have been valid in the place of `what`."""
    letter, part_word, release_word, release, part = WORDS[Work.Kind(work.kind)]
    if not work.releases:
        return f"{work.short_title} has no releases yet."
    if PART.fullmatch(what) and what[0].casefold() == letter:
        return (
            f"{work.short_title} has {part_word}s {_listed(str(number) for number, _ in work.parts)}."
            if work.parts
            else (f"{work.short_title} has no {part_word}s.")
        )
    episode = EPISODE_LABEL.fullmatch(canonical_label(what))
    if episode and work.part(int(episode[1])):
        return f"{part_word} {episode[1]} of {work.short_title} has {len(work.part(int(episode[1])))} {release_word}s."
    if episode and work.parts:
        return f"{work.short_title} has {part_word}s {_listed(str(number) for number, _ in work.parts)}."
    if canonical_label(what).startswith("#"):
        return f"{work.short_title} has {release_word}s {work.releases[0].label} to {work.releases[-1].label}."
    return f"write {release_word} “{work.code} {release}”, {part_word} “{work.code} {part}” or “{work.code} all”."


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _fail(term: str, reason: str, column: int) -> NoReturn:
    raise UnknownGate(f"{term}: {reason}", column=column)
