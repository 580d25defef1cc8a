"""Hands out talk as one reader may have it: a page's threads, single comments, what was said of late."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse

from wiki import markup
from wiki.discussion import following, rules, texts
from wiki.discussion.models import Comment, Version
from wiki.discussion.querysets import CommentQuerySet
from wiki.discussion.rendering import CommentView, Views, written_at
from wiki.pages import reading
from wiki.pages.looking import Editable
from wiki.pages.slots import PageRef
from wiki.spoilers.condition import of_gate
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

PER_PAGE = 20
RECENT = 40
HEARD = 140  # characters
KEPT = 7 * 24 * 3600
NOBODY = AnonymousUser()


class Thread(NamedTuple):
    """A comment with its replies, and whether its reader follows it."""

    comment: CommentView
    is_followed: bool


@dataclass(frozen=True)
class Talk:
    """One page of a page's talk."""

    threads: PageOfList[Any]
    count: int
    is_followed: bool


def talk(found: Editable, person: Any, number: object = 1) -> Talk:
    """Give a page's talk, the latest threads first. Eight queries at most, however much was said."""
    open_gates = Gate.objects.open_to(found.lens)
    roots = _roots(found.page.pk, open_gates, person)
    listed = Paginator(roots.newest_first(), PER_PAGE).get_page(number)
    followed = following.followed(person, found.page.pk)
    first = list(listed.object_list)
    listed.object_list = _threads(first, open_gates, found.lens, person, followed)
    return Talk(listed, count(ref_of(found), found.lens), "" in followed)


def ref_of(found: Editable) -> PageRef:
    """Describe a page for what is kept by its stamp."""
    return PageRef(found.page.pk, found.slug, found.page.stamp)


def _roots(page: int, open_gates: list[int], person: Any) -> CommentQuerySet:
    """Give the comments that begin threads. What was taken away keeps its place as long as there are answers to it.

    Moderators also have what is hidden, to show it again.
    """
    known = Comment.objects.behind(open_gates).select_related("author")
    answered = Comment.objects.behind(open_gates).standing().filter(parent=OuterRef("pk"))
    hidden = Q(state="hidden") if rules.may_moderate(person) else Q(pk__in=())
    return known.filter(Q(state="shown") | hidden | Exists(answered), page=page, parent=None)


def _threads(first: list[Comment], open_gates: list[int], lens: Lens, person: Any, followed: set[str]) -> list[Thread]:
    below = Comment.objects.behind(open_gates).filter(parent__in=first).select_related("author").oldest_first()
    views = Views([*first, *below], lens, person)
    replies: dict[str, list[Comment]] = {}
    for one in below:
        if views.may_read(one):
            replies.setdefault(one.parent_id, []).append(one)
    return [Thread(views.view(one, replies.get(one.pk, ())), one.pk in followed) for one in first]


def comment(public_id: str, found: Editable) -> Comment:
    """Give a comment of a page's talk that a reader may know of. Raises Http404, the same for hidden and unknown."""
    if not (public_id.isascii() and public_id.isalnum()):
        raise Http404
    known = Comment.objects.visible_to(found.lens).select_related("author", "parent", "gate")
    one = known.filter(page=found.page, pk=public_id).first()
    if one is None:
        raise Http404
    return one


def view(one: Comment, lens: Lens, person: Any) -> CommentView:
    """Give the view of one comment by itself."""
    return Views([one], lens, person).view(one)


def page_number(one: Comment, found: Editable, person: Any) -> int:
    """Tell on which page of the talk a comment stands."""
    root = one.parent or one
    roots = _roots(found.page.pk, Gate.objects.open_to(found.lens), person)
    later = Q(said_at__gt=root.said_at) | Q(said_at=root.said_at, pk__gt=root.pk)
    return roots.filter(later).count() // PER_PAGE + 1


class State(NamedTuple):
    """What a comment said at a time."""

    html: str
    at: datetime.datetime
    gate: str


def states(one: Comment, lens: Lens, person: Any) -> list[State]:
    """Give what a comment said over time, the last first, as far as a reader sees it change."""
    versions = list(Version.objects.filter(comment=one).select_related("gate"))
    views = Views([one], lens, person)
    if not views.may_read(one):
        raise Http404
    shown = texts.visible_states(one, versions, lens)[::-1]
    return [State(views.earlier(said, one), written_at(said), said.gate_text) for said in shown]


# What stands on every page: the number of comments, and the newest. Kept by the page’s stamp.

Light = list[tuple[str, str | None, str | None]]


def _light(page: PageRef) -> Light:
    """Give the id and the gates of each comment on a page that stands, the first first. No query when it is kept."""
    key = f"talk:{page.id}:{page.stamp}"
    kept: Light | None = cache.get(key)
    if kept is None:
        rows = Comment.objects.standing().filter(page=page.id).oldest_first()
        kept = list(rows.values_list("pk", "gate__key", "parent__gate__key"))
        cache.set(key, kept, KEPT)
    return kept


def _seen(page: PageRef, lens: Lens) -> list[str]:
    return [pk for pk, *keys in _light(page) if all(lens.sees(of_gate(key)) for key in keys)]


def count(page: PageRef, lens: Lens) -> int:
    """Count the comments on a page that exists for this reader, as far as they do."""
    return len(_seen(page, lens))


def newest(page: PageRef, lens: Lens, number: int) -> list[CommentView]:
    """Give the latest comments on a page that exists for this reader, the last first."""
    pks = _seen(page, lens)[-number:]
    if not pks:
        return []
    found = Comment.objects.standing().filter(pk__in=pks).newest_first()
    # Asked again: the gates may have changed since the page was found.
    some = [one for one in found.select_related("author", "gate", "parent__gate") if _is_seen(one, lens)]
    views = Views(some, lens, NOBODY)
    return [views.view(one) for one in some]


def _is_seen(one: Comment, lens: Lens) -> bool:
    return lens.sees(one.gate) and (one.parent is None or lens.sees(one.parent.gate))


def has_spoken(person: int, lens: Lens) -> bool:
    """Tell whether a reader knows of anything that somebody said. Two queries."""
    return Comment.objects.visible_to(lens).standing().filter(author=person).exists()


# What was said of late, everywhere.


class Heard(NamedTuple):
    """The first words of a comment, who said them, and the page that they are about."""

    author: str
    words: str
    said_at: datetime.datetime
    url: str
    page: reading.Known


def heard(lens: Lens, open_gates: list[int], number: int) -> list[Heard]:
    """List the first words of what was said of late. Two queries."""
    known = Comment.objects.behind(open_gates).standing().select_related("author").newest_first()
    some = list(known[:number])
    names = reading.known(open_gates, {one.page_id for one in some})
    return [_heard(one, names[one.page_id], lens) for one in some if one.page_id in names]


def _heard(one: Comment, page: reading.Known, lens: Lens) -> Heard:
    author = one.author.get_username() if one.author else ""
    url = reverse("discussion:comment", args=[page.slug, one.pk])
    return Heard(author, markup.lead(texts.through(one, lens), HEARD), one.said_at, url, page)


class RecentLine(NamedTuple):
    comment: CommentView
    page: reading.Known


@dataclass(frozen=True)
class Recent:
    """Comments, the last first. `before` continues the list; it is "" at its end."""

    lines: tuple[RecentLine, ...]
    before: str = ""


def recent(lens: Lens, *, before: str = "", number: int = RECENT, person: Any = NOBODY) -> Recent:
    """List what was said of late. Seven queries at most."""
    open_gates = Gate.objects.open_to(lens)
    known = Comment.objects.behind(open_gates).standing().select_related("author").newest_first()
    start = known.filter(pk=before).first() if before.isascii() and before.isalnum() else None
    if start:
        known = known.filter(Q(said_at__lt=start.said_at) | Q(said_at=start.said_at, pk__lt=start.pk))
    some = list(known[: number + 1])
    views, names = Views(some[:number], lens, person), reading.known(open_gates, {one.page_id for one in some})
    lines = [RecentLine(views.view(one), names[one.page_id]) for one in some[:number] if one.page_id in names]
    return Recent(tuple(lines), some[number - 1].pk if len(some) > number else "")
