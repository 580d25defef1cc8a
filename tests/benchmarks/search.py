"""Measures search: `DEBUG=true python -m tests.benchmarks.search [pages]`. Milliseconds of CPU.

100,000 pages of made-up words that are as common as words are, each with a name, a fact, a tag and three
paragraphs; two in five are gated, by 400 releases of 40 works. The database is the one of DATABASE_URL, and is filled
where it is empty; without it, a new one. What PostgreSQL’s process takes on the same machine is counted as well.
"""

import os
import random
import sys
import tempfile
import time
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

WORKS, RELEASES, WORDS, QUERIES, TIMES = 40, 10, 30_000, 20, 4
GOALS = {"sqlite": {"one": 120, "two": 150, "suggest": 20}, "postgresql": {"one": 60, "two": 150, "suggest": 20}}
SYLLABLES = [c + v + e for c in "b d f g h k l m n p r s t v w".split() for v in "aeiou" for e in ("", "n", "r", "s")]
A_SAVE = 10


class Words:
    """Made-up words: the n-th is used one n-th as often as the first."""

    def __init__(self) -> None:
        self.random = random.Random(7)
        made = {"".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3)))) for _ in range(3 * WORDS)}
        self.all = sorted(made)
        self.random.shuffle(self.all)
        del self.all[WORDS:]
        self.weights = list(accumulate(1 / rank for rank in range(3, len(self.all) + 3)))

    def some(self, count: int) -> list[str]:
        return self.random.choices(self.all, cum_weights=self.weights, k=count)

    def name(self) -> str:
        return f"{self.random.choice(self.all[300:3000])} {self.random.choice(self.all[3000:15000])}".title()


def fill(count: int) -> None:
    """Make pages as rows."""
    from tests.factories import PAST, make_work
    from wiki.pages.models import Tag
    from wiki.spoilers.condition import Condition
    from wiki.spoilers.models import Gate, Release

    for number in range(WORKS):
        make_work(f"W{number}", f"Work {number}", "series", [(1, f"1x{n:02}", PAST) for n in range(1, RELEASES + 1)])
    gates = [Gate.objects.intern(Condition.any_of([[pk]])).pk for pk in Release.objects.values_list("pk", flat=True)]
    tags = Tag.objects.bulk_create([Tag(name=f"tag-{n}", slug=f"tag-{n}") for n in range(60)])
    words = Words()
    for start in range(0, count, 2_000):
        _fill_some(min(2_000, count - start), words, gates, tags)
        print(f"\r{start:7} pages", end="", file=sys.stderr, flush=True)


def _fill_some(count: int, words: Words, gates: list, tags: list) -> None:
    from wiki.markup import slugify
    from wiki.pages.models import Link, Name, Page, PageTag
    from wiki.search.models import Passage
    from wiki.spoilers.sealed import unseal

    def gate(share: float):
        return words.random.choice(gates) if words.random.random() < share else None

    pages = Page.objects.bulk_create([Page(kind=("page", "character", "article")[n % 3]) for n in range(count)])
    names = [
        Name(page=page, text=name, slug=slugify(name), rank=20_000, gate_id=gate(0.2))
        for page in pages
        for name in [words.name()]
    ]
    Name.objects.bulk_create(names, batch_size=1000)
    tagged = [PageTag(content_object=page, tag=tag, text=tag.slug) for page in pages for tag in [tags[page.pk % 60]]]
    PageTag.objects.bulk_create(tagged, batch_size=1000)
    targets = [name.slug for name in names]
    links = [(page, words.random.choice(targets[: 1 + n % 100])) for n, page in enumerate(pages) for _ in range(3)]
    Link.objects.bulk_create([Link(page=page, target=slug) for page, slug in links], batch_size=1000)
    rows = []
    for page, name in zip(pages, names, strict=True):
        rows += [
            _passage(page.pk, 0, "name", unseal(name.text), name.gate_id),
            _passage(page.pk, 1, "fact", " ".join(words.some(2)), gate(0.4)),
            *(_passage(page.pk, 2 + n, "text", " ".join(words.some(40)), gate(0.4)) for n in range(3)),
        ]
    Passage.objects.bulk_create(rows, batch_size=500)


def _passage(page: int, position: int, place: str, text: str, gate: int | None):
    from wiki.search.keys import key
    from wiki.search.models import Passage
    from wiki.search.terms import stems, words

    compared = words(text)
    return Passage(
        key=key(page, position), page_id=page, place=place, text=text, gate_id=gate,
        words=" ".join(compared), stems=" ".join(stems(compared)), size=len(compared),
    )  # fmt: skip


def queries(words: Words) -> dict[str, list[str]]:
    """Give what is measured: some of each sort."""
    from wiki.pages.models import Name
    from wiki.search.models import Passage
    from wiki.spoilers.sealed import unseal

    texts = (
        Passage.objects.filter(place="text", gate=None).order_by("key").values_list("text", flat=True)[:40_000:2_000]
    )
    names = Name.objects.filter(gate=None).order_by("page_id").values_list("text", flat=True)[:20_000:1_000]
    split = [unseal(text).split() for text in texts]
    titles = [unseal(name).lower() for name in names]
    return {
        "one: common word": list(islice(words.all, 3, 3 + QUERIES)),
        "one: rare word": list(islice(words.all, 20_000, 20_000 + QUERIES)),
        "two: two common words": [f"{words.all[n]} {words.all[40 - n]}" for n in range(3, 18)],
        "two: common and rare": [f"{words.all[n]} {words.all[5_000 + n]}" for n in range(3, 3 + QUERIES)],
        "two: phrase": [f'"{text[5]} {text[6]}"' for text in split],
        "two: phrase, common": [f'"{words.all[n]} {words.all[n + 1]}"' for n in range(3, 3 + QUERIES)],
        "a name": titles,
        "guess": [title[:2] + title[3:-2] + "x" + title[-1] for title in titles],
        "suggest: three letters": [title[:3] for title in titles],
        "suggest: second word begun": [title.split()[1][:3] for title in titles],
    }


class Clock:
    """CPU time of this process, and of the process of PostgreSQL that serves it."""

    def __init__(self) -> None:
        from django.db import connection

        self.server = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")
                cursor.execute("SELECT pg_backend_pid()")
                self.server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def now(self) -> float:
        """Give milliseconds."""
        server = int(self.server.read_text().split()[0]) / 1e6 if self.server else 0
        return time.process_time() * 1000 + server

    def least(self, run) -> float:
        """Give the mean of the better half of some runs."""
        times = []
        for _ in range(TIMES):
            start = self.now()
            run()
            times.append(self.now() - start)
        return sum(sorted(times)[: TIMES // 2]) / (TIMES // 2)


def measure() -> None:
    from django.db import connection

    from wiki.search import reading, suggesting
    from wiki.spoilers.lens import Lens
    from wiki.spoilers.models import Release

    goals, clock = GOALS[connection.vendor], Clock()
    many = Lens(frozenset(Release.objects.filter(position__lte=RELEASES // 2).values_list("pk", flat=True)))
    asked = queries(Words())
    print(f"{connection.vendor:28} {'empty lens':>16} {'40 bookmarks':>16}")
    print(f"{'':28} {'p50':>8}{'p95':>8} {'p50':>8}{'p95':>8}")
    for sort, texts in asked.items():
        if len(sys.argv) > 2 and sys.argv[2] not in sort:
            continue
        run = suggesting.suggestions if sort.startswith("suggest") else reading.results
        times = [sorted(clock.least(partial(run, text, lens)) for text in texts) for lens in (Lens.empty, many)]
        goal = goals.get(sort.partition(":")[0])
        worst = max(_p95(some) for some in times)
        verdict = "" if goal is None else f"  goal {goal} {'reached' if worst < goal else 'MISSED'}"
        columns = " ".join(f"{some[len(some) // 2]:8.1f}{_p95(some):8.1f}" for some in times)
        print(f"{sort:28} {columns}{verdict}", flush=True)
    if len(sys.argv) <= 2 or sys.argv[2] in "save":
        _measure_a_save(clock)


def _p95(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def _measure_a_save(clock: Clock) -> None:
    """Measure what search adds to a save that changes one line of a page of 8 kB."""
    from dataclasses import replace

    from tests.factories import make_page
    from wiki.pages.models import Page
    from wiki.pages.state import state_of
    from wiki.search import record

    line = "The night is long in this city, and the rain does not stop for anybody who waits in it. " * 2
    body = "\n\n".join([f"{line}See [the rest]{{W0 1x0{1 + n % 3}}}." for n in range(30)])
    page = Page.objects.filter(names__slug="measured").first() or make_page("Measured", body)
    state, turn = state_of(page.current), iter(range(100))
    took = clock.least(
        lambda: record.write(page, replace(state, body=f"{state.body}\n\nLine {next(turn)}."), page.current.gates)
    )
    print(f"{'added to a save':28} {took:8.1f}  goal {A_SAVE} {'reached' if took < A_SAVE else 'MISSED'}")


def main() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from wiki.pages.models import Page

    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    if not Page.objects.exists():
        start = time.process_time()
        with transaction.atomic():
            fill(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
        print(f"\rfilled in {time.process_time() - start:.0f} s", file=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    measure()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'search.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        import django

        django.setup()
        main()
