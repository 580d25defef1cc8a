"""What goes of the notices when their receiver goes."""

from __future__ import annotations

from typing import Any

from wiki.notifications.models import MailPlan, Notice, Preference


def forget(person: Any) -> None:
    """Delete somebody’s notices, and how they wanted to be told."""
    for model in (Notice, Preference, MailPlan):
        model._default_manager.filter(person=person).delete()
