"""Shows that the harness bites: with any one guard removed, it tells two worlds apart.

That it does not with all of them in place is what test_two_worlds.py shows.
"""

import pytest

from tests.worlds import world as worlds
from tests.worlds.catalogue import requests
from tests.worlds.observe import answers
from tests.worlds.test_two_worlds import IS_POSTGRES, differences, the_lens
from wiki.discussion import reading as talk
from wiki.discussion import texts
from wiki.discussion.querysets import CommentQuerySet
from wiki.pages import history, related, rendering, tagging, unlocking
from wiki.pages.models import Name
from wiki.pages.querysets import ElseQuerySet, NameQuerySet, PageTagQuerySet, SynonymQuerySet
from wiki.pages.unlocking import Opened
from wiki.search import matching
from wiki.search.fragments import Sql
from wiki.spoilers import anniversaries
from wiki.spoilers import reading as works
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.querysets import GatedQuerySet, GateQuerySet


def every_gate(self, lens):
    return list(self.values_list("pk", flat=True))


def seen_by_all(lens, gates):
    return lambda text: True


def all_opened(before, after):
    gates = list(Gate.objects.values_list("pk", flat=True))
    return Opened(before, after, gates, gates)


RELEASE = works._release


def all_titles(release, lens, ends):
    return RELEASE(release, Lens.everything, ends)


def everything(rows, open_gates):
    return Sql("1 = 1")


CAME, PAGE = anniversaries._came, "pages:page"


def all_titles_of_a_day(releases, lens):
    return CAME(releases, Lens.everything)


GUARDS = {
    "the lens judges gates": (Lens, "sees", lambda self, gate: True, "replaced"),
    "pages are rendered through the lens": (rendering, "seer", seen_by_all, "deleted"),
    "history is projected": (history, "_loose", lambda state, sees: state.digest, "deleted"),
    "revisions without visible change are left out": (
        history,
        "visible",
        lambda revisions, lens: list(revisions),
        "deleted",
    ),
    "lists filter by open gates": (GateQuerySet, "open_to", every_gate, "deleted"),
    "names are filtered": (NameQuerySet, "visible_to", lambda self, gates: self, "crowded"),
    "links and values are filtered": (ElseQuerySet, "visible_to", lambda self, gates: self, "deleted"),
    "tags are filtered": (PageTagQuerySet, "visible_to", lambda self, gates: self, "crowded"),
    "gated rows are filtered": (GatedQuerySet, "visible_to", lambda self, gates: self, "crowded"),
    "links ask what the reader sees": (
        rendering,
        "_target",
        lambda slug, names, lens: rendering.Target(f"/wiki/{slug}/", bool(names.get(slug))),
        "deleted",
    ),
    "passages are filtered": (matching, "visible", everything, "replaced"),
    "pages that are found have to be there": (matching, "exists", everything, "crowded"),
    "comments are filtered": (CommentQuerySet, "behind", lambda self, gates: self, "deleted"),
    "comments are projected": (texts, "seer", seen_by_all, "deleted"),
    "the number of comments goes through the lens": (
        talk,
        "_seen",
        lambda page, lens: [pk for pk, *_ in talk._light(page)],
        "deleted",
    ),
    "what a step opened is found through the lens": (unlocking, "opened", all_opened, "deleted"),
    "titles of releases have gates": (works, "_release", all_titles, "replaced"),
}


# Each database asks half of them: together they ask all.
@pytest.mark.parametrize("guard", list(GUARDS)[IS_POSTGRES::2])
def test_without_a_guard_the_worlds_differ(db, monkeypatch, guard):
    base, _ = worlds.prepare(seed=3)
    lens = the_lens("first-episodes")
    target, name, broken, how = GUARDS[guard]
    other = worlds.vary(base, worlds.seer_of(lens), how)
    monkeypatch.setattr(target, name, broken)
    assert differences(base, other, lens, most=2) != []


# Ways in: each with the requests that it stands behind.
WAYS_IN = {
    "what tells of a tag is projected": (tagging, "seer", seen_by_all, "replaced", "pages:tag"),
    "synonyms are filtered": (SynonymQuerySet, "visible_to", lambda self, gates: self, "crowded", "pages:tag"),
    "what pages share is filtered": (related._Shared, "_open", lambda self, gates: self.rows.all(), "crowded", PAGE),
    "related pages are visible ones": (related, "_shown", lambda gates: Name.objects.all(), "crowded", PAGE),
    "titles on a day have gates": (anniversaries, "_came", all_titles_of_a_day, "replaced", "spoilers:on_day"),
}


@pytest.mark.parametrize("guard", WAYS_IN)
def test_without_a_guard_of_a_way_in_the_worlds_differ(db, monkeypatch, guard):
    base, _ = worlds.prepare(seed=3)
    lens = the_lens("first-episodes")
    target, name, broken, how, route = WAYS_IN[guard]
    other = worlds.vary(base, worlds.seer_of(lens), how)
    asked = {route: requests([base, other])[route]}
    monkeypatch.setattr(target, name, broken)
    found = []
    for world in (base, other):
        with worlds.standing(world):
            found.append(answers(asked, lens))
    assert found[0] != found[1]
