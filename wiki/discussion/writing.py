"""The one place that writes comments: say, change, delete, hide, show again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki.discussion import following, notices, record, rules, texts
from wiki.discussion.checking import Checked, checked
from wiki.discussion.models import Comment, Version
from wiki.pages import acts
from wiki.pages.acts import Act
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.models import Page
from wiki.pages.record import stamp
from wiki.spoilers.calendar import current
from wiki.spoilers.condition import Condition, all_of
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import Gate

GONE = "What you answer is not there any more. Your text is kept in the form."
REASON_MAX = 500
# What the log calls it.
DONE = {
    Comment.State.SHOWN: "show_comment",
    Comment.State.HIDDEN: "hide_comment",
    Comment.State.DELETED: "delete_comment",
}


class MayNot(Exception):
    """The person has no right to do this with the comment."""


@dataclass(frozen=True)
class Said:
    """What somebody wants to say, and for whom: `gate` is what its readers must have seen."""

    text: str
    gate: str
    author: Any
    lens: Lens
    form: str = ""


@transaction.atomic
def say(said: Said, *, page: int, answers: Comment | None = None) -> Comment:
    """Put a comment on a page's talk, perhaps as an answer. The same form sent again gives the comment that it made.

    Raises Refused with every reason, or MayNot.
    """
    one_writer()
    if not rules.may_comment(said.author):
        raise MayNot
    sent = Comment.objects.filter(form=said.form).first() if said.form else None
    if sent and sent.author_id == said.author.pk:
        return sent
    fit = checked(said.text, said.gate, lens=said.lens, calendar=current())
    comment = Comment.objects.create(
        page_id=page,
        parent=_thread(answers),
        answers=answers,
        author=said.author,
        form=None if sent else said.form or None,
        has_pictures=rules.may_show_pictures(said.author),
        said_at=timezone.now(),
        **_columns(fit),
    )
    _changed(comment)
    following.follow_thread(said.author, comment.parent or comment)
    notices.tell_of(comment)
    return comment


def _thread(answers: Comment | None) -> Comment | None:
    """Give the comment that begins the thread of an answer. Raises Refused where it is gone."""
    if answers is None:
        return None
    if answers.state != Comment.State.SHOWN:
        raise Refused([Refusal("comment", 0, GONE)])
    return answers.parent or answers


def _columns(fit: Checked, seal: str = "") -> dict[str, Any]:
    gate = Gate.objects.intern(all_of([fit.condition, _sealed(seal)]))
    return {"text": fit.text, "gate_text": fit.gate_text, "gate": gate, "gates": fit.gates}


def _changed(comment: Comment) -> None:
    """What is kept of the page's talk is found by the page's stamp."""
    record.write_thread(comment)
    stamp(Page.objects.filter(pk=comment.page_id))


@transaction.atomic
def change(comment: Comment, said: Said) -> Comment:
    """Change what a comment says, and for whom; what it said before is kept. Raises Refused or MayNot."""
    one_writer()
    comment = _locked(comment)
    if not rules.may_edit(said.author, comment):
        raise MayNot
    fit = checked(said.text, said.gate, lens=said.lens, calendar=current())
    if texts.is_same(comment, fit):
        return comment
    _keep_version(comment)
    for name, value in _columns(fit, comment.seal).items():
        setattr(comment, name, value)
    comment.changed_at, comment.has_pictures = timezone.now(), rules.may_show_pictures(said.author)
    comment.save()
    _changed(comment)
    notices.tell_of_mentions(comment)
    return comment


def _locked(comment: Comment) -> Comment:
    found = Comment.objects.select_for_update(of=("self",)).select_related("parent", "gate", "author")
    return found.get(pk=comment.pk)


def _keep_version(comment: Comment) -> None:
    about = {name: getattr(comment, name) for name in ("text", "gate_text", "gate", "gates")}
    Version.objects.create(comment=comment, **about, said_at=comment.changed_at or comment.said_at)


@transaction.atomic
def seal(comment: Comment, gate: str) -> None:
    """Put a gate around a comment and all that it ever said, besides its own; "" takes it off again."""
    one_writer()
    comment = _locked(comment)
    own = parse(comment.gate_text, current()) if comment.gate_text else None
    comment.seal, comment.gate = gate, Gate.objects.intern(all_of([own, _sealed(gate)]))
    comment.save(update_fields=["seal", "gate"])
    _changed(comment)


def _sealed(gate: str) -> Condition | None:
    return parse(gate, current()) if gate else None


def delete(comment: Comment, *, person: Any, reason: str = "") -> None:
    """Take a comment away for good: its author, or a moderator with a reason. Raises MayNot."""
    _remove(comment, person, reason, Comment.State.DELETED, rules.may_delete)


def hide(comment: Comment, *, person: Any, reason: str) -> None:
    """Hide a comment from all but moderators, until somebody shows it again. Raises MayNot."""
    _remove(comment, person, reason, Comment.State.HIDDEN, rules.may_hide)


def show_again(comment: Comment, *, person: Any) -> None:
    """Show a hidden comment again. Raises MayNot."""
    _remove(comment, person, "", Comment.State.SHOWN, rules.may_hide)


@transaction.atomic
def _remove(comment: Comment, person: Any, reason: str, state: str, may: Callable[[Any, Comment], bool]) -> None:
    one_writer()
    comment = _locked(comment)
    if not may(person, comment):
        raise MayNot
    comment.state, comment.reason = state, " ".join(reason.split())[:REASON_MAX]
    comment.removed_by = None if state == Comment.State.SHOWN else person
    comment.save(update_fields=["state", "reason", "removed_by"])
    if person.pk != comment.author_id:
        _tell(comment, person, reason)
    _changed(comment)


def _tell(comment: Comment, person: Any, reason: str) -> None:
    """Have it logged what somebody did with another's comment, for who may know of that comment."""
    said = [comment, *([comment.parent] if comment.parent else [])]
    gates = {gate for one in said for gate in (one.gate_text, one.seal, *one.gates) if gate}
    acts.tell(Act(DONE[comment.state], person, reason, comment.page_id, person=comment.author, touched=gates))
