import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from wiki.pages import record
from wiki.pages.models import Page, Revision
from wiki.pages.record import Recorder
from wiki.spoilers.locks import one_writer

WIDTH = 40


class Command(BaseCommand):
    help = "Derive all records anew: names, links and tags from the current revisions, and what each revision changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=sorted(record.recorders()), help="write the records of this app alone")

    def handle(self, **options: Any) -> None:
        if options["only"]:
            self._rebuild(record.recorders()[options["only"]])
        else:
            self._rebuild_all()

    @transaction.atomic
    def _rebuild_all(self) -> None:
        one_writer()
        record.resolve_gates()
        count = record.rebuild_revisions(Revision.objects.all())
        self.stdout.write(self.style.SUCCESS(f"Compared {count} revisions with their parents."))
        self.stdout.write(self.style.SUCCESS(f"Rebuilt the records of {record.rebuild(Page.objects.all())} pages."))

    def _rebuild(self, recorder: Recorder) -> None:
        total = 0
        for done, total in recorder.rebuild():
            self._progress(done, total)
        self.stdout.write(self.style.SUCCESS(f"Rebuilt the records for {recorder.name} of {total} pages."))

    def _progress(self, done: int, total: int) -> None:
        """Draw a bar, where somebody looks on."""
        if self.stderr.isatty():
            filled = WIDTH * done // total
            bar = "█" * filled + "░" * (WIDTH - filled)
            self.stderr.write(f"\r{bar} {done} of {total} pages", ending="\n" if done == total else "")
            sys.stderr.flush()
