"""Tags, their pages, and merging them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wiki.markup import slugify
from wiki.pages import rules, synonyms, tagging
from wiki.pages.cleaning import NAME_MAX
from wiki.pages.editing import SUMMARY_MAX
from wiki.pages.limits import limited
from wiki.pages.synonyms import NotMerged
from wiki.pages.views.keeping import ReasonForm, moderators_only


class MergeTagsForm(forms.Form):
    """Which tags are one, from when on, and why."""

    tag = forms.CharField(max_length=NAME_MAX, label="Count the tag")
    into = forms.CharField(max_length=NAME_MAX, label="as the tag")
    gate = forms.CharField(
        max_length=synonyms.GATE_MAX,
        required=False,
        label="For who has seen",
        help_text="Such as JJ 1x11, if it is a spoiler that the two are one. Empty: for whoever knows both tags.",
    )
    reason = forms.CharField(max_length=SUMMARY_MAX, label="Reason")


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """List all tags."""
    context = {"tags": tagging.tags(request.lens), "may_moderate": rules.may_moderate(request.user)}
    return render(request, "pages/tags.html", context)


@require_safe
@limited("list")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """List the pages that carry a tag, or all of a few, under the one address of these."""
    canonical = _canonical(slug)
    if canonical != slug:
        return redirect("pages:tag", canonical)
    found = tagging.tagged(slug, request.lens, request.GET.get("page"))
    if found.slug != slug:
        return redirect("pages:tag", found.slug)
    return render(request, "pages/tag.html", {"found": found, "lines": found.lines})


def _canonical(slug: str) -> str:
    """Give the one form of an address of tags, before any is looked up. Raises Http404 for too many, or none."""
    slugs = {slugify(one) for one in slug.split("+") if one.strip()} - {""}
    if not 1 <= len(slugs) <= tagging.MOST:
        raise Http404
    return tagging.joined(slugs)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def merge(request: HttpRequest) -> HttpResponse:
    """Count a tag as another one from now on."""
    form = MergeTagsForm(request.POST or None, initial={"tag": request.GET.get("tag", "")[:NAME_MAX]})
    if form.is_bound and form.is_valid():
        try:
            synonyms.merge(**form.cleaned_data, person=request.user, lens=request.lens)
        except NotMerged as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, "The two are one tag now.")
            return redirect("admin:pages_synonym_changelist")
    return _asked(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def part(request: HttpRequest, public_id: str) -> HttpResponse:
    """Count a tag for itself again."""
    found = synonyms.found(public_id, request.lens)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        synonyms.part(found.row, reason=form.cleaned_data["reason"], person=request.user)
        messages.success(request, f"{found.tag} is a tag of its own again.")
        return redirect("admin:pages_synonym_changelist")
    return _asked(request, form, synonym=found)


def _asked(request: HttpRequest, form: forms.Form, **more: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "pages/merge_tags.html", {"form": form} | more, status=status)
