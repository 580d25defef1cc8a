"""Pictures: taking them in, showing them through a lens, and keeping them behind their gates."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from wiki import markup
from wiki.markup import GateError
from wiki.markup.lexer import Kind
from wiki.pages import pictures, record, review, rules
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.models import Image, Name, Page
from wiki.pages.state import PageState, by_field, seer, state_of
from wiki.pages.unlocking import Entry, Opened, Source
from wiki.spoilers.calendar import Calendar, current
from wiki.spoilers.condition import Condition, all_of, from_key, of_gate
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

Place = Callable[[str], Refusal]
REFERENCE = re.compile(rf"/images/(?P<name>{pictures.NAME})")
OUTSIDE = "The picture here is behind {gate}; put it into a gate that opens no earlier, as in [![…](…)]{{{gate}}}."
SHOWN_OUTSIDE = "The page shows this picture outside of that gate. Put it behind {gate} in the text first."


@dataclass(frozen=True)
class Words:
    """What is said about a picture."""

    alt: str
    caption: str = ""
    source: str = ""
    licence: str = ""
    gate: str = ""


@dataclass(frozen=True)
class ImageView:
    """A picture as its reader has it. `code` is how to write it into a text."""

    name: str
    url: str
    width: int
    height: int
    words: Words
    uploader: str
    code: str
    is_held: bool = False


def take_in(file: BinaryIO, size: int, *, page: Page | None, words: Words, uploader: Any) -> ImageView:
    """Keep a new picture; that of somebody new here waits for a moderator. Raises pictures.BadPicture and Refused."""
    gate = _gate(words.gate)
    picture = pictures.cleaned(file, size)
    name = f"{secrets.token_hex(16)}.{picture.extension}"
    image = Image(page=page, name=name, width=picture.width, height=picture.height, uploader=uploader)
    image.is_held = review.holds_upload(uploader)
    _describe(image, words, gate)
    image.file.save(name, ContentFile(picture.content), save=False)
    image.save()
    record.write_again(page)
    return described(image)


@transaction.atomic
def describe(image: Image, words: Words, lens: Lens) -> None:
    """Change what is said about a picture, and its gate. Raises Refused."""
    condition = _gate(words.gate)
    if image.page and condition and any(_outside(_state(image.page, lens), {image.name: condition}, current())):
        raise Refused([Refusal("gate", 0, SHOWN_OUTSIDE.format(gate=words.gate))])
    _describe(image, words, condition)
    image.save()
    record.write_again(image.page)


@transaction.atomic
def remove(image: Image) -> None:
    """Take a picture away, and its file once nothing can bring the row back."""
    storage, name = image.file.storage, image.file.name
    image.delete()
    transaction.on_commit(partial(storage.delete, name))
    record.write_again(image.page)


@transaction.atomic
def resolve_gates() -> None:
    """Resolve the gates of pictures anew after a change of the calendar."""
    rows = list(Image.objects.exclude(gate_text="").select_related("gate", "page__current"))
    known = record.resolved({one.gate_text for one in rows}, current())
    changed = [one for one in rows if one.gate is None or one.gate.key != known[one.gate_text]]
    for one in changed:
        Image.objects.filter(pk=one.pk).update(gate=Gate.objects.intern(from_key(known[one.gate_text])))
    for page in {one.page for one in changed}:
        record.write_again(page)


def _describe(image: Image, words: Words, gate: Condition | None) -> None:
    for field in ("alt", "caption", "source", "licence"):
        setattr(image, field, " ".join(getattr(words, field).split()))
    image.gate_text = " ".join(words.gate.split())
    image.gate = Gate.objects.intern(gate)


def _gate(text: str) -> Condition | None:
    try:
        return parse(text, current()) if text.strip() else None
    except GateError as error:
        raise Refused([Refusal("gate", 0, error.message)]) from error


def on_page(page: Page, lens: Lens, person: Any = None) -> list[ImageView]:
    """List the pictures of a page that this reader may see, with those of their own that wait."""
    gates = Gate.objects.open_to(lens)
    shown = Image.objects.visible_to(gates).filter(_shown_to(person), page=page)
    return [described(image) for image in shown.select_related("uploader").order_by("pk")]


def _shown_to(person: Any) -> Q:
    """Keep off what waits, but from who sent it and from moderators."""
    if person is None or not person.is_authenticated:
        return Q(is_held=False)
    return Q() if rules.may_moderate(person) else Q(is_held=False) | Q(uploader=person)


def seen(lens: Lens) -> QuerySet[Image]:
    """Give the pictures that a lens sees: their own gate is open, and their page is there."""
    gates = Gate.objects.open_to(lens)
    names = Name.objects.visible_to(gates).filter(page=OuterRef("page"))
    return Image.objects.visible_to(gates).filter(Q(page=None) | Exists(names))


def held(lens: Lens) -> list[Image]:
    """List the pictures that wait for a moderator and that they may see, the oldest first."""
    return list(seen(lens).filter(is_held=True).select_related("uploader").order_by("pk"))


def release(image: Image) -> None:
    """Let everybody see a picture that waited."""
    Image.objects.filter(pk=image.pk).update(is_held=False)
    record.write_again(image.page)


def release_shown(state: PageState, uploader: Any) -> None:
    """Let everybody see the pictures of theirs that somebody shows in what a moderator has looked at."""
    names = {name for name, _, _ in _references(state)}
    if names and uploader is not None:
        shown = Image.objects.filter(name__in=names, uploader=uploader, is_held=True)
        pages = [image.page for image in shown.select_related("page__current")]
        shown.update(is_held=False)
        for page in pages:
            record.write_again(page)


def image(name: str, lens: Lens, person: Any = None) -> Image:
    """Give a picture that this reader may see. Raises Http404, the same for hidden and unknown."""
    found = Image.objects.select_related("gate").filter(name=name).first() if name.isprintable() else None
    if found is None or not lens.sees(found.gate):
        raise Http404
    if found.is_held and not Image.objects.filter(_shown_to(person), pk=found.pk).exists():
        raise Http404
    names = Name.objects.filter(page=found.page_id).values_list("gate__key", flat=True)
    if found.page_id and not any(lens.sees(of_gate(key)) for key in names):
        raise Http404
    return found


def words_of(found: Image) -> Words:
    texts = (unseal(text) for text in (found.alt, found.caption, found.source, found.licence))
    return Words(*texts, gate=found.gate_text)


def described(found: Image) -> ImageView:
    """Show a picture that a reader may see."""
    words, url = words_of(found), reverse("pages:image", args=[found.name])
    uploader = found.uploader.get_username() if found.uploader else ""
    return ImageView(found.name, url, found.width, found.height, words, uploader, _code(url, words), found.is_held)


def _code(url: str, words: Words) -> str:
    title = f' "{_plain(words.caption)}"' if words.caption else ""
    code = f"![{_plain(words.alt)}]({url}{title})"
    return f"[{code}]{{{words.gate}}}" if words.gate else code


def _plain(text: str) -> str:
    """Write words so that Markdown and gates leave them alone."""
    return re.sub(r'[\\\[\]{}"*_`<>]', lambda match: "\\" + match[0], text)


def refusals(state: PageState, lens: Lens, calendar: Calendar) -> list[Refusal]:
    """List the places where a page shows a picture to readers who may not see it.

    Pictures that the author cannot see count as none: they learn nothing about them.
    """
    names = {name for name, _, _ in _references(state)}
    known = Image.objects.filter(Q(name__in=names) & ~Q(gate=None)).select_related("gate") if names else ()
    gated = {one.name: from_key(one.gate.key) for one in known if lens.sees(one.gate)}
    texts = {one.name: one.gate_text for one in known}
    return [place(OUTSIDE.format(gate=texts[name])) for name, place in _outside(state, gated, calendar)]


def _outside(state: PageState, gated: dict[str, Condition], calendar: Calendar) -> Iterator[tuple[str, Place]]:
    """Yield the references that stand where somebody reads who does not see the picture."""
    for name, path, place in _references(state):
        gate = gated.get(name)
        if gate and not _implies(path, gate, calendar):
            yield name, place


def _references(state: PageState) -> Iterator[tuple[str, tuple[str | None, ...], Place]]:
    """Yield the pictures of a text and a sheet, each with the gates around it and how to refuse it there."""
    body = state.body
    for token, path in markup.paths(markup.lex(markup.normalise(body))):
        if token.kind is Kind.TEXT:
            for match in REFERENCE.finditer(body, token.start, token.end):
                line = body.count("\n", 0, match.start()) + 1
                yield match["name"], path.must, partial(Refusal, "body", line)
    for field, entries in by_field(state.sheet).items():
        for index, entry in enumerate(entries):
            for match in REFERENCE.finditer(" ".join(entry.values)):
                yield match["name"], (entry.gate,), partial(Refusal, f"sheet {field} ", index)


def _implies(path: tuple[str | None, ...], gate: Condition, calendar: Calendar) -> bool:
    """Tell whether whoever reads behind all these gates sees `gate`."""
    around = all_of(parse(text, calendar) for text in path if text)
    return around is not None and all(any(one <= other for one in gate.alternatives) for other in around.alternatives)


def _state(page: Page, lens: Lens) -> PageState:
    """Give a page as far as somebody sees it: of the rest they must not learn that it shows a picture."""
    if page.current is None:
        return PageState()
    return state_of(page.current).through(seer(lens, page.current.gates), keep_gates=True)


def _opened(what: Opened) -> QuerySet[Any]:
    return Image.objects.filter(gate__in=what.gates, is_held=False).exclude(page=None)


def _entries(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    found = Image.objects.filter(gate__in=what.gates, is_held=False, page__in=pages).order_by("pk")
    for one in found:
        yield one.page_id, Entry("Picture", words_of(one).alt, reverse("pages:images", args=[pages[one.page_id]]))


UNLOCKED = Source(_opened, _entries)
