from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from wiki.interchange import folder


class Command(BaseCommand):
    help = "Write all works and pages to a folder, hidden parts included (docs/content-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, **options: Any) -> None:
        count = folder.export(options["folder"], tell=self.stdout.write)
        self.stdout.write(self.style.SUCCESS(f"Wrote {count} pages."))
