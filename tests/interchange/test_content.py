"""The first wiki's content keeps the promises that its readers rely on."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.corpora import FOLDER, needs_corpora
from tests.factories import lens_at
from wiki.interchange import folder
from wiki.pages.models import Revision
from wiki.pages.state import seer, state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release, Work
from wiki.spoilers.sealed import unseal

CONTENT = Path(settings.BASE_DIR) / "wiki" / "content"
POSITIONS = [
    (),
    ("JJ 1x01",),
    ("JJ s1",),
    ("JJ s2",),
    ("JJ all",),
    ("JJ s1", "DEF all"),
    ("ALIAS all",),
    ("ALIAS #10",),
]


@pytest.fixture
def first_wiki(db):
    folder.load(CONTENT)
    pages = Revision.objects.exclude(page__kind="claim")  # those are single statements
    return [(state_of(revision), revision.gates) for revision in pages]


def through(entry, lens):
    state, gates = entry
    return state.through(seer(lens, gates))


def test_it_loads_and_exports_to_the_same_bytes(first_wiki, tmp_path):
    folder.export(tmp_path)
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert set(files) == {path.relative_to(CONTENT) for path in CONTENT.rglob("*.*")} - {Path("talk.yaml")}
    assert [name for name in files if (tmp_path / name).read_bytes() != (CONTENT / name).read_bytes()] == []


def test_it_is_large_and_gated_enough(first_wiki):
    body_gates = [gate for state, _ in first_wiki for gate in re.findall(r"::: spoiler .+|\]\{.+?[}]", state.body)]
    assert len(first_wiki) >= 12
    assert len(body_gates) >= 40
    assert sum(" else " in gate for gate in body_gates) >= 5
    assert any(" and " in gate and "JJ" in gate and "DEF" in gate for gate in body_gates)
    assert any(name.gate for state, _ in first_wiki for name in state.names)
    assert any(tag.gate for state, _ in first_wiki for tag in state.tags)


@pytest.mark.parametrize("position", POSITIONS, ids=lambda position: "+".join(position) or "nothing")
def test_every_page_reads_as_a_whole_at_every_position(first_wiki, position):
    lens = lens_at(*position) if position else Lens.empty
    faults = {}
    for entry in first_wiki:
        body = through(entry, lens).body
        words = len(re.sub(r"[|#*_`\[\]()-]", " ", body).split())
        found = [words] * (words < 80) + re.findall(
            r"[ \t][.,;:](?:\s|\Z)|\(\s*\)|\n\n\n|\*\*\*\*|^#+ .*\n+(?=#|\Z)", body, re.M
        )
        if found:
            faults[entry[0].names[0].text] = found
    assert faults == {}


@needs_corpora
def test_series_agree_with_the_list_of_episodes(first_wiki):
    ours = {
        (release.work.code, release.label): (unseal(release.title), release.date.isoformat())
        for release in Release.objects.select_related("work").filter(work__kind="series")
    }
    with (FOLDER / "episodes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if Work.objects.filter(code=row["code"]).exists()]
    theirs = {
        (row["code"], f"{row['season']}x{int(row['number']):02}"): (row["title"], row["released"]) for row in rows
    }
    assert ours == theirs


def test_the_works_of_the_facts_are_there(first_wiki):
    counts = {work.code: work.releases.count() for work in Work.objects.all()}
    assert counts == {"JJ": 39, "DD": 39, "LC": 26, "IF": 23, "DEF": 8, "ALIAS": 28, "PULSE": 14}
    assert [release.label for release in Release.objects.filter(work__code="ALIAS", part__number=3)] == [
        "#10",
        *[f"#{number}" for number in range(16, 22)],
    ]
