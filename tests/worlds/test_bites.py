"""Shows that the harness bites: with any one guard removed, it tells two worlds apart.

That it does not with all of them in place is what test_two_worlds.py shows.
"""

import pytest

from tests.worlds import world as worlds
from tests.worlds.test_two_worlds import differences, the_lens
from wiki.discussion import reading as talk
from wiki.discussion import texts
from wiki.discussion.querysets import CommentQuerySet
from wiki.pages import history, rendering
from wiki.pages.querysets import ElseQuerySet, NameQuerySet, PageTagQuerySet
from wiki.spoilers import reading as works
from wiki.spoilers.lens import Lens
from wiki.spoilers.querysets import GatedQuerySet, GateQuerySet


def every_gate(self, lens):
    return list(self.values_list("pk", flat=True))


def seen_by_all(lens, gates):
    return lambda text: True


RELEASE = works._release


def all_titles(release, lens, ends):
    return RELEASE(release, Lens.everything, ends)


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
    "comments are filtered": (CommentQuerySet, "behind", lambda self, gates: self, "deleted"),
    "comments are projected": (texts, "seer", seen_by_all, "deleted"),
    "the number of comments goes through the lens": (
        talk,
        "_seen",
        lambda page, lens: [pk for pk, *_ in talk._light(page)],
        "deleted",
    ),
    "titles of releases have gates": (works, "_release", all_titles, "replaced"),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_the_worlds_differ(db, monkeypatch, guard):
    base, _ = worlds.prepare(seed=3)
    lens = the_lens("first-episodes")
    target, name, broken, how = GUARDS[guard]
    other = worlds.vary(base, worlds.seer_of(lens), how)
    monkeypatch.setattr(target, name, broken)
    assert differences(base, other, lens, most=2) != []
