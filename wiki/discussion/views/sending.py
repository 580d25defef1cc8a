"""What all forms of a comment share: the gate that is offered, and what becomes of what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wiki.discussion import gates, rules, writing
from wiki.discussion.forms import CommentForm
from wiki.discussion.models import Comment
from wiki.discussion.rendering import preview
from wiki.discussion.writing import Said
from wiki.pages import limits
from wiki.pages.cleaning import Refused
from wiki.pages.looking import Editable
from wiki.pages.pickers import pickers
from wiki.pages.rules import barred
from wiki.spoilers.calendar import current

MOVED = (
    "Your place in a story has changed since you opened this form. The comment is now for those who are where you are; "
    "look at the line below it, then send it again."
)
SIGN_IN = "Sign in to talk. Your text is kept below: copy it, sign in, and put it in again."
MAY_NOT = "You cannot change this comment. Your text is kept below."
BEYOND = "Said, to those who are further than you: you will see it once you are there."

Write = Callable[[Said], Comment]
Again = Callable[..., HttpResponse]


def offered(request: Any, found: Editable) -> str:
    """Write the gate that a comment of this person on this page gets."""
    return gates.offered(found, request.reader.places, current())


def answer(request: HttpRequest, found: Editable, write: Write, again: Again) -> HttpResponse:
    """Take a form: say it, or show it again with what is wrong. `again(form, status=…)` shows the page it came from."""
    form = CommentForm(request.POST)
    if not rules.may_comment(request.user):
        return _wrong(form, barred(request.user, "talk") or SIGN_IN, again, 403)
    if seconds := limits.over(request, "comment"):
        return limits.told(_wrong(form, limits.TOO_OFTEN, again, 429), seconds)
    if not form.is_valid():
        return again(form, status=422)
    if "preview" in request.POST:
        return again(form, status=200, preview=_preview(request, form))
    return _written(request, found, form, write, again)


def _preview(request: HttpRequest, form: CommentForm) -> Any:
    return preview(form.cleaned_data["text"], request.lens, request.user)  # type: ignore[attr-defined]


def _wrong(form: CommentForm, message: str, again: Again, status: int) -> HttpResponse:
    form.is_valid()
    form.add_error(None, message)
    return again(form, status=status)


def _written(request: HttpRequest, found: Editable, form: CommentForm, write: Write, again: Again) -> HttpResponse:
    data, now = form.cleaned_data, offered(request, found)
    if " ".join(data["gate"].split()) == data["offered"] != now:
        return _wrong(_moved(form, now), MOVED, again, 409)
    said = Said(data["text"], data["gate"], request.user, request.lens, data["form"])  # type: ignore[attr-defined]
    try:
        comment = write(said)
    except Refused as error:
        form.refuse(error)
        return again(form, status=422)
    except writing.MayNot:
        return _wrong(form, MAY_NOT, again, 403)
    return _led_to(request, found, comment)


def _moved(form: CommentForm, now: str) -> CommentForm:
    """Give the form with the gate that goes with its author's place now."""
    data = form.data.copy()
    data["gate"] = data["offered"] = now
    return CommentForm(data)


def _led_to(request: HttpRequest, found: Editable, comment: Comment) -> HttpResponse:
    visible = Comment.objects.visible_to(request.lens).filter(pk=comment.pk)  # type: ignore[attr-defined]
    if visible.exists():
        return redirect("discussion:comment", found.slug, comment.pk)
    messages.success(request, BEYOND)
    return redirect("discussion:talk", found.slug)


def gone(request: HttpRequest) -> HttpResponse:
    """Keep what was typed for a page or a comment that is not there, or not any more."""
    return render(request, "discussion/gone.html", {"text": request.POST.get("text", "")}, status=404)


def writing_context(request: Any, form: CommentForm) -> dict[str, Any]:
    """Give what the form's template needs."""
    return {
        "form": form,
        "may_comment": rules.may_comment(request.user),
        "may_show_pictures": rules.may_show_pictures(request.user),
        "pickers": pickers(request.lens),
    }
