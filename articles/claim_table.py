"""The table of claims: chosen by status, work and person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.utils.http import urlencode

from articles.claims import ClaimLine, all_claims
from articles.kind import STATUSES
from wiki.markup import slugify
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens

PER_PAGE = 50


@dataclass(frozen=True)
class ClaimTable:
    """The claims that were asked for, and what can be asked for: pairs of a value and what it is called."""

    lines: PageOfList[ClaimLine]
    chosen: dict[str, str]
    statuses: tuple[tuple[str, str], ...]
    works: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """What was chosen, for the addresses of the other pages."""
        return urlencode(self.chosen) + "&" if self.chosen else ""


def table(asked: Mapping[str, str], lens: Lens) -> ClaimTable:
    """List claims by status, work and person. What is asked for and makes no sense counts as not asked."""
    found = all_claims(lens)
    chosen = {name: value for name in ("status", "work", "person") if (value := asked.get(name, "")[:200])}
    works = current().by_code
    people = {slugify(name): name for line in reversed(found) for name in line.said_by}
    return ClaimTable(
        Paginator([line for line in found if _is_asked_for(line, chosen)], PER_PAGE).get_page(asked.get("page")),
        chosen,
        tuple((slugify(one), one) for one in STATUSES if any(line.status == one for line in found)),
        tuple((code, works[code].short_title) for code in works if any(code in line.works for line in found)),
        tuple(sorted(people.items())),
    )


def _is_asked_for(line: ClaimLine, chosen: Mapping[str, str]) -> bool:
    return (
        chosen.get("status", slugify(line.status)) == slugify(line.status)
        and ("work" not in chosen or chosen["work"] in line.works)
        and ("person" not in chosen or chosen["person"] in map(slugify, line.said_by))
    )
