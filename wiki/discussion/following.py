"""Who is told of what is said: on a whole page, or in a thread."""

from __future__ import annotations

from typing import Any

from wiki.discussion.models import Comment, Follow


def follow_thread(person: Any, thread: Comment) -> None:
    """Tell somebody of every answer in a thread from now on."""
    Follow.objects.get_or_create(person=person, thread=thread, defaults={"page_id": thread.page_id})


def unfollow_thread(person: Any, thread: Comment) -> None:
    """Tell somebody of a thread no more."""
    Follow.objects.filter(person=person, thread=thread).delete()


def follow_page(person: Any, page: int) -> None:
    """Tell somebody of all that is said about a page from now on."""
    Follow.objects.get_or_create(person=person, page_id=page, thread=None)


def unfollow_page(person: Any, page: int) -> None:
    """Tell somebody of a page’s talk no more."""
    Follow.objects.filter(person=person, page=page, thread=None).delete()


def followed(person: Any, page: int) -> set[str]:
    """Give the ids of the threads on a page that somebody follows, and "" if they follow the page. One query."""
    if not person.is_authenticated:
        return set()
    rows = Follow.objects.filter(person=person, page=page).values_list("thread_id", flat=True)
    return {thread or "" for thread in rows}


def followers(comment: Comment) -> tuple[set[int], set[int]]:
    """Give who follows a comment's thread, and who follows its page."""
    of_page = set(Follow.objects.filter(page=comment.page_id, thread=None).values_list("person_id", flat=True))
    if comment.parent_id is None:
        return set(), of_page
    return set(Follow.objects.filter(thread=comment.parent_id).values_list("person_id", flat=True)), of_page
