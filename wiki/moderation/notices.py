"""What reporters are told of their reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from django.urls import reverse

from wiki.moderation import reports
from wiki.moderation.models import Report
from wiki.moderation.reports import ReportView
from wiki.notifications.categories import Receiver, Told, Words


def look(subjects: Collection[str], receiver: Receiver) -> Mapping[str, Words]:
    """Describe what became of the receiver’s own reports of pages that exist for them."""
    found = Report.objects.filter(public_id__in=subjects, reporter=receiver.person).select_related("reporter")
    return {view.id: partial(_told, view) for view in reports.seen(found, receiver.lens) if not view.is_waiting}


def _told(view: ReportView) -> Told:
    line = f"Your report on {view.title} was {view.status}"
    return Told(line, view.title, reverse("moderation:reports"), view.reason)
