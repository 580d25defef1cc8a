from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from wiki.pages import record
from wiki.pages.models import Page, Revision


class Command(BaseCommand):
    help = "Derive all records anew: names, links and tags from the current revisions, and what each revision changed."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        record.resolve_gates()
        count = record.rebuild_revisions(Revision.objects.all())
        self.stdout.write(self.style.SUCCESS(f"Compared {count} revisions with their parents."))
        self.stdout.write(self.style.SUCCESS(f"Rebuilt the records of {record.rebuild(Page.objects.all())} pages."))
