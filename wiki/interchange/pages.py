"""Pages as Markdown files with YAML front matter, in and out. The format is told in docs/content-format.md."""

from __future__ import annotations

import re
from typing import Any

from wiki.interchange.located import Mapping, Sequence, Text, Trouble, Unreadable, read, write
from wiki.interchange.sheets import read_sheet, written
from wiki.pages import kinds
from wiki.pages.cleaning import Refusal
from wiki.pages.models import Name
from wiki.pages.state import NameEntry, PageState, TagEntry

KEYS = {"kind", "names", "tags", "sheet"}
FRONT = re.compile(r"---\n(?P<front>.*?\n)---\n(?P<body>.*)\Z", re.S)
MAX_FRONT = 64 * 1024


class PageFile:
    """One file, read. `troubles` says what is wrong with it; `state` is complete when there are none."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.troubles: list[Trouble] = []
        self.kind = "page"
        self.state = PageState()
        self.lines: dict[tuple[str, int], int] = {}
        self.body_line = 1
        self.read(source.replace("\r\n", "\n"))

    def trouble(self, line: int, message: str) -> None:
        self.troubles.append(Trouble(self.file, line, message))

    def read(self, source: str) -> None:
        match = FRONT.match(source)
        if match is None or len(match["front"]) > MAX_FRONT:
            self.trouble(1, "A page starts with a line “---”, its front matter, and a second line “---”.")
            return
        self.body_line = 2 + match["front"].count("\n") + 1
        try:
            front = read(match["front"])
        except Unreadable as error:
            self.trouble(error.line + 1, error.message)
            return
        if not isinstance(front, Mapping):
            self.trouble(2, "The front matter has to be a mapping.")
            return
        self.front(front)
        names = tuple(NameEntry(*entry) for entry in self.entries(front, "names", {"text", "gate", "kind"}))
        tags = tuple(TagEntry(*entry[:2]) for entry in self.entries(front, "tags", {"text", "gate"}))
        sheet = kinds.named(self.kind).sheet
        values = read_sheet(front["sheet"], sheet, self.lines, self.trouble) if "sheet" in front else ()
        self.state = PageState(names=names, tags=tags, sheet=values, body=match["body"])

    def front(self, front: Mapping) -> None:
        for key in front.keys() - KEYS:
            self.trouble(front.lines[key] + 1, f"There is no key “{key}” here; there are {', '.join(sorted(KEYS))}.")
        self.kind = str(front.get("kind", "page"))
        if not front.get("names"):
            self.trouble(2, "The key “names” is missing: a page needs a title.")
        if self.kind not in kinds.names():
            self.trouble(
                front["kind"].line + 1,
                f"There is no kind “{self.kind}”; there are {', '.join(kinds.names())}.",
            )

    def entries(self, front: Mapping, key: str, keys: set[str]) -> list[tuple[str, str, str]]:
        listed = front.get(key, Sequence())
        if not isinstance(listed, Sequence):
            self.trouble(listed.line + 1, f"“{key}” has to be a list.")
            return []
        found = []
        for index, value in enumerate(listed):
            self.lines[key, index] = value.line + 1
            if entry := self.entry(value, keys):
                found.append(entry)
        return found

    def entry(self, value: Any, keys: set[str]) -> tuple[str, str, str] | None:
        """Read a gated entry: plain text, or a mapping with text and gate."""
        if isinstance(value, Text):
            return str(value), "", str(Name.Kind.TITLE)
        if not isinstance(value, Mapping) or value.keys() - keys or not isinstance(value.get("text"), Text):
            self.trouble(
                value.line + 1,
                f"An entry is plain text, or a mapping of {', '.join(sorted(keys))} with at least “text”.",
            )
            return None
        kind = str(value.get("kind", Name.Kind.TITLE))
        if kind not in Name.Kind.values or not all(isinstance(one, Text) for one in value.values()):
            self.trouble(
                value.line + 1,
                f"The kind of a name is one of {', '.join(Name.Kind.values)}, and every value is text.",
            )
            return None
        return str(value["text"]), str(value.get("gate", "")), kind

    def refused(self, refusals: list[Refusal]) -> None:
        """Place what cleaning.py refused at its line in the file."""
        for field, index, message in refusals:
            # “sheet status text” is a column of the field “status”.
            key = field.split(" ")[1] if field.startswith("sheet ") else field
            line = self.body_line + index - 1 if field == "body" else self.lines.get((key, index), 1)
            self.trouble(line, message)


def text_of(kind: str, state: PageState) -> str:
    """Write a page in canonical form."""
    front: dict[str, Any] = {} if kind == "page" else {"kind": kind}
    front["names"] = [
        _entry(one.text, one.gate, "" if one.kind == Name.Kind.TITLE else str(one.kind)) for one in state.names
    ]
    if state.tags:
        front["tags"] = [_entry(one.text, one.gate) for one in state.tags]
    if state.sheet:
        front["sheet"] = written(state.sheet, kinds.named(kind).sheet)
    return f"---\n{write(front)}---\n{state.body}"


def _entry(text: str, gate: str, kind: str = "") -> Any:
    if not gate and not kind:
        return text
    return {"text": text} | ({"gate": gate} if gate else {}) | ({"kind": kind} if kind else {})
