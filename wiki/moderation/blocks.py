"""Keeps people and addresses from writing, for as long as a moderator says."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from wiki.moderation.models import Action, Block
from wiki.pages import acts, rules
from wiki.pages.acts import Act
from wiki.pages.editing import MayNotEdit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
TALK, IMAGES = "talk", "images"
# Larger ranges would keep whole countries off.
LARGEST = {4: 16, 6: 32}


class BadNetwork(ValueError):
    """What was typed is no address, or too large a range; the sentence says which."""


def active() -> QuerySet[Block]:
    return Block.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), lifted_at=None)


def barrier(person: Any, what: str) -> str:
    """Say why somebody is kept from writing, "" if they are not. One query for a person, however often it is asked."""
    if "_blocks" not in person.__dict__:
        person._blocks = list(_of(person))
    block = next((one for one in person._blocks if not one.covers or what in one.covers), None)
    return _sentence(block) if block else ""


def _of(person: Any) -> QuerySet[Block]:
    place = written(getattr(person, "address", ""))
    there = Q(network="") & Q(pk=None) if not place else Q(low__lte=place, high__gte=place) & ~Q(network="")
    if not person.is_authenticated:
        return active().filter(there)
    return active().filter(Q(person=person.pk) | (there & Q(also_accounts=True)))


def _sentence(block: Block) -> str:
    until = f" until {date_format(timezone.localtime(block.ends_at), 'j F Y, H:i')}" if block.ends_at else ""
    whom = "You are" if block.person_id else "People at your network address are"
    return f"{whom} kept from writing this{until}: {block.reason}"


def network_of(text: str) -> Network:
    """Read an address or a range. Raises BadNetwork."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise BadNetwork("Write an address such as 203.0.113.7, or a range such as 203.0.113.0/24.") from error
    if network.prefixlen < LARGEST[network.version]:
        raise BadNetwork(f"This range is too large; a range ends with /{LARGEST[network.version]} or more.")
    return network


def written(address: str) -> str:
    """Write an address as 32 hexadecimal digits, "" for none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    number = int(found) + (0xFFFF << 32) * (found.version == 4)
    return f"{number:032x}"


@transaction.atomic
def block(
    *,
    by: Any,
    reason: str,
    person: Any = None,
    network: str = "",
    covers: Collection[str] = (),
    ends_at: datetime.datetime | None = None,
    also_accounts: bool = False,
) -> Block:
    """Keep an account or a range from writing. Raises MayNotEdit, BadNetwork."""
    if not may_block(by, person):
        raise MayNotEdit("Moderators are blocked by administrators alone, and nobody blocks themselves.")
    made = Block(
        person=person,
        covers=sorted(covers),
        reason=reason.strip(),
        ends_at=ends_at,
        made_by=by,
        also_accounts=also_accounts,
        **_range(network_of(network)) if network else {},
    )
    made.save()
    acts.tell(Act(Action.BLOCK, by, reason, person=person, after=_told(made)))
    return made


def may_block(by: Any, person: Any) -> bool:
    """Tell whether somebody may block: a moderator whom they like, but moderators only by administrators."""
    if not rules.may_moderate(by) or (person is not None and person.pk == by.pk):
        return False
    return person is None or not rules.may_moderate(person) or by.has_perm("accounts.delete_user")


def _range(network: Network) -> dict[str, str]:
    text = str(network.network_address) if network.num_addresses == 1 else str(network)
    return {"network": text, "low": written(str(network[0])), "high": written(str(network[-1]))}


def _told(block: Block) -> dict[str, Any]:
    ends = block.ends_at.isoformat() if block.ends_at else ""
    return {"network": block.network, "covers": block.covers, "ends": ends, "also_accounts": block.also_accounts}


@transaction.atomic
def lift(one: Block, *, by: Any, reason: str) -> None:
    """End a block. Raises MayNotEdit."""
    if not may_block(by, one.person):
        raise MayNotEdit("Moderators are blocked by administrators alone, and nobody blocks themselves.")
    if Block.objects.filter(pk=one.pk, lifted_at=None).update(lifted_at=timezone.now()):
        acts.tell(Act(Action.LIFT, by, reason, person=one.person, before=_told(one)))
