"""What pages know of people: their profile as a reader has it, what they take along, and what goes when they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from wiki.accounts import profiles
from wiki.accounts.belongings import as_json, as_text
from wiki.markup.render import Html
from wiki.pages import drafts, history, images, looking, pending, reading, record, rendering
from wiki.pages.models import Draft, FeedToken, Page, Revision, Watch
from wiki.pages.reading import Known
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

AT_ONCE = 40
MOST_SENT = 1000


@dataclass(frozen=True)
class Profile:
    """What somebody says of themselves, as a reader has it."""

    pronouns: str
    html: Html | None
    works: tuple[tuple[str, str], ...]


def profile(person: Any, lens: Lens) -> Profile | None:
    """Give a profile, None where there is nothing in it for this reader."""
    seen = profiles.seen(person, lens)
    if not seen:
        return None
    html = rendering.render_text(seen.about, lens) if seen.about.strip() else None
    return Profile(seen.pronouns, html, seen.works)


def renamed(person: Any) -> None:
    """Have the pages made anew that name somebody."""
    record.stamp(Page.objects.filter(revisions__author=person))


def forget(person: Any) -> None:
    """Delete drafts, watches and feed tokens."""
    for model in (Draft, Watch, FeedToken):
        model._default_manager.filter(person=person).delete()


def revisions(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give what somebody wrote, as they see it now: some at a time, for there may be thousands."""
    known = reading.known(Gate.objects.open_to(lens))
    pks = list(Revision.objects.filter(author=person, page__in=known).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        seen = history.visible(
            Revision.objects.filter(pk__in=pks[start : start + AT_ONCE]).light().oldest_first(), lens
        )
        texts = history.contents([one.pk for one in seen])
        for one in seen:
            yield _file(one, texts[one.pk], known[one.page_id], lens)


def _file(one: Revision, text: Revision, page: Known, lens: Lens) -> tuple[str, bytes]:
    line, state = looking.line(one, lens), looking.projected(text, lens)
    told = {
        "page": page.title,
        "saved": one.saved_at.isoformat(),
        "what": line.action,
        "summary": line.summary,
        "names": [entry.text for entry in state.names],
        "tags": [entry.text for entry in state.tags],
        "facts": [[entry.field, *entry.values] for entry in state.sheet],
    }
    head = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    return f"revisions/{one.saved_at:%Y-%m-%d}-{page.slug[:80]}-{line.id}.md", as_text(f"---\n{head}---\n{state.body}")


def unsaved(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give drafts whole: nobody else had a hand in them."""
    for number, draft in enumerate(Draft.objects.filter(person=person).order_by("pk"), 1):
        yield f"drafts/{number}.json", as_json({"kept": draft.kept_at, **drafts.fields(draft)})


def pictures(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give the pictures that somebody sent and sees, one after the other, and what is said about them."""
    words = {}
    seen = images.seen(lens).filter(uploader=person).order_by("pk")
    for one in seen.iterator(chunk_size=AT_ONCE):
        words[one.name] = vars(images.words_of(one))
        try:
            with one.file.open("rb") as file:
                yield f"pictures/{one.name}", file.read()
        except OSError:
            continue
    if words:
        yield "pictures/words.json", as_json(words)


def watched(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give the watchlist, as far as its pages exist for its owner."""
    pages = set(Watch.objects.filter(person=person).values_list("page_id", flat=True))
    known = reading.known(Gate.objects.open_to(lens), pages)
    yield "watchlist.json", as_json(sorted(one.title for one in known.values()))


def sent(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give the edits that wait or waited, as far as their author sees what they change."""
    for number, view in enumerate(pending.of_person(person, lens, MOST_SENT)):
        about = {"sent": view.sent_at, "page": view.title, "state": view.status, "reason": view.reason}
        names = [name.text for name in view.state.names]
        yield f"waiting/{number}.json", as_json(about | {"names": names, "text": view.state.body})


BELONGINGS = (revisions, unsaved, sent, pictures, watched)
