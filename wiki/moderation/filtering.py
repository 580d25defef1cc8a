"""Rules for edits: what each asks, whether an edit meets it, and how it would have done on the last edits."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from wiki.moderation.models import Action, Catch, Rule
from wiki.pages import acts, changes, looking, rules
from wiki.pages.acts import Act
from wiki.pages.changes import Change
from wiki.pages.editing import MayNotEdit
from wiki.pages.kinds import Kind
from wiki.pages.models import Pending, Revision
from wiki.pages.screening import Hit
from wiki.pages.state import PageState, seer, state_of
from wiki.spoilers.lens import Lens

if TYPE_CHECKING:
    from wiki.pages.editing import Edit

LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
LAST = 500
DAY = 24 * 3600
# Fewer edits than this in a day say nothing about a rule.
ENOUGH = 20
# What is counted of each rule, day by day.
LOOKED, CAUGHT = "looked", "caught"


class BadPattern(ValueError):
    """What was typed is no pattern; the sentence says why."""


@dataclass(frozen=True)
class Looked:
    """What rules ask of an edit: what it adds, by how much the text grows, and for how long its author is here."""

    added: str
    growth: int
    kind: str
    days: float | None  # None for people without an account

    @property
    def links(self) -> int:
        return len(LINK.findall(self.added))


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """Read a pattern; one that takes time linear in the text, whatever it is. Raises BadPattern."""
    options = re2.Options()
    options.log_errors, options.case_sensitive, options.max_mem = False, False, 1 << 22
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        raise BadPattern(f"This is no pattern: {said}.") from error


def meets(rule: Rule, edit: Looked) -> bool:
    """Tell whether an edit meets all that a rule names. A rule that names nothing meets nothing."""
    asked = [
        (rule.pattern, lambda: bool(compiled(rule.pattern).search(edit.added))),
        (rule.least_links, lambda: edit.links >= (rule.least_links or 0)),
        (rule.younger_than, lambda: edit.days is None or edit.days < (rule.younger_than or 0)),
        (rule.kinds, lambda: edit.kind in rule.kinds),
        (rule.least_growth, lambda: edit.growth >= (rule.least_growth or 0)),
        (rule.least_loss, lambda: -edit.growth >= (rule.least_loss or 0)),
    ]
    named = [ask for value, ask in asked if value]
    return bool(named) and all(ask() for ask in named)


def looked(before: PageState, after: PageState, *, kind: str, summary: str, days: float | None) -> Looked:
    """Take down what rules ask of an edit."""
    old = Counter(_lines(before))
    added = [line for line in _lines(after) if not old[line]]
    return Looked("\n".join([*added, summary]), len(after.body) - len(before.body), kind, days)


def _lines(state: PageState) -> list[str]:
    entries = [entry.text for entry in (*state.names, *state.tags, *state.sheet)]
    return [*entries, *(entry.source for entry in state.sheet), *state.body.split("\n")]


def days_here(person: Any, now: datetime.datetime) -> float | None:
    """Give for how many days somebody has had their account, None without one."""
    account = rules.account(person)
    return (now - account.date_joined).total_seconds() / DAY if account else None


class Screen:
    """Looks at every edit with the rules that are on. Moderators' edits are not looked at."""

    def look(self, edit: Edit, kind: Kind, before: PageState, after: PageState) -> Sequence[Hit]:
        if rules.may_moderate(edit.author):
            return []
        days = days_here(edit.author, timezone.now())
        seen = looked(before, after, kind=kind.name, summary=edit.summary, days=days)
        fair = _fair(list(Rule.objects.filter(is_on=True).order_by("pk")))
        met = [rule for rule in fair if meets(rule, seen)]
        for key in [*(_key(rule, LOOKED) for rule in fair), *(_key(rule, CAUGHT) for rule in met)]:
            _count(key)
        return [Hit(rule.pk, rule.action, rule.message) for rule in met]

    def keep(self, hits: Sequence[Hit], revision: Revision | None, pending: Pending | None) -> None:
        Catch.objects.bulk_create([Catch(rule_id=hit.rule, revision=revision, pending=pending) for hit in hits])


SCREEN = Screen()


def _count(key: str) -> None:
    """Count one more. In the cache: a refused edit leaves no trace in the database.

    Key by key: caches add to one number at once, but to several only by reading and writing them all, and of two
    edits at the same moment one would be lost.
    """
    try:
        cache.incr(key)
    except ValueError:  # the first today, unless another came between
        if not cache.add(key, 1, 2 * DAY):
            cache.incr(key)


def _key(rule: Rule, what: str) -> str:
    return f"rule:{rule.pk}:{what}:{timezone.now():%Y-%m-%d}"


def _fair(on: list[Rule]) -> list[Rule]:
    """Keep the rules that have not caught more than their share of today's edits, and switch off the others."""
    counts = cache.get_many([_key(rule, what) for rule in on for what in (LOOKED, CAUGHT)])
    eager = [rule for rule in on if _is_too_eager(rule, counts)]
    if eager:
        too_much = Rule.objects.filter(pk__in=[rule.pk for rule in eager])
        too_much.update(is_on=False, switched_off_at=timezone.now())
    return [rule for rule in on if rule not in eager]


def _is_too_eager(rule: Rule, counts: Mapping[str, int]) -> bool:
    looked_at, caught = counts.get(_key(rule, LOOKED), 0), counts.get(_key(rule, CAUGHT), 0)
    return looked_at >= ENOUGH and 100 * caught > rule.most_share * looked_at


@transaction.atomic
def switch(rule: Rule, *, is_on: bool, person: Any) -> None:
    """Switch a rule on or off. Raises MayNotEdit."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    cache.delete_many([_key(rule, LOOKED), _key(rule, CAUGHT)])
    Rule.objects.filter(pk=rule.pk).update(is_on=is_on, switched_off_at=None)
    acts.tell(Act(Action.RULE_ON if is_on else Action.RULE_OFF, person, after={"rule": rule.name}))


def trial(rule: Rule, lens: Lens) -> tuple[list[Change], int]:
    """Give those of the last 500 edits that a rule would have caught, as far as somebody sees them, and how many it
    looked at.
    """
    last = changes.changes(lens, count=LAST).all
    found = Revision.objects.filter(public_id__in=[change.line.id for change in last])
    rows = {row.public_id: row for row in found.select_related("parent", "author", "page")}
    return [change for change in last if meets(rule, _of_revision(rows[change.line.id], lens))], len(last)


def _of_revision(row: Revision, lens: Lens) -> Looked:
    parent = row.parent
    before = state_of(parent).through(seer(lens, parent.gates), keep_gates=True) if parent else PageState()
    after = state_of(row).through(seer(lens, row.gates), keep_gates=True)
    summary = looking.line(row, lens).summary
    return looked(before, after, kind=row.page.kind, summary=summary, days=days_here(row.author, row.saved_at))
