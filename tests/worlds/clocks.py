"""Stops the clock: what is built and asked in different minutes has to be the same."""

import datetime
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.apps import apps
from django.utils import timezone

NOW = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
# Fields hold the function, not its name.
CLOCKS = [field for model in apps.get_models() for field in model._meta.fields if field.default is timezone.now]


@contextmanager
def stopped():
    """Let it be one moment, also where fields read the clock themselves."""
    with ExitStack() as stack:
        for field in CLOCKS:
            stack.enter_context(mock.patch.object(field, "_get_default", return_value=NOW))
        stack.enter_context(mock.patch.object(timezone, "now", return_value=NOW))
        yield
