"""A folder of `works.yaml` and `pages/*.md`: loaded whole or not at all, and written out again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from wiki.interchange import works
from wiki.interchange.located import Trouble, Unreadable, read, write
from wiki.interchange.pages import PageFile, text_of
from wiki.markup import slugify
from wiki.pages import kinds
from wiki.pages.cleaning import Refused, clean
from wiki.pages.editing import save_page
from wiki.pages.models import Page
from wiki.pages.state import NameEntry, state_of
from wiki.spoilers.calendar import current
from wiki.spoilers.locks import one_writer

MAX_FILE = 1024 * 1024
MAX_NAME = 150  # bytes; file systems take 255
EMPTY = "This folder holds neither works.yaml nor pages, or it does not exist."

Tell = Callable[[str], None]


class NotLoaded(ValueError):
    """Nothing was written; `troubles` says why, with file and line."""

    def __init__(self, troubles: list[Trouble]) -> None:
        super().__init__("\n".join(map(str, troubles)))
        self.troubles = troubles


@transaction.atomic
def load(folder: Path, *, author: Any = None, tell: Tell = lambda line: None) -> int:
    """Load a folder; return how many pages got a revision. Raises NotLoaded with every problem at once."""
    one_writer()
    troubles = _load_works(folder, tell)
    read = [_page_file(folder, path, troubles) for path in sorted((folder / "pages").glob("*.md"))]
    files = [file for file in read if file and file.state.names]
    troubles += [trouble for file in read if file for trouble in file.troubles]
    saved = _load_pages(files, troubles, author, tell)
    if troubles:
        raise NotLoaded(sorted(set(troubles)))
    return saved


def _load_works(folder: Path, tell: Tell) -> list[Trouble]:
    path = folder / "works.yaml"
    loader = works.WorksLoader(path.name)
    if not path.is_file():
        return [] if (folder / "pages").is_dir() else [Trouble(str(folder.name), 1, EMPTY)]
    try:
        count = loader.load(read(_text(path)))
        tell(f"works.yaml: {count} works")
    except Unreadable as error:
        loader.troubles.append(Trouble(path.name, error.line, error.message))
    return loader.troubles


def _text(path: Path) -> str:
    """Read a file. Raises Unreadable."""
    if not path.is_file() or path.is_symlink():
        raise Unreadable(1, "This is no regular file.")
    if path.stat().st_size > MAX_FILE:
        raise Unreadable(1, f"The file is larger than {MAX_FILE // 1024} KiB.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(1, "The file is not UTF-8 text.") from error


def _page_file(folder: Path, path: Path, troubles: list[Trouble]) -> PageFile | None:
    name = path.relative_to(folder).as_posix()
    try:
        return PageFile(name, _text(path))
    except Unreadable as error:
        troubles.append(Trouble(name, error.line, error.message))
        return None


def _load_pages(files: list[PageFile], troubles: list[Trouble], author: Any, tell: Tell) -> int:
    known, calendar, saved = _known_pages(), current(), 0
    for number, file in enumerate(files, 1):
        try:
            if troubles:  # nothing will be written any more; go on only to report everything
                clean(file.state, calendar, kinds.named(file.kind))
                continue
            matches = known.get((file.kind, file.state.names[:1]), [])
            page = matches.pop(0) if matches else None
            before = page.current_id if page else None
            revision = save_page(state=file.state, page=page, kind=file.kind, author=author, calendar=calendar)
            saved += revision.pk != before
            tell(f"[{number}/{len(files)}] {file.file}: {'unchanged' if revision.pk == before else 'saved'}")
        except Refused as error:
            file.refused(error.refusals)
            troubles += file.troubles
    return saved


def _known_pages() -> dict[tuple[str, tuple[NameEntry, ...]], list[Page]]:
    """Find the pages by kind and first name: that is what tells a file which page it is."""
    known: dict[tuple[str, tuple[NameEntry, ...]], list[Page]] = {}
    for page in Page.objects.exclude(current=None).select_related("current").order_by("pk"):
        assert page.current is not None  # noqa: S101
        if names := state_of(page.current).names[:1]:  # a deleted page has none
            known.setdefault((page.kind, names), []).append(page)
    return known


def export(folder: Path, *, tell: Tell = lambda line: None) -> int:
    """Write all works and the current state of all pages; return how many pages there are."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    _write(folder / "works.yaml", write(works.export()))
    taken: dict[str, int] = {}
    for (kind, names), pages in _known_pages().items():
        for page in pages:
            assert page.current is not None  # noqa: S101
            path = folder / "pages" / _file_name(slugify(names[0].text), taken)
            _write(path, text_of(kind, state_of(page.current)))
            tell(f"pages/{path.name}")
    return sum(taken.values())


def _write(path: Path, text: str) -> None:
    """Write a file in the place of whatever stands there; a link is replaced, not followed."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _file_name(slug: str, taken: dict[str, int]) -> str:
    if len(slug.encode()) > MAX_NAME:
        digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
        slug = slug.encode()[:MAX_NAME].decode(errors="ignore") + "-" + digest
    taken[slug] = taken.get(slug, 0) + 1
    return f"{slug}.md" if taken[slug] == 1 else f"{slug}.{taken[slug]:03}.md"
