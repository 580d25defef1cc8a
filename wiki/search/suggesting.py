"""Names that somebody may be typing: those that begin so, then those with a word that does."""

from __future__ import annotations

from typing import NamedTuple

from wiki.markup import slugify
from wiki.pages.reading import known
from wiki.search.engines import engine
from wiki.search.fragments import Numbers, rows
from wiki.search.matching import seen
from wiki.search.models import Passage, Place
from wiki.search.parsing import Term
from wiki.search.ranking import begun_names
from wiki.search.terms import words
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

MOST = 8
MOST_BEGUN = 200
MOST_CHARS = 100


class Suggestion(NamedTuple):
    """A visible name, and its page: under the title that the reader knows it by, if that is another one."""

    name: str
    title: str
    url: str


def suggestions(text: str, lens: Lens) -> list[Suggestion]:
    """List visible names for what somebody has typed so far, each page once. Five queries."""
    typed = text.replace("\0", "")[:MOST_CHARS]
    slug, begun = slugify(typed), words(typed)
    if not slug or not begun:
        return []
    open_gates = Gate.objects.open_to(lens)
    found = dict(_beginning_with(slug, open_gates))
    if len(found) < MOST:
        for page, name in _with_words(begun, open_gates):
            found.setdefault(page, name)
    titles = known(open_gates, found)
    there = [(titles[page], name) for page, name in found.items() if page in titles]
    return [Suggestion(name, page.title, page.url) for page, name in there[:MOST]]


def _beginning_with(slug: str, open_gates: list[int]) -> dict[int, str]:
    """Give the first names in the order of slugs, the short ones before the long."""
    names = begun_names(slug, open_gates)
    found: dict[int, str] = {}
    for name in sorted(names[:MOST_BEGUN], key=lambda name: (len(name.slug), name.slug, name.page_id)):
        found.setdefault(name.page_id, unseal(name.text))
    return found


def _with_words(begun: list[str], open_gates: list[int]) -> list[tuple[int, str]]:
    """Give names with all the words, of which the last is only begun."""
    found = engine()
    numbers = Numbers(open_gates, is_postgres=found.is_postgres)
    whole = tuple((Term((word,), is_exact=True),) for word in begun[:-1])
    clauses = (*whole, (Term((begun[-1],), is_prefix=True),))
    source, match = found.found(clauses, Place.NAME.value)
    named = rows(seen(source, match, found.order(clauses, Place.NAME.value), numbers, MOST * 3))
    keys = [key for _, key, *_ in named]
    names = Passage.objects.filter(key__in=keys).order_by("key").values_list("page_id", "text")
    return [(page, unseal(text)) for page, text in names]
