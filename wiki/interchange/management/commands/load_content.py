from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from wiki.interchange import folder


class Command(BaseCommand):
    help = "Load a folder of works.yaml and pages/*.md, whole or not at all (docs/content-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--author", help="The account that the revisions are credited to.")

    def handle(self, **options: Any) -> None:
        users = get_user_model().objects
        author = users.filter(username=options["author"]).first() if options["author"] else None
        if options["author"] and author is None:
            raise CommandError(f"There is no account “{options['author']}”.")
        try:
            saved = folder.load(options["folder"], author=author, tell=self.stdout.write)
        except folder.NotLoaded as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(self.style.SUCCESS(f"Loaded; {saved} pages are new or changed."))
