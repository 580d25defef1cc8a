"""What search engines are told of: all that exists through the empty lens, whoever asks, in parts.

The parts of a section follow each other by slug. Where each begins is found once for each state of the wiki, so that
no part has to count its way through those before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from django.core.cache import cache
from django.db.models import Max, QuerySet
from django.http import Http404
from django.urls import reverse

from wiki.pages import freshness, kinds
from wiki.pages.models import Name, Revision
from wiki.pages.reading import ORDER
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

PART = 5_000
KEPT = 24 * 3600
WORKS = "works"


class Line(NamedTuple):
    """A path, and when what stands there changed last, as far as the empty lens sees; None where that is not told."""

    path: str
    changed: datetime.datetime | None = None


def index() -> list[tuple[str, int]]:
    """List the parts of all sections: the section’s name, and a number from 1 on."""
    counts = {WORKS: _parts_of(_works()), **{name: len(_starts(name)) for name in kinds.sections()}}
    return [(name, number) for name, count in counts.items() for number in range(1, count + 1)]


def part(section: str, number: int) -> list[Line]:
    """Give one part of a section. Raises Http404 where there is none."""
    if section == WORKS:
        lines = _works()
        found = lines[(number - 1) * PART : number * PART] if number > 0 else []
    else:
        found = _pages(section, number) if section in kinds.sections() else []
    if not found:
        raise Http404
    return found


def _works() -> list[Line]:
    """List what everybody may know: the front page, the works and their releases."""
    paths = [reverse("home"), reverse("spoilers:works")]
    for work in current().works:
        paths.append(reverse("spoilers:work", args=[work.code]))
        paths += [reverse("spoilers:release", args=[work.code, one.label]) for one in work.releases]
    return [Line(path) for path in paths]


def _parts_of(lines: Sequence[Line]) -> int:
    return -(-len(lines) // PART)


def _shown(section: str, open_gates: list[int]) -> QuerySet[Name]:
    return Name.objects.shown(open_gates).filter(page__kind__in=kinds.in_section(section))


def _starts(section: str) -> list[str]:
    """List the slug that each part of a section begins with."""
    open_gates = Gate.objects.open_to(Lens.empty)
    key = freshness.key(f"sitemap:{section}:{PART}", open_gates)
    starts: list[str] | None = cache.get(key)
    if starts is None:
        slugs = _shown(section, open_gates).order_by("slug").values_list("slug", flat=True).distinct()
        starts = list(slugs)[::PART]
        cache.set(key, starts, KEPT)
    return starts


def _pages(section: str, number: int) -> list[Line]:
    """List the pages of one part, each under the address that its name leads to. Six queries at most."""
    starts = _starts(section)
    if not 0 < number <= len(starts):
        return []
    names = _shown(section, Gate.objects.open_to(Lens.empty)).filter(slug__gte=starts[number - 1])
    names = names.filter(slug__lt=starts[number]) if number < len(starts) else names
    rows = [(slug, ORDER[Name.Kind(kind)], page, of) for slug, kind, page, of in names.values_list(*COLUMNS)]
    # Where two pages have one name, it leads to the first of them: so does the address of either.
    leading = {slug: (page, kind) for slug, _, page, kind in sorted(rows, reverse=True)}
    changed, paths = _changed(leading.values()), {kind: _path(kind) for kind in kinds.in_section(section)}
    return [Line(paths[kind](slug), changed.get(page)) for slug, (page, kind) in sorted(leading.items())]


def _path(kind: str) -> Callable[[str], str]:
    """Give the function from a slug to the path of a page. Django’s `reverse` takes longer than all the rest."""
    before, after = kinds.url(kind, MARK).split(MARK)
    return lambda slug: f"{before}{quote(slug, safe=SAFE)}{after}"


# What may stand in a path as it is (RFC 3986).
SAFE = "!$&'()*+,;=/~:@"
MARK = "the-slug-stands-here"
COLUMNS = ("slug", "kind", "page_id", "page__kind")


def _changed(pages: Iterable[tuple[int, str]]) -> dict[int, datetime.datetime]:
    """Tell when pages changed last for who has seen nothing: not before they were there for readers."""
    by_kind: dict[str, list[int]] = {}
    for page, kind in pages:
        by_kind.setdefault(kind, []).append(page)
    found: dict[int, datetime.datetime] = {}
    for kind, some in by_kind.items():
        public = Revision.objects.filter(page__in=some, is_public=True).values("page")
        saved = dict(public.annotate(last=Max("saved_at")).values_list("page", "last"))
        out = since(some) if (since := kinds.named(kind).out_since) else {}
        found |= {page: max(saved[page], out.get(page, saved[page])) for page in saved}
    return found
