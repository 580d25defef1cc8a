"""Which edits wait for a moderator before anybody reads them, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from wiki.pages import kinds, rules
from wiki.pages.kinds import Kind
from wiki.pages.models import Image, Page, Revision
from wiki.pages.state import PageState

if TYPE_CHECKING:
    from wiki.pages.editing import Edit

NEW = "Edits of people who are new here wait until a moderator has looked at them."
NO_ACCOUNT = "Edits without an account wait until a moderator has looked at them."
THIS_PAGE = "Every edit of this page waits until a moderator has looked at it."
THIS_KIND = "Every edit of a page of this kind waits until a moderator has looked at it."


def reason_to_wait(edit: Edit, page: Page | None, kind: Kind, state: PageState) -> str:
    """Say why an edit waits, in a sentence for its author; "" where it does not."""
    if edit.is_approved or edit.action == Revision.Action.STATUS or rules.is_trusted(edit.author):
        return ""
    if kind.waits_for(page.pk if page else 0, state, timezone.now()) is not None:
        return ""  # nobody reads it before an editor lets it out
    return edit.held_for or will_wait(edit.author, page, kind)


def will_wait(person: Any, page: Page | None, kind: Kind) -> str:
    """Say why what somebody is about to save will wait, whatever it is; "" where it will not."""
    if rules.is_trusted(person) or (page is None and kind.embargo):
        return ""
    if page and page.is_reviewed:
        return THIS_PAGE
    if kind.name in settings.REVIEW_KINDS:
        return THIS_KIND
    if settings.REVIEW_PEOPLE != "nobody" and not person.is_authenticated:
        return NO_ACCOUNT
    return NEW if settings.REVIEW_PEOPLE == "new" else ""


def holds_upload(person: Any) -> bool:
    """Tell whether a picture that somebody sends waits."""
    return person is not None and settings.REVIEW_PEOPLE == "new" and not rules.is_trusted(person)


def may_describe(person: Any, image: Image, page: Page) -> bool:
    """Tell whether somebody may change what is said about a picture, and its gate: nobody looks at that afterwards."""
    is_own = person.is_authenticated and image.uploader_id == person.pk
    return is_own or not will_wait(person, page, kinds.of(page))
