"""Measures a save: `DEBUG=true python -m tests.benchmarks.save [pages ...]`. Prints milliseconds of CPU time.

One save is what a person does: get the form, send it back with a changed line. The page has 8 kB and 30 links, and
stands among 1,000 and 10,000 others, in a database of its own.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

SAVES = 30


def measure(count: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    fill(count)
    client = Client(enforce_csrf_checks=True)
    times = [one_save(client, number) for number in range(SAVES)]
    times.sort()
    print(f"{count:6} pages: {times[len(times) // 2] * 1000:6.1f} ms median, {times[-1] * 1000:6.1f} ms at most")


def one_save(client, number: int) -> float:
    from tests.pages.sending import fields

    start = time.process_time()
    form = client.get("/wiki/measured/edit/")
    got = time.process_time() - start
    sent = fields(form)
    sent["body"] = sent["body"].replace("rain", f"rain{number}", 1) + f"Line {number}.\r\n"
    start = time.process_time()
    response = client.post("/wiki/measured/edit/", sent)
    assert response.status_code == 302, response.status_code
    return got + time.process_time() - start


def fill(count: int) -> None:
    """Make so many pages, a few at a time by hand and the rest as rows, and the page that is measured."""
    from tests.factories import make_calendar, make_page
    from wiki.pages.models import Link, Name, Page, Revision

    make_calendar()
    pages = Page.objects.bulk_create([Page() for _ in range(count)])
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                page=page,
                names=[[f"Page {n}", "", "title"]],
                tags=[],
                sheet={},
                body="Text.\n",
                digest=str(n),
                is_public=True,
            )
            for n, page in enumerate(pages)
        ]
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.current = revision
    Page.objects.bulk_update(pages, ["current"], batch_size=500)
    Name.objects.bulk_create(
        [Name(page=page, text=f"Page {n}", slug=f"page-{n}", rank=20_000) for n, page in enumerate(pages)]
    )
    Link.objects.bulk_create([Link(page=page, target=f"page-{n + 1}") for n, page in enumerate(pages)])
    words = "The night is long in this city, and the rain does not stop for anybody who waits in it. " * 2
    lines = [f"{words}See [[Page {n}]] and [the rest]{{JJ 1x0{1 + n % 3}}}." for n in range(30)]
    make_page("Measured", "\n\n".join(lines) + "\n", tags=[("Places",)])


def main() -> None:
    for count in [int(one) for one in sys.argv[1:]] or [1_000, 10_000]:
        if len(sys.argv) == 2:
            measure(count)
            return
        os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "tests.benchmarks.save", str(count)])


if __name__ == "__main__":
    if len(sys.argv) == 2:
        folder = tempfile.TemporaryDirectory()
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder.name) / 'save.sqlite3'}"
        os.environ.setdefault("DEBUG", "true")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
    main()
