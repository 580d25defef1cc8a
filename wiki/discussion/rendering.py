"""Makes what a reader sees of comments, many at once: a few queries, however many there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from wiki import markup
from wiki.discussion import rules, texts
from wiki.discussion.models import Comment, Gated, Version
from wiki.pages import rendering
from wiki.pages.cleaning import body_problems
from wiki.pages.previewing import Preview
from wiki.pages.record import resolved
from wiki.pages.state import seer
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens


@dataclass(frozen=True)
class CommentView:
    """A comment as its reader has it. Of one that was taken away only its place is left, but to moderators."""

    id: str
    author: str
    said_at: datetime.datetime
    changed_at: datetime.datetime | None
    text: str
    html: str
    gate: str
    is_removed: bool
    state: str
    reason: str
    answers: str  # the id of the comment that it answers, and who wrote that, where it is not the thread's first
    answered: str
    may_edit: bool
    may_delete: bool
    may_hide: bool
    replies: tuple[CommentView, ...] = ()


class Views:
    """The views of some comments, which came with their authors, through a lens, for a person."""

    def __init__(self, comments: Iterable[Comment], lens: Lens, person: Any) -> None:
        self.comments = {comment.pk: comment for comment in comments}
        self.lens, self.person = lens, person
        self.is_moderator = rules.may_moderate(person)
        self.texts = {pk: texts.through(one, lens) for pk, one in self.comments.items() if self.may_read(one)}
        self.versions: dict[str, list[Version]] = {}
        changed = [pk for pk, one in self.comments.items() if one.changed_at]
        for version in Version.objects.filter(comment__in=changed).select_related("gate") if changed else ():
            self.versions.setdefault(version.comment_id, []).append(version)
        self.people = accounts_in(self.texts.values())
        self.resolve = rendering.resolver(
            {use.slug for text in self.texts.values() for use in markup.wiki_links(text)}, lens
        )

    def may_read(self, comment: Comment) -> bool:
        """Tell whether its words are there: of one that was taken away for moderators alone."""
        return comment.state == Comment.State.SHOWN or self.is_moderator

    def view(self, comment: Comment, replies: Iterable[Comment] = ()) -> CommentView:
        """Give the view of one, with those of its replies."""
        may_read, answered = self.may_read(comment), self._answered(comment)
        text = self.texts.get(comment.pk, "")
        return CommentView(
            id=comment.pk,
            author=comment.author.get_username() if comment.author and may_read else "",
            said_at=comment.said_at,
            changed_at=self._changed_at(comment) if may_read else None,
            text=text,
            html=self._html(comment, text),
            gate=comment.gate_text if may_read else "",
            is_removed=not may_read,
            state=comment.state,
            reason=texts.reason(comment) if self.is_moderator else "",
            answers=answered.pk if answered else "",
            answered=answered.author.get_username() if answered and answered.author else "",
            may_edit=rules.may_edit(self.person, comment),
            may_delete=rules.may_delete(self.person, comment),
            may_hide=rules.may_hide(self.person, comment),
            replies=tuple(self.view(reply) for reply in replies),
        )

    def _html(self, comment: Comment, text: str) -> str:
        if comment.pk not in self.texts:
            return ""
        return markup.render_comment(text, self.resolve, people=self.people, with_images=comment.has_pictures)

    def earlier(self, said: Gated, comment: Comment) -> str:
        """Render what a comment said before."""
        text = texts.through(said, self.lens)
        resolve = rendering.resolver({use.slug for use in markup.wiki_links(text)}, self.lens)
        return markup.render_comment(text, resolve, people=self.people, with_images=comment.has_pictures)

    def _answered(self, comment: Comment) -> Comment | None:
        """Give the reply that this one answers, if it stands here too."""
        if comment.answers_id == comment.parent_id:
            return None
        found = self.comments.get(comment.answers_id or "")
        return found if found and found.state == Comment.State.SHOWN else None

    def _changed_at(self, comment: Comment) -> datetime.datetime | None:
        """Tell when its words changed last, as far as this reader sees a difference."""
        if not comment.changed_at:
            return None
        states = texts.visible_states(comment, self.versions.get(comment.pk, ()), self.lens)
        return written_at(states[-1]) if len(states) > 1 else None


def preview(text: str, lens: Lens, person: Any) -> Preview:
    """Render a comment that is not said, as its author will read it, or tell what is wrong with it."""
    calendar, text = current(), markup.normalise(text)
    if problems := body_problems(text, calendar):
        return Preview(None, tuple(problems))
    gates = {token.gate for token in markup.lex(text).tokens if token.gate is not None}
    shown = markup.project(text, seer(lens, resolved(gates, calendar)))
    resolve = rendering.resolver({use.slug for use in markup.wiki_links(shown)}, lens)
    with_images = rules.may_show_pictures(person)
    return Preview(markup.render_comment(shown, resolve, people=accounts_in([shown]), with_images=with_images), ())


def accounts_in(some: Iterable[str]) -> set[str]:
    """Give the names that texts call which are somebody’s. One query, or none."""
    names = {name for text in some for name in markup.mentions(text)}
    accounts = get_user_model().objects.filter(username__in=names, is_active=True)
    return set(accounts.values_list("username", flat=True)) if names else set()


def written_at(said: Gated) -> datetime.datetime:
    """Tell when a state of a comment was written."""
    return getattr(said, "changed_at", None) or said.said_at
