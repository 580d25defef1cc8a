"""Reporting a spoiler, or something else, and what became of one's reports."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wiki.discussion import reading
from wiki.discussion.models import Comment
from wiki.markup import GateError
from wiki.moderation import passages
from wiki.moderation import reports as reporting
from wiki.moderation.models import Report
from wiki.moderation.reports import NOTE_MAX
from wiki.pages import limits, looking
from wiki.pages.cleaning import Refused
from wiki.pages.editing import EditConflict, MayNotEdit
from wiki.pages.looking import Editable
from wiki.pages.pickers import pickers
from wiki.pages.views.slugs import canonical_slug

SEALED = "Thank you. It is hidden from everybody who has not seen {}, and a moderator looks at it."
KEPT = "Thank you. A moderator looks at it."
GONE = "This passage is not there any more. Choose it once more."
CHANGED = "Somebody changed the page at the same time. Look at it once more, then try again."


class CommentForm(forms.Form):
    """A report of a comment as a whole."""

    what = forms.ChoiceField(choices=Report.What, initial=Report.What.SPOILER, label="What is wrong?")
    gate = forms.CharField(required=False, max_length=500, label="Hide it until somebody has seen")
    note = forms.CharField(required=False, max_length=NOTE_MAX, label="What should a moderator know?")

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("what") != Report.What.SPOILER:
            data["gate"] = ""
            if not data.get("note") and not self.errors:
                self.add_error("note", "Say in a few words what is wrong.")
            return data
        try:
            data["gate"] = reporting.checked_gate(data.get("gate", ""))
        except GateError as error:
            self.add_error("gate", error.message)
        return data


class ReportForm(CommentForm):
    """A report of a passage of a page, or of something else on it."""

    passage = forms.CharField(required=False, max_length=16)

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if data.get("what") == Report.What.SPOILER and not data.get("passage"):
            self.add_error("passage", "Choose the passage that tells too much.")
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Report a passage of a page."""
    found = looking.editable(slug, request.lens)
    if request.method != "POST":
        marked = passages.quoted(found, request.GET.get("quote", "")[:500], request.lens)
        return _page(request, found, ReportForm(initial={"what": Report.What.SPOILER, "passage": marked}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if seconds := limits.over(request, "report"):
        form.add_error(None, limits.TOO_OFTEN)
        return limits.told(_page(request, found, form, status=429), seconds)
    return _sent(request, found, form)


def _sent(request: HttpRequest, found: Editable, form: ReportForm) -> HttpResponse:
    data = form.cleaned_data
    chosen = passages.choice(found, data["passage"], request.lens) if data["passage"] else None
    if data["passage"] and chosen is None:
        form.add_error("passage", GONE)
        return _page(request, found, form, status=409)
    about = {name: data[name] for name in ("gate", "note", "what")}
    try:
        row = reporting.report(found, chosen, person=request.user, lens=request.lens, **about)
    except MayNotEdit as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=403)
    except (Refused, EditConflict) as error:
        refused = [one.message for one in error.refusals] if isinstance(error, Refused) else [CHANGED]
        form.add_error(None, refused)
        return _page(request, found, form, status=422)
    messages.success(request, SEALED.format(row.gate) if row.is_sealed else KEPT)
    now = looking.title_of(found.page.pk, request.lens)
    return redirect(now[1] if now else "home")


def _page(request: HttpRequest, found: Editable, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {
        "page": found,
        "form": form,
        "passages": passages.choices(found, request.lens),
        "chosen": form["passage"].value(),
        "gates": pickers(request.lens).gates,
        "seals": reporting.may_seal(request.user),
    }
    return render(request, "moderation/report.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def report_comment(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Report something that was said."""
    found = looking.editable(slug, request.lens)
    comment = reading.comment(public_id, found)
    form = CommentForm(request.POST or None, initial={"what": Report.What.SPOILER})
    if not form.is_bound or not form.is_valid():
        return _comment_page(request, found, comment, form, 422 if form.errors else 200)
    if seconds := limits.over(request, "report"):
        form.add_error(None, limits.TOO_OFTEN)
        return limits.told(_comment_page(request, found, comment, form, 429), seconds)
    try:
        row = reporting.report_comment(comment, person=request.user, lens=request.lens, **form.cleaned_data)
    except MayNotEdit as error:
        form.add_error(None, str(error))
        return _comment_page(request, found, comment, form, 403)
    messages.success(request, SEALED.format(row.gate) if row.is_sealed else KEPT)
    return redirect("discussion:talk", found.slug)


def _comment_page(
    request: HttpRequest, found: Editable, comment: Comment, form: CommentForm, status: int
) -> HttpResponse:
    context = {
        "page": found,
        "comment": reading.view(comment, request.lens, request.user),
        "form": form,
        "gates": pickers(request.lens).gates,
        "seals": reporting.may_seal(request.user),
    }
    return render(request, "moderation/report_comment.html", context, status=status)


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List one's own reports and what became of them."""
    return render(request, "moderation/reports.html", {"reports": reporting.of_person(request.user, request.lens)})
