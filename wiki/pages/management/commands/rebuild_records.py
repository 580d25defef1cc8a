from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from wiki.pages import record
from wiki.pages.models import Page


class Command(BaseCommand):
    help = "Derive all records (names, links, tags) anew from the pages' current revisions."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        record.resolve_gates()
        self.stdout.write(self.style.SUCCESS(f"Rebuilt the records of {record.rebuild(Page.objects.all())} pages."))
