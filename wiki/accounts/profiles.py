"""The one place that writes profiles and preferences, and that opens what somebody says of themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki import markup
from wiki.accounts.models import Profile
from wiki.markup import GateError
from wiki.markup.lexer import Kind
from wiki.spoilers.calendar import Calendar, current
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Work
from wiki.spoilers.sealed import unseal

ABOUT_MAX = 10_000
PRONOUNS_MAX = 40


class Unfit(ValueError):
    """What somebody says of themselves cannot be kept; `problems` say why."""

    def __init__(self, problems: list[markup.Problem]) -> None:
        super().__init__("; ".join(f"line {one.line}: {one.message}" for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class ProfileView:
    """A profile through a lens: `about` is the projection, Markdown still."""

    pronouns: str = ""
    about: str = ""
    works: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pronouns or self.about or self.works)


@transaction.atomic
def save(*, person: Any, pronouns: str, about: str, works: Collection[Work]) -> None:
    """Keep what somebody says of themselves. Raises Unfit where a gate is unbalanced or unknown."""
    text = markup.normalise(about).strip("\n")
    calendar = current()
    if problems := markup.problems(text, lambda gate: parse(gate, calendar)):
        raise Unfit(problems)
    values = {"pronouns": " ".join(pronouns.split()), "about": text, "changed_at": timezone.now()}
    profile, _ = Profile.objects.update_or_create(person=person, defaults=values)
    profile.works.set(works)


def whole(person: Any) -> dict[str, Any]:
    """Give a profile as its owner wrote it, for their own form and download: they see all of it."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return {"pronouns": "", "about": "", "works": []}
    codes = [work.code for work in profile.works.all()]
    return {"pronouns": profile.pronouns, "about": unseal(profile.about), "works": codes}


def seen(person: Any, lens: Lens) -> ProfileView:
    """Give a profile as a reader has it."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return ProfileView()
    works = tuple((work.code, work.short_title) for work in profile.works.all())
    return ProfileView(profile.pronouns, project(unseal(profile.about), lens, current()), works)


def project(text: str, lens: Lens, calendar: Calendar) -> str:
    """Give what is left of a text. A gate that cannot be resolved (any more) is shut."""
    gates = {token.gate for token in markup.lex(text).tokens if token.kind is Kind.OPEN and token.gate is not None}
    outcomes = {gate: _is_open(gate, lens, calendar) for gate in gates}
    return markup.project(text, lambda gate: outcomes.get(gate, False))


def _is_open(gate: str, lens: Lens, calendar: Calendar) -> bool:
    try:
        return lens.sees(parse(gate, calendar))
    except GateError:
        return False


def prefer(*, person: Any, theme: str, diff_style: str, time_zone: str) -> None:
    """Keep how the site looks to somebody."""
    person.theme, person.diff_style, person.time_zone = theme, diff_style, time_zone
    person.save(update_fields=["theme", "diff_style", "time_zone"])
