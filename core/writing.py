"""What each act writes into the ledger."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.actor import Actor
from core.conveying import ConveyRequest, RecallRequest
from core.entry import Entry, EntryKind
from core.event import Registration
from core.level import BenefitLevel
from core.membership import Membership as MembershipRecord
from core.pen import Pen
from core.quantity import Unlimited
from core.recording import Drawing, UsageRequest
from core.records import LOOKUP_KINDS, LookupRecord, changed, document_of, identity
from core.registering import Registering, RegisterRequest


def usage(pen: Pen, drawing: Drawing, request: UsageRequest, approver: Actor | None) -> list[Entry]:
    """An overage is an adjustment in its approver's name, and then drawn on like any unit."""
    usages = [
        pen.write(
            EntryKind.USAGE,
            contact=draw.level.contact,
            level=draw.level.key,
            holder=drawing.holder,
            quantity=draw.quantity,
            on=drawing.used_on,
            description=request.description,
            conveyed=draw.conveyed,
            note=request.note,
        )
        for draw in (*drawing.draws, *drawing.over)
    ]
    overages = [
        pen.write(
            EntryKind.ADJUSTMENT,
            actor=approver.id,
            contact=draw.level.contact,
            level=draw.level.key,
            quantity=draw.quantity,
            on=drawing.used_on,
            note="Overage confirmed",
            once=True,
        )
        for draw in drawing.over
        if approver
    ]
    return [*usages, *overages]


def membership(pen: Pen, membership: MembershipRecord) -> Entry:
    """A membership was made."""
    return pen.write(
        EntryKind.MEMBERSHIP,
        key=membership.key,
        contact=membership.contact,
        on=membership.starts_on,
        after=document_of(membership),
    )


def grant(pen: Pen, level: BenefitLevel) -> Entry:
    """A membership was given a level."""
    return pen.write(
        EntryKind.GRANT,
        key=level.key,
        contact=level.contact,
        level=level.key,
        quantity=None if isinstance(level.number, Unlimited) else level.number,
        on=level.starts_on,
        after=document_of(level),
    )


def lookup(pen: Pen, before: LookupRecord | None, record: LookupRecord) -> Entry:
    """A contact or catalogue row came in, or changed; only what differs is told."""
    kind = LOOKUP_KINDS[type(record)]
    fields = changed(before, record)
    return pen.write(
        kind,
        contact=record.code if kind is EntryKind.CONTACT else None,
        before={name: old for name, (old, _) in fields.items()} if before else None,
        after=identity(record) | {name: new for name, (_, new) in fields.items()},
    )


def registration(
    pen: Pen, record: Registration, request: RegisterRequest, decided: Registering
) -> list[Entry]:
    """A registration, and the units that it draws."""
    made = pen.write(
        EntryKind.REGISTRATION,
        key=record.key,
        contact=record.contact,
        quantity=record.quantity,
        on=record.registered_on,
        event=record.event,
        after=document_of(record),
    )
    usages = [
        pen.write(
            EntryKind.USAGE,
            contact=draw.level.contact,
            level=draw.level.key,
            holder=record.contact,
            quantity=draw.quantity,
            on=record.registered_on,
            description=f"Registration for {request.event}",
            conveyed=draw.conveyed,
            event=record.event,
        )
        for cover in decided.covers
        for draw in cover.draws
    ]
    return [made, *usages]


def cancellation(
    pen: Pen, record: Registration, drawn: Sequence[Entry], reason: str
) -> list[Entry]:
    """A registration is cancelled, and its units come back."""
    cancelled = pen.write(
        EntryKind.CANCELLATION,
        contact=record.contact,
        quantity=record.quantity,
        on=record.registered_on,
        note=reason,
        reverses=record.key,
        event=record.event,
    )
    return [cancelled, *void(pen, drawn, reason)]


def void(pen: Pen, act: Sequence[Entry], reason: str) -> list[Entry]:
    """Every entry of an act is taken back."""
    return [
        pen.write(
            EntryKind.VOID,
            contact=entry.contact,
            level=entry.level,
            holder=entry.holder,
            quantity=entry.quantity,
            on=entry.on,
            note=reason,
            reverses=entry.key,
            conveyed=entry.conveyed,
            once=entry.once,
            event=entry.event,
            before={"kind": entry.kind.value},
        )
        for entry in act
    ]


def conveyance(pen: Pen, level: BenefitLevel, request: ConveyRequest, today: date) -> Entry:
    """Units went into another contact's hands."""
    return pen.write(
        EntryKind.CONVEYANCE,
        contact=level.contact,
        level=level.key,
        holder=request.holder,
        quantity=request.quantity,
        on=request.conveyed_on or today,
        note=request.note,
    )


def recall(
    pen: Pen, level: BenefitLevel, request: RecallRequest, quantity: Decimal, today: date
) -> Entry:
    """Conveyed units came back."""
    return pen.write(
        EntryKind.RECALL,
        contact=level.contact,
        level=level.key,
        holder=request.holder,
        quantity=quantity,
        on=today,
        note=request.note,
    )


def level_change(
    pen: Pen,
    before: BenefitLevel,
    after: BenefitLevel,
    difference: Decimal,
    *,
    on: date,
    reason: str,
) -> list[Entry]:
    """A level's number changed by so many units, or its flags or comment; nothing where not."""
    entries = []
    if difference:
        entries.append(
            pen.write(
                EntryKind.ADJUSTMENT,
                contact=before.contact,
                level=before.key,
                quantity=difference,
                on=on,
                note=reason,
            )
        )
    if fields := changed(before, after):
        entries.append(
            pen.write(
                EntryKind.LEVEL,
                contact=before.contact,
                level=before.key,
                on=on,
                note=reason,
                before={name: old for name, (old, _) in fields.items()},
                after={name: new for name, (_, new) in fields.items()},
            )
        )
    return entries
