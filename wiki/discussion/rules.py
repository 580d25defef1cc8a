"""Who may say, change and take away what on a talk page."""

from __future__ import annotations

from wiki.discussion.models import Comment
from wiki.pages.rules import Person, barred, is_trusted, may_moderate


def may_comment(person: Person) -> bool:
    """Say something. It takes an account: somebody has to be answered, and to be able to change it."""
    return bool(person.is_authenticated) and not barred(person, "talk")


def may_show_pictures(person: Person) -> bool:
    """Have pictures in comments: not for new people."""
    return is_trusted(person)


def is_author(person: Person, comment: Comment) -> bool:
    """Have said it."""
    return bool(person.is_authenticated and comment.author_id == person.pk)


def may_edit(person: Person, comment: Comment) -> bool:
    """Change the words: their author alone, as long as they stand."""
    return is_author(person, comment) and comment.state == Comment.State.SHOWN


def may_delete(person: Person, comment: Comment) -> bool:
    """Take a comment away: its author, and moderators."""
    return comment.state == Comment.State.SHOWN and (is_author(person, comment) or may_moderate(person))


def may_hide(person: Person, comment: Comment) -> bool:
    """Hide a comment, or show a hidden one again. What its author deleted stays so."""
    return may_moderate(person) and comment.state != Comment.State.DELETED
