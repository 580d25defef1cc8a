"""Talk in the worlds of the harness: comments, what they vary in beyond a lens, notices of them, and the mails."""

import contextlib
import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from unittest import mock

from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wiki.discussion import following, writing
from wiki.discussion.models import Comment
from wiki.discussion.notices import MENTION, REPLY, TALK
from wiki.discussion.writing import Said
from wiki.markup import slugify
from wiki.notifications import delivering
from wiki.notifications.models import MailPlan, Notice
from wiki.pages.models import Revision
from wiki.pages.watching import CATEGORY as WATCHED
from wiki.spoilers.lens import Lens

READERS = "@the-signed-in @the-moderator"


@dataclass(frozen=True)
class CommentSpec:
    """A comment on a page (by its key), perhaps an answer (by its key), with what it is changed to and its state."""

    key: str
    page: str
    at: int
    pieces: tuple
    gate: str = ""
    parent: str = ""
    later: tuple = ()
    state: str = "shown"
    author: str = "walker"

    @property
    def id(self):
        return _id(self.key)


def _id(key):
    return hashlib.sha256(f"comment {key}".encode()).hexdigest()[:16]


def describe(gates, word, piece):
    """Give comments with gated places of every form, some for each gate."""
    return tuple(spec for number, gate in gates for spec in _of_gate(number, gate, word, piece))


def _of_gate(number, gate, word, piece):
    page, hour = f"open {number}", 100 * number
    open_text = (
        piece(f"Has anybody been there? {READERS} See [[Lonely {number}]]."),
        piece(word("aside", gate), gate),
        piece(word("toldsince", gate), gate, other=word("toldbefore", gate, inverse=True)),
    )
    specs = {
        "open": CommentSpec("", page, 1, open_text),
        "gated": CommentSpec("", page, 2, (piece(f"{READERS} {word('said', gate)}"),), gate),
        "under": CommentSpec("", page, 3, (piece(f"Indeed, {word('under', gate)}"),), parent="gated"),
        "answer": CommentSpec("", page, 4, (piece(word("answer", gate)),), gate, parent="open"),
        "plain": CommentSpec("", page, 5, (piece("Only by day."),), parent="open", author="hogarth"),
        "changed": CommentSpec(
            "", page, 6, (piece("As it was."),), later=(piece("As it was."), piece(word("since", gate), gate))
        ),
        "called": CommentSpec("", page, 7, (piece("Who knows?"), piece(f"{READERS} {word('called', gate)}", gate))),
        "gone": CommentSpec("", page, 8, (piece("Never mind."),), state="deleted"),
        "below": CommentSpec("", page, 9, (piece(word("below", gate)),), gate, parent="gone"),
        "shut": CommentSpec("", page, 10, (piece("Rude words."),), gate, state="hidden"),
        "writer": CommentSpec("", page, 11, (piece("Me too."),), gate, author=f"Talker{word('talker', gate)}"),
        "secret": CommentSpec("", f"secret {number}", 12, (piece(word("within", gate)),)),
    }
    return [
        replace(spec, key=f"{key} {number}", at=hour + spec.at, parent=f"{spec.parent} {number}" if spec.parent else "")
        for key, spec in specs.items()
    ]


def vary(specs, pages, sees, how, vary_pieces):
    """Change what is said beyond a lens: with it go the answers to it, and the page that it is about."""
    known = {page.key for page in pages if any(not name.gate or sees(name.gate) for name in page.names)}
    there = {page.key for page in pages}
    by_key = {spec.key: spec for spec in specs}

    def is_visible(spec):
        parent = by_key.get(spec.parent)
        return spec.page in known and (not spec.gate or sees(spec.gate)) and (parent is None or is_visible(parent))

    found = []
    for spec in specs:
        if spec.page not in there:
            continue
        if is_visible(spec):
            pieces = tuple(vary_pieces(spec.pieces, sees, how))
            found.append(replace(spec, pieces=pieces, later=tuple(vary_pieces(spec.later, sees, how))))
        elif how != "deleted" or any(is_visible(other) for other in specs if other.parent == spec.key):
            found += _hidden(spec, how)
    kept = {spec.key for spec in found}
    return tuple(spec for spec in found if not spec.parent or spec.parent in kept)


def _hidden(spec, how):
    other = replace(spec, key=f"{spec.key} {how}", at=spec.at + 50)
    if how == "replaced":
        return [replace(spec, pieces=(replace(spec.pieces[0], text=f"Other words. {READERS}"),), author="intruder")]
    if how in ("doubled", "crowded"):
        return [spec, other]
    return [replace(spec, at=spec.at + 60, state="deleted" if spec.state == "shown" else "shown")]


def authors(specs):
    return {spec.author for spec in specs}


def build(world, pages, write):
    """Say everything. `pages` are the pages by their keys."""
    people = {one.username: one for one in get_user_model().objects.all()}
    made = {}
    for spec in world.said:
        if spec.page not in pages or (spec.parent and spec.parent not in made):
            continue
        with _at(spec):
            said = Said(write(spec.pieces), spec.gate, people[spec.author], Lens.everything)
            made[spec.key] = writing.say(said, page=pages[spec.page].pk, answers=made.get(spec.parent))
            if spec.later:
                writing.change(made[spec.key], replace(said, text=write(spec.later)))
        following.unfollow_thread(people[spec.author], made[spec.key])
    for spec in world.said:
        if spec.key in made and spec.state != "shown":
            Comment.objects.filter(pk=spec.id).update(state=spec.state, reason="Why", removed_by=people["hogarth"])


@contextlib.contextmanager
def _at(spec):
    """Give a comment the id and the time that are its own in every world."""
    from tests.worlds.world import START

    now = START + timedelta(hours=spec.at)
    field = Comment._meta.get_field("public_id")
    with (
        mock.patch.object(timezone, "now", return_value=now),
        mock.patch.object(field, "_get_default", return_value=spec.id),
    ):
        yield


def tell_everything(user):
    """Tell a reader of everything that there is in a world, seen and unseen. Every third thing is told late."""
    Notice.objects.filter(person=user).delete()
    MailPlan.objects.update_or_create(person=user, defaults={"key": "k" * 16})
    type(user).objects.filter(pk=user.pk).update(email="reader@example.com")
    comments = Comment.objects.values_list("pk", "said_at", "page_id")
    revisions = Revision.objects.values_list("public_id", "saved_at", "page_id")
    told = [(category.name, *one) for one in comments for category in (MENTION, REPLY, TALK)]
    told += [(WATCHED, *one) for one in revisions]
    Notice.objects.bulk_create(_notice(user, *one) for one in told)
    delivering.sort_out(list(Notice.objects.filter(person=user).values_list("pk", flat=True)))


def _notice(user, category, subject, at, page):
    pk = _notice_id(category, subject)
    about = {"category": category, "subject": subject, "group": str(page), "made_at": at}
    return Notice(pk=pk, person=user, is_late=int(pk, 16) % 3 == 0, **about)


def mails(user):
    """Send a reader all mails that there are for them; give what each is made of."""
    point = transaction.savepoint()
    mail.outbox.clear()
    for pk in Notice.objects.filter(person=user, is_late=False).order_by("pk").values_list("pk", flat=True):
        delivering.mail_one(pk)
    delivering.digest(user.pk, is_weekly=True)
    sent = [(one.subject, one.body, one.alternatives, one.extra_headers, one.to) for one in mail.outbox]
    transaction.savepoint_rollback(point)
    # All pages count those that are not read: some of two categories, which look at quite different things.
    rows = Notice.objects.filter(person=user).values_list("pk", "category")
    some = [pk for pk, category in rows if int(pk, 16) % 5 or category in (REPLY.name, TALK.name)]
    Notice.objects.filter(pk__in=some).update(read_at=timezone.now())
    return {("mails", "GET", "", ""): (200, tuple(sorted(map(repr, sent))))}


LOOKS = ("/talk/agency-0/", "/talk/", "/notifications/")


def requests(worlds, feed_token):
    """Give the requests for talk and notices. Ids are those of all worlds, seen and unseen."""
    talked = {spec.page for world in worlds for spec in world.said}
    pages = [page for world in worlds for page in world.pages]
    names = {slugify(name.text) for page in pages for name in page.names if page.key in talked}
    names = sorted(names | {slugify(page.names[0].text) for page in pages[::8]} | {"no-such-page"})
    specs = sorted({spec.key: spec for world in worlds for spec in world.said}.values(), key=lambda spec: spec.key)
    places = [(_slug(worlds, spec), spec.id) for spec in specs] + [
        ("agency-0", "0" * 16),
        ("no-such", "x"),
        ("agency-0", "é"),
    ]
    tokens = (feed_token, "forged")

    def each(view, some=places):
        return [("GET", reverse(f"discussion:{view}", args=one), {}) for one in some]

    # Each is followed by a look at several pages: one that all see, one behind a gate, one that is not there.
    few = [one for one in places if one[1] in (_id("open 0"), _id("gated 0"), _id("open 1"), _id("gated 1"), "0" * 16)]

    def post(view, data, some=few):
        return [("POST", reverse(f"discussion:{view}", args=one), data) for one in some]

    said = {"text": "Quite so, @walker.", "gate": "", "offered": "", "form": "one form"}
    threads = [{"thread": pk} for _, pk in few] + [{}]
    ids = [_notice_id(category, spec.id) for spec in specs for category in ("mention", "talk")]
    return {
        "discussion:recent": [
            ("GET", f"/talk/{tail}", {}) for tail in ("", *(f"?before={pk}" for _, pk in places[::3]))
        ],
        "discussion:feed": [("GET", reverse("discussion:feed"), {})],
        "discussion:feed_mine": [("GET", reverse("discussion:feed_mine", args=[one]), {}) for one in tokens],
        "discussion:talk": [
            ("GET", f"/talk/{name}", {}) for name in [*(f"{name}/" for name in names), "agency-0/?page=2"]
        ]
        + [("POST", f"/talk/{name}/", said | more) for name in ("agency-0", "hidden-target-0") for more in ({}, BEHIND)]
        + [("POST", "/talk/agency-0/", said | {"text": text}) for text in ("", "[x]{JJ 9x99}", "[y]{JJ 2x01}")],
        "discussion:follow": [("POST", "/talk/agency-0/follow/", data) for data in threads],
        "discussion:comment": each("comment"),
        "discussion:reply": each("reply", places[1::2]) + post("reply", said),
        "discussion:edit": each("edit", places[::3]) + post("edit", said, few[:1]),
        "discussion:delete": each("delete", places[1::3]) + post("delete", {"reason": "Why"}),
        "discussion:hide": each("hide", places[2::3]) + post("hide", {"reason": "Why"}),
        "discussion:history": each("history", places[::2]),
        "notifications:notices": [("GET", f"/notifications/{tail}", {}) for tail in ("", "?page=2")],
        "notifications:read": [("POST", "/notifications/read/", data) for data in ({"all": "1"}, {"notice": ids}, {})],
        "notifications:preferences": [
            ("GET", "/notifications/preferences/", {}),
            ("POST", "/notifications/preferences/", {"hour": "7"}),
        ],
        "notifications:stop": [("GET", "/notifications/stop/forged/", {}), ("POST", "/notifications/stop/forged/", {})],
    }


BEHIND = {"gate": "JJ 1x02", "offered": "JJ 1x02", "form": "another form"}


def _notice_id(category, subject):
    return hashlib.sha256(f"{category} {subject}".encode()).hexdigest()[:16]


def _slug(worlds, spec):
    kind, _, number = spec.page.partition(" ")
    return f"agency-{number}" if kind == "open" else f"hidden-target-{number}"
