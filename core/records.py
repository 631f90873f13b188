"""Records to JSON and back, with every field's type checked on the way in."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import TypeAdapter

from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.entry import EntryKind
from core.event import Event, Registration, RegistrationType, registration_type_key
from core.level import BenefitLevel
from core.membership import Membership

Record: TypeAlias = (
    Contact
    | BenefitType
    | MembershipType
    | MembershipBenefit
    | Event
    | RegistrationType
    | Registration
    | Membership
    | BenefitLevel
)
LookupRecord: TypeAlias = (
    Contact | BenefitType | MembershipType | MembershipBenefit | Event | RegistrationType
)
R = TypeVar("R", bound=Record)

_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {
    record: TypeAdapter(record)
    for record in (
        Contact,
        BenefitType,
        MembershipType,
        MembershipBenefit,
        Event,
        RegistrationType,
        Registration,
        Membership,
        BenefitLevel,
    )
}
LOOKUP_KINDS: Final[dict[type[LookupRecord], EntryKind]] = {
    Contact: EntryKind.CONTACT,
    BenefitType: EntryKind.BENEFIT_TYPE,
    MembershipType: EntryKind.MEMBERSHIP_TYPE,
    MembershipBenefit: EntryKind.MEMBERSHIP_BENEFIT,
    Event: EntryKind.EVENT,
    RegistrationType: EntryKind.REGISTRATION_TYPE,
}
LOOKUP_RECORDS: Final[dict[EntryKind, type[LookupRecord]]] = {
    kind: record for record, kind in LOOKUP_KINDS.items()
}


def identity(record: LookupRecord) -> dict[str, str]:
    """The fields by which a lookup row is known."""
    if isinstance(record, RegistrationType):
        return {"event": record.event, "code": record.code}
    return {"code": record.code}


def lookup_key(fields: Mapping[str, Any], kind: type[LookupRecord]) -> str:
    """The key of a lookup row in its table."""
    if kind is RegistrationType:
        return registration_type_key(fields["event"], fields["code"])
    return str(fields["code"])


def document_of(record: Record) -> dict[str, Any]:
    """The record as JSON values."""
    document: dict[str, Any] = _ADAPTERS[type(record)].dump_python(record, mode="json")
    return document


def record_of(kind: type[R], document: Mapping[str, Any]) -> R:
    """The record of this kind that the JSON values describe."""
    record: R = _ADAPTERS[kind].validate_python(document)
    return record


def changed(before: Record | None, after: Record) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, each with its value before and after, as JSON values."""
    new = document_of(after)
    if before is None:
        return {name: (None, value) for name, value in new.items()}
    old = document_of(before)
    return {name: (old[name], value) for name, value in new.items() if old[name] != value}
