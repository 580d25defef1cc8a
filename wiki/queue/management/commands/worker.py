import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wiki.queue.worker import Worker, run_all


class Command(BaseCommand):
    help = "Send mail and notices, and do whatever else waits in the queue. Keep one of these running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is ready now, then end.")

    def handle(self, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{run_all()} jobs done.")
            return
        worker = Worker()
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, worker.stop)
        self.stdout.write("Working. Stop with Ctrl-C; the job in hand is finished first.")
        worker.work()
