"""Four processes save to the same twenty pages: `python -m tests.benchmarks.concurrency [seconds]`.

Uses the database of DATABASE_URL, whose tables it makes and fills, so give it one of its own. Fails when an answer
is a 5xx, when a line that was saved is missing at the end, or when a page's revisions are not one chain.
"""

import json
import multiprocessing
import os
import random
import sys
import time

PAGES, PROCESSES = 20, 4


def setup() -> None:
    os.environ.setdefault("DEBUG", "true")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]


def prepare() -> None:
    setup()
    from django.core.management import call_command

    from tests.factories import make_calendar, make_page

    call_command("migrate", verbosity=0)
    make_calendar()
    for number in range(PAGES):
        paragraphs = [f"Paragraph {one} of page {number}. [Hidden {one}.]{{JJ 1x03}}" for one in range(12)]
        make_page(f"Page {number}", "\n\n".join(paragraphs) + "\n")


def work(name: int, seconds: float) -> None:
    """Add lines until the time is up; print what was saved, and how many answers there were of each status."""
    setup()
    from django.test import Client

    from tests.pages.sending import fields

    rng, client = random.Random(name), Client(raise_request_exception=False)
    saved, statuses, count, until = [], {}, 0, time.time() + seconds
    while time.time() < until:
        count += 1
        page, line = rng.randrange(PAGES), f"Line {count} of {name}."
        path = f"/wiki/page-{page}/edit/"
        response = client.get(path)
        for _ in range(10):
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            if response.status_code not in (200, 409):
                break
            response = client.post(path, with_line(fields(response), line, rng))
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
        if response.status_code == 302:
            saved.append([page, line])
    print(json.dumps({"saved": saved, "statuses": statuses}), flush=True)


def with_line(sent: dict[str, str], line: str, rng: random.Random) -> dict[str, str]:
    """Put a line after any paragraph, once."""
    paragraphs = sent["body"].replace("\r\n", "\n").split("\n\n")
    if line not in paragraphs:
        paragraphs.insert(rng.randrange(1, len(paragraphs)), line)
    return sent | {"body": "\n\n".join(paragraphs)}


def check(reports: list[dict]) -> list[str]:
    """List what went wrong."""
    setup()
    from wiki.pages.models import Page, Revision
    from wiki.pages.state import state_of

    wrong = [f"answer {status}" for report in reports for status in report["statuses"] if int(status) >= 500]
    texts = {}
    for page in Page.objects.select_related("current"):
        state = state_of(page.current)
        texts[int(state.title.split()[1])] = state.body
        parents = dict(Revision.objects.filter(page=page).values_list("pk", "parent"))
        at, length = page.current_id, 0
        while at is not None:
            at, length = parents[at], length + 1
        if length != len(parents):
            wrong.append(f"{state.title}: a chain of {length} in {len(parents)} revisions")
        wrong += [
            f"{state.title}: hidden part {n} is lost"
            for n in range(12)
            if f"[Hidden {n}.]{{JJ 1x03}}" not in state.body
        ]
    return wrong + [
        f"page {page}: lost {line}" for report in reports for page, line in report["saved"] if line not in texts[page]
    ]


def run(seconds: float) -> tuple[int, list[str]]:
    """Give how many saves there were, and what went wrong."""
    context = multiprocessing.get_context("spawn")
    first = context.Process(target=prepare)
    first.start()
    first.join()
    with context.Pool(PROCESSES) as pool:
        reports = pool.starmap(_report, [(number, seconds) for number in range(PROCESSES)])
    return sum(len(report["saved"]) for report in reports), check(reports)


def _report(name: int, seconds: float) -> dict:
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        work(name, seconds)
    return json.loads(out.getvalue())


if __name__ == "__main__":
    count, wrong = run(float(sys.argv[1]) if len(sys.argv) > 1 else 30)
    print(f"{count} saves", *wrong[:20], sep="\n")
    sys.exit(bool(wrong))
