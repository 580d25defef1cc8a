"""What somebody takes along: every app adds what belongs to a person in its `AppConfig.ready`."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from typing import IO, Any

from wiki.spoilers.lens import Lens

# Yields (name of a file, its bytes), one at a time. Through the lens, but for what only the person themselves wrote
# and nobody else can have: they know that.
Contributor = Callable[[Any, Lens], Iterable[tuple[str, bytes]]]
IN_MEMORY = 2 * 1024 * 1024

_contributors: list[Contributor] = []


def register(contributor: Contributor) -> None:
    """Add a function that gives files of a person."""
    if contributor not in _contributors:
        _contributors.append(contributor)


def packed(person: Any, lens: Lens) -> IO[bytes]:
    """Pack all files of somebody. What is more than a little lies on the disk, and goes with the response."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the response closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for contributor in _contributors:
            for name, content in contributor(person, lens):
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    file.seek(0)
    return file


def as_json(value: Any) -> bytes:
    """Write data for people and programs alike."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).encode(errors="replace")


def as_text(value: str) -> bytes:
    return value.encode(errors="replace")
