import secrets
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from wiki.interchange import folder, talk
from wiki.pages.models import Page
from wiki.queue.worker import in_background

CONTENT = Path(settings.BASE_DIR) / "wiki" / "content"


class Command(BaseCommand):
    help = "Set up and serve the Jessica Jones wiki on this machine. Run again, it keeps what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1:8000")
        parser.add_argument("--no-serve", action="store_true", help="Set up only.")

    def handle(self, **options: Any) -> None:
        self.step(1, "Preparing the database …")
        call_command("migrate", verbosity=0)
        self.step(2, self.admin())
        self.step(3, self.content())
        if options["no_serve"]:
            return
        self.check_address(options["address"])
        self.step(4, f"Serving. Open http://{options['address']}/ in a browser, and stop with Ctrl-C.")
        in_background()
        call_command("runserver", options["address"], use_reloader=False, verbosity=0)

    def step(self, number: int, line: str) -> None:
        self.stdout.write(f"[{number}/4] {line}", ending="\n")
        self.stdout.flush()

    def check_address(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, int(port)))
            except (OSError, ValueError) as error:
                raise CommandError(f"Cannot serve on {address}. Choose another: --address 127.0.0.1:8010") from error

    def admin(self) -> str:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return "Kept the administrator that is there."
        password = secrets.token_urlsafe(12)
        made = users.create_superuser("admin", "admin@localhost", password)
        # No code in a mail: this address leads nowhere.
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
        return (
            f"Created the administrator “admin” with the password {password} (shown this once; it also opens /admin/)."
        )

    def content(self) -> str:
        if Page.objects.exists():
            return f"Kept the {Page.objects.count()} pages that are there."
        author = get_user_model().objects.filter(is_superuser=True).first()
        saved = folder.load(CONTENT, author=author, tell=lambda line: self.stdout.write(f"      {line}"))
        return f"Loaded {saved} pages, and {talk.load(CONTENT / 'talk.yaml')} comments on them."
