"""Works and releases as `works.yaml`, in and out."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.db.models import F

from wiki.interchange.located import Mapping, Sequence, Text, Trouble
from wiki.markup import GateError
from wiki.spoilers import calendar as calendars
from wiki.spoilers.calendar import canonical_label
from wiki.spoilers.condition import Condition
from wiki.spoilers.dates import Precision
from wiki.spoilers.grammar import parse
from wiki.spoilers.models import Gate, Part, Release, Work
from wiki.spoilers.sealed import unseal

WORK_KEYS = {"code", "title", "short_title", "kind", "parts", "releases"}
PART_KEYS = {"number", "title"}
RELEASE_KEYS = {"label", "part", "title", "date"}
DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.A)
CODE = re.compile(r"(?!AND\Z|OR\Z|ELSE\Z)[A-Z][A-Z0-9]{0,11}", re.A)


class WorksLoader:
    """Writes the works of one file. `troubles` says what is wrong; the caller rolls back then."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.troubles: list[Trouble] = []

    def load(self, content: Any) -> int:
        """Load the whole file; return how many works it holds."""
        works = content.get("works") if isinstance(content, Mapping) else None
        if not isinstance(works, Sequence):
            self.trouble(content, "This file has to hold a list under the key “works”.")
            return 0
        for position, entry in enumerate(works, 1):
            if self.check(entry, WORK_KEYS, required={"code", "title", "kind"}):
                self.work(entry, position)
        return len(works)

    def trouble(self, value: Any, message: str) -> None:
        self.troubles.append(Trouble(self.file, getattr(value, "line", 1), message))

    def check(self, entry: Any, keys: set[str], required: set[str]) -> bool:
        """Report what is missing from a mapping, or too much in it; tell whether it can be used."""
        if not isinstance(entry, Mapping):
            self.trouble(entry, f"Here stands a mapping with the keys {', '.join(sorted(required))}.")
            return False
        before = len(self.troubles)
        for key in entry.keys() - keys:
            self.troubles.append(Trouble(self.file, entry.lines[key], f"There is no key “{key}” here."))
        for key in required - entry.keys():
            self.trouble(entry, f"The key “{key}” is missing.")
        return len(self.troubles) == before

    def work(self, entry: Mapping, position: int) -> None:
        if not CODE.fullmatch(str(entry["code"])) or entry["kind"] not in Work.Kind.values:
            self.trouble(
                entry,
                f"A code is of capital letters and digits, and a kind one of {', '.join(Work.Kind.values)}.",
            )
            return
        title = str(entry["title"])
        values = {
            "title": title,
            "short_title": str(entry.get("short_title", title)),
            "kind": str(entry["kind"]),
            "position": position,
        }
        work, _ = Work.objects.update_or_create(code=str(entry["code"]), defaults=values)
        before = _fingerprint(work)
        parts = self.parts(work, entry.get("parts", Sequence()))
        self.releases(work, entry.get("releases", Sequence()), parts)
        if _fingerprint(work) != before:
            calendars.touch(work)
        self.titles(work, entry.get("releases", Sequence()))

    def parts(self, work: Work, entries: Any) -> dict[str, Part]:
        found = {}
        for entry in entries:
            if self.check(entry, PART_KEYS, required={"number"}) and self.is_number(entry["number"]):
                values = {"title": str(entry.get("title", ""))}
                part, _ = Part.objects.update_or_create(work=work, number=int(entry["number"]), defaults=values)
                found[str(part.number)] = part
        return found

    def is_number(self, text: Any) -> bool:
        if isinstance(text, Text) and text.isascii() and text.isdigit() and len(text) < 6:
            return True
        self.trouble(text, "Here stands a number.")
        return False

    def releases(self, work: Work, entries: Any, parts: dict[str, Part]) -> None:
        """Write labels, order, parts and dates."""
        known = {release.label: release for release in work.releases.all()}
        work.releases.update(position=F("position") + 1_000_000)  # out of the way of the unique constraint
        labels: set[str] = set()
        for position, entry in enumerate(entries, 1):
            if self.check(entry, RELEASE_KEYS, required={"label"}):
                self.release(work, entry, position, parts, known, labels)
        for label in known.keys() - labels:
            self.trouble(
                entries,
                f"The wiki has {work.code} {label}, this file has not; remove it in the admin first, or add it here.",
            )

    def release(
        self,
        work: Work,
        entry: Mapping,
        position: int,
        parts: dict[str, Part],
        known: dict[str, Release],
        labels: set[str],
    ) -> None:
        label = canonical_label(str(entry["label"]))
        if label in labels or not label or len(label) > 20:
            self.trouble(entry["label"], f"The label {label} stands twice in {work.code}, or is empty or too long.")
            return
        labels.add(label)
        if "part" in entry and str(entry["part"]) not in parts:
            self.trouble(entry["part"], f"{work.code} has no part {entry['part']}.")
            return
        date, precision = self.date(entry.get("date", Text("")))
        values = {
            "position": position,
            "part": parts.get(str(entry.get("part"))),
            "date": date,
            "date_precision": precision,
        }
        Release.objects.update_or_create(
            pk=known[label].pk if label in known else None,
            defaults=values,
            create_defaults={**values, "work": work, "label": label},
        )

    def date(self, text: Any) -> tuple[datetime.date | None, str]:
        match = DATE.fullmatch(str(text))
        try:
            if not text:
                return None, ""
            if match is None:
                raise ValueError
            precision = Precision.DAY if match["day"] else Precision.MONTH if match["month"] else Precision.YEAR
            return datetime.date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)), precision
        except ValueError:
            self.trouble(text, f"“{text}” is no date; write 2015-11-20, 2015-11 or 2015.")
            return None, ""

    def titles(self, work: Work, entries: Any) -> None:
        """Write titles with their gates: those of the file, or by default the release before."""
        if self.troubles:
            return
        rows = list(work.releases.order_by("position"))
        for index, (release, entry) in enumerate(zip(rows, entries, strict=True)):
            text, gate = self.title(entry.get("title", Text("")), default_condition(rows, index))
            release.title, release.title_gate = text, Gate.objects.intern(gate)
        Release.objects.bulk_update(rows, ["title", "title_gate"])

    def title(self, value: Any, default: Condition | None) -> tuple[str, Condition | None]:
        if not isinstance(value, Mapping):
            return str(value), default
        if not self.check(value, {"text", "gate"}, required={"text", "gate"}):
            return "", default
        try:
            return str(value["text"]), parse(str(value["gate"]), calendars.current()) if value["gate"] else None
        except GateError as error:
            self.trouble(value["gate"], error.message)
            return "", default


def default_condition(rows: list[Release], index: int) -> Condition | None:
    """A release's title is gated on the release before it; the first one's is open."""
    return Condition.any_of([[rows[index - 1].pk]]) if index else None


def _fingerprint(work: Work) -> list[Any]:
    parts = list(work.parts.order_by("number").values_list("number", "title"))
    return [
        *parts,
        *work.releases.order_by("position").values_list("position", "label", "part__number", "date", "date_precision"),
    ]


def export() -> dict[str, Any]:
    """Give all works in the form of the file."""
    return {"works": [_work(work) for work in Work.objects.with_releases()]}


def _work(work: Work) -> dict[str, Any]:
    rows = list(work.releases.all())
    parts = [{"number": str(part.number)} | ({"title": part.title} if part.title else {}) for part in work.parts.all()]
    head = {"code": work.code, "title": work.title, "short_title": work.short_title, "kind": work.kind}
    numbers = {part.pk: str(part.number) for part in work.parts.all()}
    releases = [_release(rows, index, numbers) for index in range(len(rows))]
    return head | ({"parts": parts} if parts else {}) | ({"releases": releases} if releases else {})


def _release(rows: list[Release], index: int, numbers: dict[int, str]) -> dict[str, Any]:
    release = rows[index]
    value: dict[str, Any] = {"label": release.label}
    if release.part_id is not None:
        value["part"] = numbers[release.part_id]
    if title := unseal(release.title):
        value["title"] = _title(title, rows, index)
    if release.date:
        value["date"] = release.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[release.date_precision]]
    return value


def _title(title: str, rows: list[Release], index: int) -> Any:
    gate = rows[index].title_gate
    condition = gate.condition if gate else None
    if condition == default_condition(rows, index):
        return title
    return {"text": title, "gate": calendars.written(condition)}
