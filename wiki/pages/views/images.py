"""Pictures: serving them, listing and describing those of a page, and taking in new ones."""

from __future__ import annotations

import mimetypes
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.pages import images, looking, review, rules
from wiki.pages.cleaning import Refused
from wiki.pages.images import ImageView, Words
from wiki.pages.limits import limited
from wiki.pages.looking import Editable
from wiki.pages.models import Image, Page
from wiki.pages.pictures import BadPicture
from wiki.pages.views.slugs import canonical_slug

SIGN_IN = "Sign in to add a picture."
PROTECTED = "This page is protected from your edits, so no picture can be added to it."
ADDED = "The picture is here. To show it, put this line into the text: {code}"
HELD = "The picture is kept. Others see it when a moderator has looked at it. Its line for the text: {code}"
DESCRIBE = "Say in a few words what the picture shows, for people who cannot see it."


class WordsForm(forms.Form):
    """What is said about a picture."""

    alt = forms.CharField(max_length=500, label="What it shows", error_messages={"required": DESCRIBE})
    caption = forms.CharField(max_length=500, required=False, label="Caption")
    source = forms.CharField(max_length=500, required=False, label="Where it comes from")
    licence = forms.CharField(max_length=200, required=False, label="Licence")
    gate = forms.CharField(max_length=2000, required=False, label="Hidden until", help_text="JJ 1x05, or nothing.")

    @property
    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in ("alt", "caption", "source", "licence", "gate")})


class UploadForm(WordsForm):
    image = forms.FileField(label="File", error_messages={"required": "Choose a file first."})
    field_order = ["image"]


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a picture."""
    found = images.image(name, request.lens, request.user)
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(
        file, filename=name, content_type=kind, headers={"Content-Security-Policy": "default-src 'none'"}
    )


@require_POST
@limited("upload")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a picture in, for the editor's widget; answer with how to write it into the text."""
    if not rules.may_upload(request.user):
        return _error(SIGN_IN, 403)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _error(" ".join(str(message) for errors in form.errors.values() for message in errors), 422)
    page = _page(request)
    if page is not None and not rules.may_edit(request.user, page):
        return _error(PROTECTED, 403)
    try:
        made = _take_in(request, form, page)
    except (BadPicture, Refused) as error:
        return _error(_sentence(error), 422)
    return JsonResponse({"image_code": made.code, "image_path": made.url})


def _page(request: HttpRequest) -> Page | None:
    slug = request.POST.get("page", "")
    return looking.editable(slug, request.lens).page if slug else None


def _take_in(request: HttpRequest, form: UploadForm, page: Page | None) -> ImageView:
    file: Any = form.cleaned_data["image"]
    return images.take_in(file, file.size, page=page, words=form.words, uploader=request.user)


def _sentence(error: BadPicture | Refused) -> str:
    return " ".join(one.message for one in error.refusals) if isinstance(error, Refused) else str(error)


def _error(message: str, status: int) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@limited("images")
def on_page(request: HttpRequest, slug: str) -> HttpResponse:
    """List a page's pictures, and add one."""
    found = looking.editable(slug, request.lens)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        if not _may_add(request, found):
            raise PermissionDenied
        if form.is_valid():
            try:
                made = _take_in(request, form, found.page)
                messages.success(request, (HELD if made.is_held else ADDED).format(code=made.code))
                return redirect("pages:images", found.slug)
            except (BadPicture, Refused) as error:
                form.add_error("image" if isinstance(error, BadPicture) else "gate", _sentence(error))
    context = {
        "page": found,
        "images": images.on_page(found.page, request.lens, request.user),
        "form": form,
        "may_add": _may_add(request, found),
        "may_describe": not review.will_wait(request.user, found.page, found.kind),
    }
    return render(request, "pages/images.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def describe(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change what is said about a picture, or take it away."""
    found = looking.editable(slug, request.lens)
    one = images.image(name, request.lens, request.user)
    if one.page_id != found.page.pk:
        raise Http404
    if not (_may_add(request, found) and review.may_describe(request.user, one, found.page)):
        raise PermissionDenied
    if "remove" in request.POST:
        return _remove(request, found, one)
    form = WordsForm(request.POST) if request.method == "POST" else WordsForm(initial=vars(images.words_of(one)))
    if form.is_bound and form.is_valid():
        try:
            images.describe(one, form.words, request.lens)
            return redirect("pages:images", found.slug)
        except Refused as error:
            form.add_error("gate", _sentence(error))
    context = {"page": found, "form": form, "name": name, "may_remove": rules.may_remove(request.user, one)}
    return render(request, "pages/describe_image.html", context, status=422 if form.errors else 200)


def _remove(request: HttpRequest, found: Editable, one: Image) -> HttpResponse:
    if not rules.may_remove(request.user, one):
        raise PermissionDenied
    images.remove(one)
    return redirect("pages:images", found.slug)


def _may_add(request: HttpRequest, found: Editable) -> bool:
    return rules.may_upload(request.user) and rules.may_edit(request.user, found.page)
