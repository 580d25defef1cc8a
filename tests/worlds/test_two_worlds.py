"""Law 1: two worlds that differ only beyond a lens give byte-identical responses through it."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests.factories import lens_at
from tests.worlds import world as worlds
from tests.worlds.catalogue import requests, routes
from tests.worlds.observe import answers, only_writes, some_of, with_little_admin, without_writes
from tests.worlds.world import NEVER
from wiki.spoilers.lens import Lens

LENSES = {
    "empty": (),
    "first-episodes": ("JJ 1x02",),
    "season-one": ("JJ s1",),
    "two-works": ("JJ 2x01", "DEF 1x01"),
    "comics-only": ("ALIAS #2",),
    "all-comics": ("ALIAS all", "DEF 1x02"),
}
WAYS = ("deleted", "replaced", "doubled", "reordered", "crowded")


def the_lens(name):
    return lens_at(*LENSES[name]) if LENSES[name] else Lens.empty


def differences(base, other, lens, user=None, *, writes=False, turn=0, most=1):
    """List the requests that tell two worlds apart: some of those that read, or of those that change pages."""
    wanted = requests([base, other]) if may_enter_the_admin(user) else with_little_admin(requests([base, other]))
    wanted = some_of(only_writes(wanted), 4, turn) if writes else some_of(without_writes(wanted), most, turn)
    with worlds.standing(base):
        first = answers(wanted, lens, user)
    with worlds.standing(other):
        second = answers(wanted, lens, user)
    return [key for key in first if first[key] != second[key]]


def may_enter_the_admin(user):
    return user is not None and user.is_staff


def person(kind):
    if kind == "anonymous":
        return None
    create = get_user_model().objects.create_superuser if kind == "moderator" else get_user_model().objects.create_user
    return create(f"the-{kind}", password="x")


def test_every_route_has_an_entry_in_the_catalogue(db):
    base, _ = worlds.prepare()
    assert [route for route in routes() if route not in requests([base])] == []


KINDS = ("anonymous", "signed-in")
CASES = [(name, how, KINDS[(i + j) % 2]) for i, name in enumerate(LENSES) for j, how in enumerate(WAYS)]
# PostgreSQL, which builds worlds more slowly, asks a third of them, and SQLite the rest: together they ask all.
IS_POSTGRES = connection.vendor == "postgresql"
CASES = [case for index, case in enumerate(CASES) if (index % 3 == 0) == IS_POSTGRES]
CASES += [("empty", "replaced", "moderator")] if IS_POSTGRES else [("two-works", "crowded", "moderator")]
# Writing takes its time: each lens, way and kind of person, but not each with each.
WRITES = [(name, WAYS[index % 5], KINDS[index % 2]) for index, name in enumerate(LENSES)]
WRITES += [("first-episodes", "crowded", "moderator"), ("empty", "doubled", "signed-in")]
WRITES = WRITES[IS_POSTGRES::2]


def test_the_catalogue_reaches_the_pages_for_what_goes_wrong(db):
    base, _ = worlds.prepare()
    with worlds.standing(base):
        found = answers({"errors": requests([base])["errors"]}, Lens.empty)
    statuses = [answer[0] if isinstance(answer[0], int) else answer[0][0] for answer in found.values()]
    assert sorted(statuses) == [302, 400, 403, 404, 405]


@pytest.mark.parametrize(("name", "how", "kind"), CASES)
def test_worlds_that_differ_beyond_the_lens_answer_alike(db, name, how, kind):
    base, _ = worlds.prepare(seed=len(name))
    lens = the_lens(name)
    other = worlds.vary(base, worlds.seer_of(lens), how, sees_drafts=kind == "moderator")
    assert other != base
    assert differences(base, other, lens, person(kind), turn=CASES.index((name, how, kind))) == []


@pytest.mark.parametrize(("name", "how", "kind"), WRITES)
def test_worlds_that_differ_beyond_the_lens_take_what_is_written_alike(db, name, how, kind):
    """Saving, settling, undoing, sending pictures: the answer and the pages afterwards are the same."""
    base, _ = worlds.prepare(seed=len(name) + 1)
    lens = the_lens(name)
    other = worlds.vary(base, worlds.seer_of(lens), how, sees_drafts=kind == "moderator")
    assert differences(base, other, lens, person(kind), writes=True, turn=WRITES.index((name, how, kind))) == []


SINGING = [
    *((name, "anonymous") for name in ("empty", "everything", "season-one", "all-comics")),
    ("two-works", "signed-in"),
    ("first-episodes", "moderator"),
]


@pytest.mark.parametrize(("name", "kind"), SINGING[:2] if IS_POSTGRES else SINGING[2:])
def test_a_canary_sings_above_its_gate_and_never_below(db, name, kind):
    base, canaries = worlds.prepare(seed=7)
    lens = lens_at("JJ all", "DEF all", "ALIAS all") if name == "everything" else the_lens(name)
    sees = worlds.seer_of(lens)
    wanted = with_little_admin(_unprompted(without_writes(requests([base]))))
    with worlds.standing(base):
        found = answers(wanted, lens, person(kind))
    for canary in canaries:
        # A moderator works on what is not out, and sees who has an account.
        if kind != "moderator" or (canary.gate != NEVER and canary.place not in ("author", "talker")):
            is_theirs = kind == "moderator" or canary.place not in FOR_MODERATORS
            assert heard(canary, found) == (is_theirs and sees(canary.gate) != canary.inverse), canary


FOR_MODERATORS = ("waiting", "waitingpage")
PAGES = (
    "pages:page",
    "pages:previously",
    "characters:character",
    "characters:performer",
    "articles:article",
    "articles:claim",
    "discussion:talk",
)


ASKED_TO_SIGN_IN = ("articles:status", "articles:share", "articles:desk")


def heard(canary, found):
    """Tell whether a canary's word is in any answer. A redirect's is not printed: there its address has to lead on.

    The page for what is not found names what was asked for, so it does not count. The “else” of an open gate is there
    for who edits or compares, so that one counts only where it is read.
    """
    found = {key: answer for key, answer in found.items() if not (key[0] in PAGES and answer[0] == 404)}
    if canary.inverse:
        found = {key: answer for key, answer in found.items() if key[0] in PAGES and "?" not in key[2]}
    # Asked to sign in, one is led back afterwards to what one asked for.
    found = {key: answer for key, answer in found.items() if not (key[0] in ASKED_TO_SIGN_IN and answer[0] == 302)}
    if canary.place == "redirect":
        return any(
            status == 302 for (_, _, path, _), (status, *_) in found.items() if path == f"/wiki/{canary.word.lower()}/"
        )
    return any(canary.word.casefold() in repr(answer).casefold() for answer in found.values())


def _unprompted(wanted):
    """Leave out what merely says a name back that the request held."""
    return {route: [one for one in asked if "?q=" not in one[1]] for route, asked in wanted.items()}
