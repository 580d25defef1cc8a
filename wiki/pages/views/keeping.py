"""Keeping order: renaming for everybody; deleting, bringing back, merging, protecting, rolling back for moderators."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.markup import slugify
from wiki.pages import changes, keeping, looking, reading, rules
from wiki.pages.cleaning import NAME_MAX, Refused
from wiki.pages.editing import SUMMARY_MAX, EditConflict, MayNotEdit
from wiki.pages.models import Eyes, Protection
from wiki.pages.views.editor import protected, wait
from wiki.pages.views.slugs import canonical_slug
from wiki.spoilers.dates import LAST_YEAR

CHANGED = "Somebody changed the names of this page meanwhile. Look at them, then try again."
NOT_BACK = "This page cannot be brought back as it was: a gate in it leads nowhere now. Mend the calendar first."
NOT_ALLOWED = "This page is protected from your edits."

View = Callable[..., HttpResponse]


class MoveForm(forms.Form):
    title = forms.CharField(max_length=NAME_MAX, label="New title")
    summary = forms.CharField(max_length=SUMMARY_MAX, required=False, label="Why")
    keep_redirect = forms.BooleanField(required=False, initial=True, label="The old title still leads here")


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=SUMMARY_MAX, label="Reason")


class MergeForm(ReasonForm):
    into = forms.CharField(max_length=NAME_MAX, label="Put it into the page called")


class ProtectForm(forms.Form):
    level = forms.ChoiceField(choices=Protection, label="Who may edit this page", widget=forms.RadioSelect)
    until = forms.DateTimeField(
        required=False,
        label="Until when (empty: for good)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(max_length=SUMMARY_MAX, required=False, label="Why (shown to all who see the page)")
    is_reviewed = forms.BooleanField(
        required=False, label="Edits of people who are not trusted wait for a moderator before anybody reads them"
    )

    def clean_until(self) -> datetime.datetime | None:
        until: datetime.datetime | None = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError("This moment is over. Choose one to come, or leave it empty.")
        if until and until.year > LAST_YEAR:
            raise forms.ValidationError("This is too far away. Leave it empty for a protection without end.")
        return until


class HideForm(ReasonForm):
    text = forms.ChoiceField(choices=Eyes, required=False, label="Whose eyes is the text for?")
    summary = forms.ChoiceField(choices=Eyes, required=False, label="Whose eyes is the summary for?")
    author = forms.ChoiceField(choices=Eyes, required=False, label="Whose eyes is the author for?")
    field_order = ["text", "summary", "author", "reason"]


def moderators_only(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a page another title."""
    found = looking.editable(slug, request.lens)
    if not rules.may_edit(request.user, found.page):
        return protected(request, found)
    form = MoveForm(request.POST) if request.method == "POST" else MoveForm(initial={"title": found.title})
    if form.is_bound and form.is_valid():
        try:
            saved = keeping.rename(found, person=request.user, lens=request.lens, **form.cleaned_data)
        except Refused as error:
            form.add_error("title", " ".join(one.message for one in error.refusals))
        except EditConflict:
            form.add_error(None, CHANGED)
        else:
            if saved.pending:
                return wait(request, saved.pending)
            messages.success(request, "The page has a new title.")
            return _to(request, found.page.pk)
    return render(request, "pages/move.html", {"page": found, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@moderators_only
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a page away."""
    found = looking.editable(slug, request.lens)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        keeping.delete(found.page.pk, person=request.user, lens=request.lens, reason=form.cleaned_data["reason"])
        messages.success(request, f"{found.title} is deleted.")
        return redirect("pages:deleted")
    return _act(request, found, form, "delete")


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@moderators_only
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a page into another."""
    found = looking.editable(slug, request.lens)
    form = MergeForm(request.POST or None, initial={"into": request.GET.get("into", "")[:NAME_MAX]})
    if form.is_bound and form.is_valid():
        try:
            into = reading.other_page(slugify(form.cleaned_data["into"]), found.page.pk, request.lens)
            keeping.merge(
                found.page.pk, into=into, person=request.user, lens=request.lens, reason=form.cleaned_data["reason"]
            )
        except Http404:
            form.add_error("into", "There is no other page of this name.")
        except Refused as error:
            form.add_error("into", " ".join(one.message for one in error.refusals))
        else:
            messages.success(request, "The two are one page now. Read it through: one text stands after the other.")
            return _to(request, into)
    return _act(request, found, form, "merge")


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@moderators_only
def protect(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who may edit a page."""
    found = looking.editable(slug, request.lens)
    form = ProtectForm(request.POST or None, initial=_protection(found))
    if form.is_bound and form.is_valid():
        keeping.protect(found.page.pk, person=request.user, **form.cleaned_data)
        messages.success(request, "The protection is changed.")
        return redirect(found.url)
    return _act(request, found, form, "protect")


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@moderators_only
def hide(request: HttpRequest, slug: str, revision: str) -> HttpResponse:
    """Keep parts of a revision for moderators’ eyes, or for administrators’."""
    found = looking.editable(slug, request.lens, request.user)
    one, _ = found.revision(revision)
    form = HideForm(request.POST or None, initial={part: getattr(one, f"hidden_{part}") for part in looking.PARTS})
    if form.is_bound and form.is_valid():
        eyes = {part: form.cleaned_data[part] for part in looking.PARTS}
        try:
            keeping.hide(found, one, eyes=eyes, reason=form.cleaned_data["reason"], person=request.user)
        except Refused as error:
            form.add_error("text", " ".join(refusal.message for refusal in error.refusals))
        except MayNotEdit:
            raise PermissionDenied from None
        else:
            messages.success(request, "The revision is shown as you chose.")
            return redirect("pages:history", found.slug)
    return _act(request, found, form, "hide")


def _protection(found: looking.Editable) -> dict[str, object]:
    page = found.page
    until = timezone.localtime(page.protected_until) if page.protected_until else None
    now = {"level": page.protection_now, "until": until, "reason": page.protection_reason}
    return now | {"is_reviewed": page.is_reviewed}


@require_POST
@canonical_slug
@moderators_only
def rollback(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back all that the last author changed last."""
    found = looking.editable(slug, request.lens)
    author = looking.author_of(request.POST.get("author", ""))
    try:
        keeping.roll_back(found, person=request.user, lens=request.lens, author=author)
    except (Refused, EditConflict) as error:
        reason = " ".join(one.message for one in error.refusals) if isinstance(error, Refused) else CHANGED
        return render(request, "pages/not_done.html", {"page": found, "reason": reason}, status=409)
    except MayNotEdit:
        return render(request, "pages/not_done.html", {"page": found, "reason": NOT_ALLOWED}, status=403)
    messages.success(request, "The last changes are rolled back.")
    return _to(request, found.page.pk)


@require_safe
@moderators_only
def deleted(request: HttpRequest) -> HttpResponse:
    """List deleted pages."""
    return render(request, "pages/deleted.html", {"changes": changes.deleted(request.lens)})


@require_POST
@moderators_only
def bring_back(request: HttpRequest) -> HttpResponse:
    """Bring a deleted page back."""
    known = {change.line.id: change for change in changes.deleted(request.lens)}
    change = known.get(request.POST.get("revision", ""))
    if change is None:
        raise Http404
    reason = request.POST.get("reason", "")[:SUMMARY_MAX]
    try:
        keeping.bring_back(change.page, person=request.user, lens=request.lens, reason=reason)
    except Refused:
        return render(request, "pages/deleted.html", {"changes": list(known.values()), "error": NOT_BACK}, status=409)
    messages.success(request, f"{change.title} is back.")
    return _to(request, change.page)


def _act(request: HttpRequest, found: looking.Editable, form: forms.Form, action: str) -> HttpResponse:
    context = {"page": found, "form": form, "action": action}
    return render(request, "pages/act.html", context, status=422 if form.errors else 200)


def _to(request: HttpRequest, page: int) -> HttpResponse:
    now = looking.title_of(page, request.lens)
    return redirect(now[1] if now else "home")
