"""Works and releases as `works.yaml`, in and out."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.db.models import F

from wiki.interchange.located import Mapping, Sequence, Text, Trouble
from wiki.markup import GateError
from wiki.spoilers import calendar as calendars
from wiki.spoilers import dates, editing
from wiki.spoilers.calendar import canonical_label
from wiki.spoilers.condition import Condition
from wiki.spoilers.grammar import parse
from wiki.spoilers.models import SOURCE, Certainty, Gate, OldDate, Part, Release, Work
from wiki.spoilers.sealed import unseal

WORK_KEYS = {"code", "title", "short_title", "kind", "parts", "releases"}
PART_KEYS = {"number", "title"}
RELEASE_KEYS = {"label", "part", "title", "date", "certainty", "source", "moved"}
MOVED_KEYS = {"date", "certainty", "source"}
CODE = re.compile(r"(?!AND\Z|OR\Z|ELSE\Z)[A-Z][A-Z0-9]{0,11}", re.A)
NUMBER = re.compile(r"\d{1,5}", re.A)
LABEL_MAX, TITLE_MAX = 20, 200
OUT_OF_THE_WAY = 1_000_000


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
        entries = [entry for entry in works if self.check(entry, WORK_KEYS, required={"code", "title", "kind"})]
        positions = _positions([str(entry["code"]) for entry in entries])
        for entry in entries:
            self.work(entry, positions[entry["code"]])
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
        for key in entry.keys() & keys:
            self.check_value(key, entry[key])
        return len(self.troubles) == before

    def check_value(self, key: str, value: Any) -> None:
        """Report a list where text belongs, or the other way round, and text that is too long."""
        if key in ("parts", "releases", "moved"):
            if not isinstance(value, Sequence):
                self.trouble(value, f"“{key}” has to be a list.")
        elif not isinstance(value, Text) and not (key == "title" and isinstance(value, Mapping)):
            self.trouble(value, f"“{key}” has to be text.")
        elif isinstance(value, Text) and (len(value) > TITLE_MAX or not (value.isprintable())) and key != "gate":
            self.trouble(value, f"“{key}” has at most {TITLE_MAX} characters, and none that cannot be seen.")

    def work(self, entry: Mapping, position: int) -> None:
        title = entry["title"]
        if not isinstance(title, Text) or len(entry.get("short_title", title)) > 100:
            self.trouble(title, "A work's title is text without a gate; its short title has at most 100 characters.")
        elif not CODE.fullmatch(entry["code"]):
            self.trouble(entry["code"], "A code is of at most 12 capital letters and digits.")
        elif entry["kind"] not in Work.Kind.values:
            self.trouble(entry["kind"], f"The kind of a work is one of {', '.join(Work.Kind.values)}.")
        else:
            values = {"title": title, "short_title": entry.get("short_title", title), "kind": entry["kind"]}
            plain = {key: str(value) for key, value in values.items()} | {"position": position}
            before = _fingerprint(Work.objects.filter(code=entry["code"]).first())
            work, _ = Work.objects.update_or_create(code=str(entry["code"]), defaults=plain)
            self.content(work, entry.get("parts", Sequence()), entry.get("releases", Sequence()), before)

    def content(self, work: Work, parts: Sequence, releases: Sequence, before: list[Any]) -> None:
        """Write parts and releases, and resolve gates anew if that changed the calendar."""
        self.releases(work, releases, self.parts(work, parts))
        if _fingerprint(work) != before:
            editing.touch([work])
        if not self.troubles:
            self.titles(work, releases)

    def parts(self, work: Work, entries: Sequence) -> dict[str, Part]:
        found = {}
        for entry in entries:
            if not self.check(entry, PART_KEYS, required={"number"}):
                continue
            if not NUMBER.fullmatch(entry["number"]) or not isinstance(entry.get("title", Text("")), Text):
                self.trouble(entry, "A part has a number, and a title without a gate.")
                continue
            values = {"title": str(entry.get("title", ""))}
            part, _ = Part.objects.update_or_create(work=work, number=int(entry["number"]), defaults=values)
            found[str(part.number)] = part
        return found

    def releases(self, work: Work, entries: Sequence, parts: dict[str, Part]) -> None:
        """Write labels, order, parts and dates."""
        known = {release.label: release for release in work.releases.all()}
        work.releases.update(position=F("position") + OUT_OF_THE_WAY)  # the unique constraint is checked row by row
        written: set[str] = set()
        for position, entry in enumerate(entries, 1):
            if self.check(entry, RELEASE_KEYS, required={"label"}) and self.fits(work, entry, parts, written):
                label = canonical_label(entry["label"])
                written.add(label)
                self.release(known.get(label) or Release(work=work, label=label), entry, position, parts)
        for label in known.keys() - written:
            self.trouble(
                entries,
                f"The wiki has {work.code} {label}, this file has not; add it here, or remove it in the admin first.",
            )

    def fits(self, work: Work, entry: Mapping, parts: dict[str, Part], written: set[str]) -> bool:
        label = canonical_label(entry["label"])
        if label in written or not 0 < len(label) <= LABEL_MAX:
            self.trouble(entry["label"], f"The label {label} stands twice in {work.code}, or is empty or too long.")
            return False
        if not calendars.is_label(label, work.kind):
            self.trouble(entry["label"], f"An episode is labelled like 1x13, an issue like #24; {label} is neither.")
            return False
        if "part" in entry and entry["part"] not in parts:
            self.trouble(entry["part"], f"{work.code} has no part {entry['part']}.")
            return False
        return True

    def release(self, release: Release, entry: Mapping, position: int, parts: dict[str, Part]) -> None:
        release.position, release.part = position, parts.get(entry.get("part", ""))
        for name, value in self.told(entry).items():
            setattr(release, name, value)
        release.save()
        release.old_dates.all().delete()
        moved = [one for one in entry.get("moved", Sequence()) if self.check(one, MOVED_KEYS, required={"date"})]
        OldDate.objects.bulk_create([OldDate(release=release, **self.told(one)) for one in moved])

    def told(self, entry: Mapping) -> dict[str, Any]:
        """Read a date, how sure it is, and who says so."""
        date, precision = self.date(entry.get("date", Text("")))
        certainty, source = entry.get("certainty", Text(Certainty.CONFIRMED)), entry.get("source", Text(""))
        if certainty not in Certainty.values:
            self.trouble(certainty, f"The certainty of a date is one of {', '.join(Certainty.values)}.")
        if source and not SOURCE.fullmatch(source):
            self.trouble(source, "A source is an address that starts with https://, or [[the name of an article]].")
        return {"date": date, "date_precision": precision, "certainty": str(certainty), "source": str(source)}

    def date(self, text: Text) -> tuple[datetime.date | None, str]:
        if not text:
            return None, ""
        try:
            return dates.read(text)
        except ValueError:
            self.trouble(text, f"“{text}” is no date; write {dates.HOW}.")
            return None, ""

    def titles(self, work: Work, entries: Sequence) -> None:
        """Write titles with their gates: those of the file, or by default the release before."""
        rows = list(work.releases.order_by("position"))
        for index, (release, entry) in enumerate(zip(rows, entries, strict=True)):
            text, gate = self.title(entry.get("title", Text("")), default_condition(rows, index))
            release.title, release.title_gate = text, Gate.objects.intern(gate)
        Release.objects.bulk_update(rows, ["title", "title_gate"])

    def title(self, value: Any, default: Condition | None) -> tuple[str, Condition | None]:
        if isinstance(value, Text):
            return str(value), default
        if not self.check(value, {"text", "gate"}, required={"text", "gate"}):
            return "", default
        try:
            return str(value["text"]), parse(value["gate"], calendars.current()) if value["gate"] else None
        except GateError as error:
            self.trouble(value["gate"], error.message)
            return "", default


def _positions(codes: list[str]) -> dict[str, int]:
    """Number works in the file's order; where the file leaves some out, new ones come after those that are there."""
    known = dict(Work.objects.values_list("code", "position"))
    if known.keys() <= set(codes):
        return {code: position for position, code in enumerate(codes, 1)}
    last = max(known.values())
    new = [code for code in codes if code not in known]
    return known | {code: last + number for number, code in enumerate(new, 1)}


def default_condition(rows: list[Release], index: int) -> Condition | None:
    """A release's title is gated on the release before it; the first one's is open."""
    return Condition.any_of([[rows[index - 1].pk]]) if index else None


def _fingerprint(work: Work | None) -> list[Any]:
    """Give everything of a work that the calendar holds."""
    if work is None:
        return []
    parts = list(work.parts.order_by("number").values_list("number", "title"))
    columns = ("position", "label", "part__number", "date", "date_precision")
    own = (work.title, work.short_title, work.kind, work.position)
    return [own, *parts, *work.releases.order_by("position").values_list(*columns)]


def export() -> dict[str, Any]:
    """Give all works in the form of the file."""
    return {"works": [_work(work) for work in Work.objects.with_releases()]}


def _work(work: Work) -> dict[str, Any]:
    rows = list(work.releases.all())
    numbers = {part.pk: str(part.number) for part in work.parts.all()}
    parts = [{"number": str(part.number)} | ({"title": part.title} if part.title else {}) for part in work.parts.all()]
    head = {"code": work.code, "title": work.title, "short_title": work.short_title, "kind": work.kind}
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
        value |= _told(release)
    if moved := [_told(old) for old in release.old_dates.all()]:
        value["moved"] = moved
    return value


def _told(dated: Release | OldDate) -> dict[str, str]:
    """Write a date, how sure it is where it is not confirmed, and who says so."""
    value = {"date": dates.iso(dated.date, dated.date_precision)}
    if dated.certainty != Certainty.CONFIRMED:
        value["certainty"] = dated.certainty
    return value | ({"source": source} if (source := unseal(dated.source)) else {})


def _title(title: str, rows: list[Release], index: int) -> Any:
    gate = rows[index].title_gate
    condition = gate.condition if gate else None
    if condition == default_condition(rows, index):
        return title
    return {"text": title, "gate": calendars.written(condition)}
