"""Mail by way of the queue: written into the database in the transaction that sends it, sent after its commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from wiki.queue import tasks
from wiki.queue.models import Letter

PARTS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")
NO_ATTACHMENTS = "A mail with attachments cannot wait in the queue; keep the file on the site, and write its address."


class QueueBackend(BaseEmailBackend):
    """The site's EMAIL_BACKEND. `MAIL_TRANSPORT` is the one that sends."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put mails into the queue; return how many. Raises BadHeaderError at once, not in the worker."""
        wanted = [message for message in email_messages if message.recipients()]
        for message in wanted:
            message.message()
            letter = Letter.objects.create(content=packed(message))
            tasks.deliver.enqueue(letter.pk)
        return len(wanted)


def packed(message: EmailMessage) -> dict[str, Any]:
    """Give what a mail is made of as plain data. Raises TypeError for one with attachments."""
    if message.attachments:
        raise TypeError(NO_ATTACHMENTS)
    alternatives = [[one[0], one[1]] for one in getattr(message, "alternatives", ())]
    plain = {part: getattr(message, part) for part in PARTS}
    # Subjects may be lazy translations.
    plain |= {"subject": str(message.subject), "body": str(message.body)}
    return plain | {"headers": message.extra_headers, "alternatives": alternatives}


def send(content: dict[str, Any]) -> None:
    """Send a mail that waited."""
    alternatives = [tuple(one) for one in content["alternatives"]]
    rest = {name: value for name, value in content.items() if name != "alternatives"}
    EmailMultiAlternatives(**rest, alternatives=alternatives, connection=transport()).send()


def transport() -> BaseEmailBackend:
    """Give the connection by which mail leaves, for jobs: they are in the queue already."""
    return get_connection(settings.MAIL_TRANSPORT)
