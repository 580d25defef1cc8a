"""What moderators have to do and did, in the worlds of the harness: edits that wait, and the log."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.urls import reverse

from wiki.moderation.models import Catch, LogEntry, Rule
from wiki.pages.editing import Edit, create_page, edit_page
from wiki.pages.models import Page, Pending, Revision
from wiki.pages.state import NameEntry, PageState, state_of
from wiki.spoilers.lens import Lens

# The first passage of “Agency 0” that all may read.
SIGHT = hashlib.sha256(b"In plain sight.").hexdigest()[:16]
REPORT = {"what": "spoiler", "passage": SIGHT, "gate": "JJ 2x01", "note": "It tells too much"}
RULE = 987654
PEOPLE = ("walker", "hogarth", "nobody")
MOMENT = datetime(2020, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """An edit of the page with this key (none: a new page) that adds a word behind a gate."""

    page: str
    word: str
    gate: str = ""
    key: str = ""

    @property
    def id(self):
        return hashlib.sha256(f"waiting {self.key}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Done:
    """A page was protected, for a reason. A page that is hidden hides that as well."""

    page: str
    why: str
    gate: str = ""


def _done(gates, word):
    """Give what was done to a page that all know, and to hidden ones."""
    hidden = [Done(f"secret {number}", word("why", gate), gate) for number, gate in enumerate(gates[:2])]
    return (Done("lonely 0", "An edit war"), *hidden)


def _vary_log(done, sees, how):
    """Change what was done to pages that somebody cannot see."""
    kept = [one for one in done if not one.gate or sees(one.gate)]
    hidden = [] if how == "deleted" else [replace(one, why=f"{how} why") for one in done if one not in kept]
    return tuple(hidden * (2 if how == "doubled" else 1) + kept)


def _build_log(done, pages):
    """Write the log, all of it in one moment. The last edit of each page was caught by a rule, too."""
    rule = Rule.objects.get()
    author = get_user_model().objects.get(username="hogarth")
    for one in done:
        if one.page in pages:
            LogEntry.objects.create(who=author, action="protect", page=pages[one.page], why=one.why, at=MOMENT)
            Catch.objects.create(rule=rule, revision=Revision.objects.get(current_of=pages[one.page]), at=MOMENT)


def prepare():
    """Make what all worlds share: a rule that catches hidden and other edits alike. It is off, and tried."""
    Rule.objects.create(pk=RULE, name="Words of the harness", pattern="(?i)words|cnry|zork", message="No such words.")


def describe(gates, word):
    """Give what waits and what was done, for all and behind gates."""
    return _waiting(gates, word), _done(gates, word)


def _waiting(gates, word):
    found = [Waiting("open 0", "Waiting in the open", key="open"), Waiting("", "A page to come", key="new")]
    found += [Waiting("open 0", word("waiting", gate), gate, f"edit {gate}") for gate in gates[:2]]
    return (*found, Waiting("", word("waitingpage", gates[0]), gates[0], "hidden page"))


def vary(waiting, done, sees, how):
    """Change what somebody cannot see."""
    return _vary_waiting(waiting, sees, how), _vary_log(done, sees, how)


def _vary_waiting(waiting, sees, how):
    found = []
    for one in waiting:
        if not one.gate or sees(one.gate):
            found.append(one)
        elif how == "replaced":
            found.append(replace(one, word="Quite other words"))
        elif how == "doubled":
            found += [one, replace(one, key=f"{one.key} again")]
        elif how == "crowded":
            found += [one, replace(one, page="", key=f"{one.key} crowd")]
        elif how == "reordered":
            found.insert(0, one)
    return tuple(found)


def build(waiting, done, pages):
    """Send the edits, as somebody new here who has seen everything, and write the log. `pages` is by their keys."""
    _build_log(done, pages)
    author = get_user_model().objects.get(username="newcomer")
    for one in waiting:
        edit = Edit(_state(one, pages), author, Lens.everything, form=one.id, held_for="Held by the harness.")
        if one.page:
            edit = replace(edit, base=Revision.objects.get(current_of=pages[one.page]).public_id)
        saved = edit_page(page=pages[one.page].pk, edit=edit) if one.page else create_page(edit)
        Pending.objects.filter(pk=saved.pending.pk).update(public_id=one.id, sent_at=MOMENT)
        Catch.objects.create(rule=Rule.objects.get(), pending=saved.pending, at=MOMENT)


def requests(worlds, names):
    """Give the requests for what moderators do, what they read, and for reports of pages of these names."""
    queue = reverse("moderation:queue")
    edits = [reverse("moderation:queue_item", args=["edit", one]) for one in waiting_ids(worlds)]
    keys = [f"edit:{one}:{MOMENT:%Y%m%d%H%M%S%f}" for one in waiting_ids(worlds)]
    said = sorted({one.id for world in worlds for one in world.said} | {"0" * 16})
    comments = [reverse("moderation:report_comment", args=["agency-0", one]) for one in said]
    decisions = [{"decision": "approve"}, {"decision": "reject", "reason": "No"}]
    everything = reverse("moderation:everything")
    return {
        "moderation:queue": [("GET", queue, {}), ("POST", queue, {"item": keys, "decision": "approve"})],
        "moderation:queue_item": [("GET", one, {}) for one in edits]
        + [("POST", one, decision) for one in edits for decision in decisions],
        "moderation:queue_change": [("GET", f"{one}change/", {}) for one in edits],
        "moderation:rule": [("GET", f"/admin/rules/{one}/", {}) for one in (RULE, RULE + 1)],
        "moderation:clean": [("GET", f"/moderation/clean/{one}/?since=all", {}) for one in PEOPLE]
        + [("POST", f"/moderation/clean/{one}/", {"since": "all"}) for one in PEOPLE[:1]],
        "moderation:log": [("GET", reverse("moderation:log") + tail, {}) for tail in ("", "?before=nonsense")],
        "moderation:log_csv": [("GET", reverse("moderation:log_csv"), {})],
        "moderation:reports": [("GET", reverse("moderation:reports"), {})],
        "moderation:report": [("GET", reverse("moderation:report", args=[name]), {}) for name in names]
        + [("GET", reverse("moderation:report", args=["agency-0"]) + "?quote=Mixed+words", {})]
        + [("POST", reverse("moderation:report", args=[name]), REPORT) for name in ("agency-0", "hidden-target-0")]
        + [("POST", reverse("moderation:report", args=["agency-0"]), REPORT | {"what": "other"})],
        "moderation:report_comment": [("GET", one, {}) for one in comments]
        + [("POST", one, REPORT) for one in comments],
        "moderation:everything": [("POST", everything, {"back": "/wiki/agency-0/"}), ("GET", everything, {})],
    }


def _state(one, pages):
    text = f"::: spoiler {one.gate}\n{one.word}.\n:::\n" if one.gate else f"{one.word}.\n"
    if not one.page:
        return PageState(names=(NameEntry(one.word, one.gate),), body=text)
    before = state_of(Page.objects.get(pk=pages[one.page].pk).current)
    return replace(before, body=f"{before.body}\n{text}")


def waiting_ids(worlds):
    """List the ids of all edits that wait in some world, and one that there is not."""
    return [*sorted({one.id for world in worlds for one in world.waiting}), "0" * 16]
