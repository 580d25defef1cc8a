from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wiki.accounts import leaving


class Command(BaseCommand):
    help = "Free the names and addresses of sign-ups whose code nobody ever entered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="How old they have to be.")

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Forgot {leaving.forget_unconfirmed(days=options['days'])} sign-ups.")
