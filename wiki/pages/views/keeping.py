"""Keeping order: renaming for everybody; deleting, bringing back, merging, protecting, rolling back for moderators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.markup import slugify
from wiki.pages import changes, keeping, looking, reading, rules
from wiki.pages.cleaning import NAME_MAX, Refused
from wiki.pages.editing import SUMMARY_MAX, EditConflict, MayNotEdit
from wiki.pages.models import Protection
from wiki.pages.views.slugs import canonical_slug

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
        return render(request, "pages/protected.html", {"page": found}, status=403)
    form = MoveForm(request.POST) if request.method == "POST" else MoveForm(initial={"title": found.title})
    if form.is_bound and form.is_valid():
        try:
            keeping.rename(found, person=request.user, lens=request.lens, **form.cleaned_data)
        except Refused as error:
            form.add_error("title", " ".join(one.message for one in error.refusals))
        except EditConflict:
            form.add_error(None, CHANGED)
        else:
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
    form = MergeForm(request.POST or None)
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
    form = ProtectForm(request.POST or None, initial={"level": found.page.protection})
    if form.is_bound and form.is_valid():
        keeping.protect(found.page.pk, level=form.cleaned_data["level"], person=request.user)
        messages.success(request, "The protection is changed.")
        return redirect(found.url)
    return _act(request, found, form, "protect")


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
