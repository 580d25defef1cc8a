"""Who is told of a comment, and what they are told: each as far as they see it when they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from wiki import markup
from wiki.discussion import following, texts
from wiki.discussion.models import Comment
from wiki.notifications.categories import Category, Look, Receiver, Told, Words
from wiki.notifications.models import How
from wiki.notifications.telling import tell
from wiki.pages import reading

MENTION = Category("mention", "Somebody mentions you", "mention", "mentions")
REPLY = Category("reply", "Answers in talks that you take part in", "answer", "answers")
TALK = Category("talk", "Talk on pages that you follow", "comment", "comments", default=How.DAILY)
EXCERPT = 1000

Say = Callable[[str, str], str]
Names = Callable[[], Mapping[int, reading.Known]]


def tell_of(comment: Comment) -> None:
    """Tell whoever should know of a new comment, each of the one thing that concerns them most."""
    mentioned = tell_of_mentions(comment)
    in_thread, on_page = following.followers(comment)
    answered = {comment.answers.author_id} - {None} if comment.answers else set[Any]()
    answered = (answered | in_thread) - mentioned - {comment.author_id}
    about = {"subject": comment.pk, "group": str(comment.page_id)}
    tell(category=REPLY.name, people=answered, **about)
    tell(category=TALK.name, people=on_page - answered - mentioned - {comment.author_id}, **about)


def tell_of_mentions(comment: Comment) -> set[int]:
    """Tell those who are mentioned anywhere in a comment; give their ids. Nobody is told twice."""
    names = texts.mentioned(comment)
    people = set(get_user_model().objects.filter(username__in=names, is_active=True).values_list("pk", flat=True))
    people -= {comment.author_id}
    tell(category=MENTION.name, people=people, subject=comment.pk, group=str(comment.page_id))
    return people


def _look(say: Say, subjects: Collection[str], receiver: Receiver, *, is_mention: bool = False) -> Mapping[str, Words]:
    """Find comments that stand and that the receiver may know of; of a mention they see the name.

    One query, and one more for the words.
    """
    known = Comment.objects.behind(receiver.open_gates).standing().filter(pk__in=subjects).select_related("author")
    found = [one for one in known if not is_mention or _is_mentioned(one, receiver)]
    names = cache(lambda: reading.known(receiver.open_gates, {one.page_id for one in found}))
    return {one.pk: partial(_told, one, names, receiver, say) for one in found}


def _is_mentioned(comment: Comment, receiver: Receiver) -> bool:
    return receiver.person.get_username() in markup.mentions(texts.through(comment, receiver.lens))


def _told(comment: Comment, names: Names, receiver: Receiver, say: Say) -> Told:
    page = names()[comment.page_id]
    author = comment.author.get_username() if comment.author else "Somebody"
    url = reverse("discussion:comment", args=[page.slug, comment.pk])
    text = texts.through(comment, receiver.lens)
    short = text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + " …"
    return Told(say(author, page.title), page.title, url, short)


CATEGORIES: list[tuple[Category, Look]] = [
    (MENTION, partial(_look, lambda author, title: f"{author} mentioned you on {title}", is_mention=True)),
    (REPLY, partial(_look, lambda author, title: f"{author} answered on {title}")),
    (TALK, partial(_look, lambda author, title: f"{author} wrote on {title}")),
]
