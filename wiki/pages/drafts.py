"""What somebody typed and has not saved: one draft for each page and person. Nobody else ever sees it."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from wiki.pages import kinds
from wiki.pages.forms import Writing
from wiki.pages.models import Draft, Page
from wiki.spoilers.sealed import unseal

MAX_BYTES = 1024 * 1024
LEFT_OUT = {"csrfmiddlewaretoken", "preview", "as"}


class DraftTooLong(ValueError):
    """More than a page can hold."""


def get(person: Any, page: Page | None) -> Draft | None:
    if not person.is_authenticated:
        return None
    return Draft.objects.filter(person=person, page=page).first()


def keep(person: Any, page: Page | None, data: QueryDict) -> None:
    """Keep what a form holds now. Raises DraftTooLong."""
    kept = data.copy()
    for name in LEFT_OUT:
        kept.pop(name, None)
    text = kept.urlencode()
    if len(text) > 3 * MAX_BYTES:  # percent-encoded
        raise DraftTooLong
    Draft.objects.update_or_create(person=person, page=page, defaults={"data": text, "kept_at": timezone.now()})


def discard(person: Any, page: Page | None) -> None:
    if person.is_authenticated:
        Draft.objects.filter(person=person, page=page).delete()


def line(person: Any, page: Page | None) -> datetime.datetime | None:
    """Tell when the person's draft of this page was kept, None if there is none."""
    draft = get(person, page)
    return draft.kept_at if draft else None


def writing(draft: Draft) -> Writing:
    """Put a draft back into the forms."""
    data = QueryDict(unseal(draft.data))
    return Writing.sent(data, kinds.of(draft.page) if draft.page else kinds.named(data.get("kind", "")))


def fields(draft: Draft) -> dict[str, str]:
    """Give what a draft holds, by field, to the person themselves."""
    return {name: str(value) for name, value in QueryDict(unseal(draft.data)).items()}
