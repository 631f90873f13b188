"""What each act writes into the ledger, to the last field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.actor import Source
from core.adjusting import LevelChange
from core.catalogue import MembershipBenefit
from core.clock import Key
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Desk
from core.enrolling import LevelRequest
from core.entry import Entry, EntryKind, from_document, to_document
from core.event import Event, RegistrationType
from core.recording import UsageRequest
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from tests.core.building import MANAGER, NEW_YEAR, STAFF, Office

Written = list[dict[str, Any]]
EVERYWHERE = {"at", "key", "source"}
"""Fields that every entry has, and that are looked at by themselves."""


def written_by(office: Office, act: Callable[[], object]) -> Written:
    """What an act wrote: every field of every entry but key, instant and source."""
    before = len(list(office.store.entries()))
    act()
    entries = list(office.store.entries())[before:]
    assert {entry.at for entry in entries} == {office.clock.now()}
    assert {entry.source for entry in entries} == {Source.SLACK}
    documents = [to_document(entry) for entry in entries]
    return [
        {name: value for name, value in document.items() if name not in EVERYWHERE}
        for document in documents
    ]


def last_keys(office: Office, count: int) -> list[Key]:
    """The keys of the last so many entries."""
    return [entry.key for entry in list(office.store.entries())[-count:]]


def test_a_usage_of_two_levels(office: Office) -> None:
    """Two parts of one act, each with what the request said."""
    sponsored = office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1)).levels[0]
    gold = office.enroll().levels[0]
    request = UsageRequest(
        contact="ACME",
        benefit_type="PASS",
        quantity=Decimal(3),
        used_on=date(2026, 5, 4),
        holder="ANN",
        description="Open day",
        note="by phone",
        idempotency_key="r",
    )
    told = written_by(office, lambda: office.desk.record(request, actor=STAFF))
    first = last_keys(office, 2)[0]
    both = {
        "actor": "U-SAM",
        "kind": "usage",
        "contact": "ACME",
        "holder": "ANN",
        "on": "2026-05-04",
        "description": "Open day",
        "note": "by phone",
    }
    assert told == [
        both | {"idempotency_key": "r", "level": sponsored.key, "quantity": "2"},
        both | {"idempotency_key": "r#2", "level": gold.key, "quantity": "1", "part_of": first},
    ]


def test_an_overage(office: Office) -> None:
    """A usage of the recorder's and an adjustment in its approver's name."""
    line = MembershipBenefit(
        code="G1",
        membership_type="GOLD",
        benefit_type="PASS",
        number=Decimal(1),
        overage=True,
    )
    office.desk.put([line], idempotency_key="line", actor=MANAGER)
    level = office.enroll().levels[0]
    request = UsageRequest(
        contact="ACME", benefit_type="PASS", quantity=Decimal(3), idempotency_key="r"
    )
    told = written_by(office, lambda: office.desk.record(request, actor=STAFF, approver=MANAGER))
    first = last_keys(office, 3)[0]
    each = {"contact": "ACME", "level": level.key, "on": "2026-06-15"}
    used = each | {"actor": "U-SAM", "kind": "usage", "holder": "ACME"}
    assert told == [
        used | {"idempotency_key": "r", "quantity": "1"},
        used | {"idempotency_key": "r#2", "quantity": "2", "part_of": first},
        each
        | {
            "actor": "U-MAY",
            "kind": "adjustment",
            "idempotency_key": "r#3",
            "quantity": "2",
            "note": "Overage confirmed",
            "once": True,
            "part_of": first,
        },
    ]


def test_a_conveyance_its_use_and_its_recall(office: Office) -> None:
    """Each names the owner, the holder and the level."""
    key = office.enroll().levels[0].key
    conveyed = ConveyRequest(
        level=key,
        holder="ZED",
        quantity=Decimal(3),
        conveyed_on=date(2026, 6, 1),
        note="a gift",
        idempotency_key="c",
    )
    recalled = RecallRequest(level=key, holder="ZED", note="back", idempotency_key="b")

    def acts() -> None:
        office.desk.convey(conveyed, actor=MANAGER)
        office.use("ZED", idempotency_key="u")
        office.desk.recall(recalled, actor=MANAGER)

    each = {"contact": "ACME", "level": key, "holder": "ZED"}
    assert written_by(office, acts) == [
        each
        | {
            "actor": "U-MAY",
            "kind": "conveyance",
            "idempotency_key": "c",
            "quantity": "3",
            "on": "2026-06-01",
            "note": "a gift",
        },
        each
        | {
            "actor": "U-SAM",
            "kind": "usage",
            "idempotency_key": "u",
            "quantity": "1",
            "on": "2026-06-15",
            "conveyed": True,
        },
        each
        | {
            "actor": "U-MAY",
            "kind": "recall",
            "idempotency_key": "b",
            "quantity": "2",
            "on": "2026-06-15",
            "note": "back",
        },
    ]


def test_a_void_repeats_what_it_takes_back(office: Office) -> None:
    """Owner, holder, units and day; of a use of conveyed units, that they were."""
    key = office.enroll().levels[0].key
    request = ConveyRequest(level=key, holder="ZED", quantity=Decimal(3), idempotency_key="c")
    office.desk.convey(request, actor=MANAGER)
    usage = office.use("ZED", used_on=date(2026, 6, 15), quantity="2")
    told = written_by(
        office,
        lambda: office.desk.void(
            usage.key, reason="wrong member", idempotency_key="v", actor=MANAGER
        ),
    )
    assert told == [
        {
            "actor": "U-MAY",
            "kind": "void",
            "idempotency_key": "v",
            "contact": "ACME",
            "level": key,
            "holder": "ZED",
            "quantity": "2",
            "on": "2026-06-15",
            "note": "wrong member",
            "reverses": usage.key,
            "conveyed": True,
            "before": {"kind": "usage"},
        }
    ]


def test_a_changed_level(office: Office) -> None:
    """The number by an adjustment, the rest by an entry of what was and what is."""
    key = office.enroll().levels[0].key
    change = LevelChange(
        level=key, number=Decimal(2), active=False, comment="halved", reason="as agreed"
    )
    told = written_by(
        office, lambda: office.desk.change_level(change, idempotency_key="x", actor=MANAGER)
    )
    each = {
        "actor": "U-MAY",
        "contact": "ACME",
        "level": key,
        "on": "2026-06-15",
        "note": "as agreed",
    }
    assert told == [
        each | {"kind": "adjustment", "idempotency_key": "x", "quantity": "-2"},
        each
        | {
            "kind": "level",
            "idempotency_key": "x#2",
            "part_of": last_keys(office, 2)[0],
            "before": {"active": True, "comment": ""},
            "after": {"active": False, "comment": "halved"},
        },
    ]


def test_an_enrolment_and_a_level_added_later(office: Office) -> None:
    """A membership and its levels, each under the key that it is known by."""
    told = written_by(
        office,
        lambda: office.enroll(
            declined=frozenset({"G1"}), numbers={"G2": Decimal("7.5")}, idempotency_key="e"
        ),
    )
    first, *keys = last_keys(office, 5)
    made, *granted = told
    assert (made.pop("after")["key"], made) == (
        first,
        {
            "actor": "U-MAY",
            "kind": "membership",
            "idempotency_key": "e",
            "contact": "ACME",
            "on": "2026-01-01",
        },
    )
    quantities = ("4", "7.5", None, "1")
    for number, (entry, key, quantity) in enumerate(
        zip(granted, keys, quantities, strict=True), start=2
    ):
        level = entry.pop("after")
        assert (level["key"], level["membership"]) == (key, first)
        assert level["accepted"] is (number != 2)
        assert entry.pop("quantity", None) == quantity
        assert entry == {
            "actor": "U-MAY",
            "kind": "grant",
            "idempotency_key": f"e#{number}",
            "contact": "ACME",
            "level": key,
            "on": "2026-01-01",
            "part_of": first,
        }
    request = LevelRequest(membership=first, membership_benefit="G5", idempotency_key="a")
    (added,) = written_by(office, lambda: office.desk.add_level(request, actor=MANAGER))
    assert added["after"]["membership_benefit"] == "G5"
    assert (added["idempotency_key"], added["contact"], added["quantity"]) == ("a", "ACME", "2")


def test_a_new_row_and_a_changed_one(office: Office) -> None:
    """All of a new row; of a changed one its code and what differs; of an equal one nothing."""
    zed = office.desk.read(lambda books: books.contacts["ZED"])
    told = written_by(
        office,
        lambda: office.desk.put(
            [
                replace(zed, email="z@else.example"),
                zed,
                Event(code="FAIR", name="Fair"),
            ],
            idempotency_key="p",
            actor=MANAGER,
        ),
    )
    changed, event = told[0], told[-1]
    assert changed == {
        "actor": "U-MAY",
        "kind": "contact",
        "idempotency_key": "p",
        "contact": "ZED",
        "before": {"email": None},
        "after": {"code": "ZED", "email": "z@else.example"},
    }
    assert event == {
        "actor": "U-MAY",
        "kind": "event",
        "idempotency_key": "p#2",
        "part_of": last_keys(office, 2)[0],
        "after": {"code": "FAIR", "name": "Fair", "held_on": None, "retired": False},
    }


def fair(office: Office) -> None:
    """A fair whose seats are gala seats, at ten dollars."""
    seat = RegistrationType(
        event="FAIR", code="SEAT", name="Seat", price=Decimal(10), benefit_types=("GALA",)
    )
    office.desk.put([Event(code="FAIR", name="Fair"), seat], idempotency_key="f", actor=MANAGER)


def test_a_registration_and_its_cancellation(office: Office) -> None:
    """The registration with its prices, what it drew, and both taken back."""
    fair(office)
    level = office.enroll(optional=frozenset({"G5"})).levels[-1]
    request = RegisterRequest(
        event="FAIR",
        registration_type="SEAT",
        contact="ACME",
        quantity=Decimal(3),
        registered_on=date(2026, 6, 2),
        idempotency_key="r",
    )
    made, drawn = written_by(office, lambda: office.desk.register(request, actor=STAFF))
    registration, usage = last_keys(office, 2)
    each = {"actor": "U-SAM", "contact": "ACME", "on": "2026-06-02", "event": "FAIR"}
    assert made == each | {
        "kind": "registration",
        "idempotency_key": "r",
        "quantity": "3",
        "after": {
            "key": registration,
            "contact": "ACME",
            "event": "FAIR",
            "registration_type": "SEAT",
            "quantity": "3",
            "registered_on": "2026-06-02",
            "list_value": "30",
            "discount_value": "20",
            "due_value": "10",
            "cancelled": False,
        },
    }
    assert drawn == each | {
        "kind": "usage",
        "idempotency_key": "r#2",
        "level": level.key,
        "holder": "ACME",
        "quantity": "2",
        "description": "Registration for FAIR",
        "part_of": registration,
    }
    cancelled, back = written_by(
        office,
        lambda: office.desk.cancel(registration, reason="ill", idempotency_key="c", actor=STAFF),
    )
    assert cancelled == each | {
        "kind": "cancellation",
        "idempotency_key": "c",
        "quantity": "3",
        "note": "ill",
        "reverses": registration,
    }
    assert back == each | {
        "kind": "void",
        "idempotency_key": "c#2",
        "level": level.key,
        "holder": "ACME",
        "quantity": "2",
        "note": "ill",
        "reverses": usage,
        "part_of": last_keys(office, 2)[0],
        "before": {"kind": "usage"},
    }


def test_a_renewal_that_cuts_the_old_term_short(office: Office) -> None:
    """The new membership and levels, the units that move, and the old ends."""
    line = MembershipBenefit(
        code="G1",
        membership_type="GOLD",
        benefit_type="PASS",
        number=Decimal(4),
        rollover_max=Decimal(3),
    )
    office.desk.put([line], idempotency_key="line", actor=MANAGER)
    old = office.enroll()
    request = RenewRequest(
        membership=old.membership.key, starts_on=date(2026, 7, 1), idempotency_key="n"
    )
    told = written_by(office, lambda: office.desk.renew(request, actor=MANAGER))
    keys = last_keys(office, len(told))
    assert [(entry["kind"], entry["idempotency_key"]) for entry in told[5:]] == [
        ("adjustment", "n#6"),
        ("adjustment", "n#7"),
        ("membership", "n#8"),
        *(("level", f"n#{number}") for number in range(9, 13)),
    ]
    each = {"actor": "U-MAY", "contact": "ACME", "part_of": keys[0]}
    note = f"Rolled over from {old.membership.key} to {keys[0]}"
    move = each | {"kind": "adjustment", "note": note}
    assert told[5] == move | {
        "idempotency_key": "n#6",
        "level": old.levels[0].key,
        "quantity": "-3",
        "on": "2026-06-15",
    }
    assert told[6] == move | {
        "idempotency_key": "n#7",
        "level": keys[1],
        "quantity": "3",
        "on": "2026-07-01",
    }
    assert told[7] == each | {
        "kind": "membership",
        "idempotency_key": "n#8",
        "on": "2026-06-30",
        "before": {"key": old.membership.key, "ends_on": "2026-12-31"},
        "after": {"key": old.membership.key, "ends_on": "2026-06-30"},
    }
    assert told[8] == each | {
        "kind": "level",
        "idempotency_key": "n#9",
        "level": old.levels[0].key,
        "on": "2026-06-30",
        "before": {"ends_on": "2026-12-31"},
        "after": {"ends_on": "2026-06-30"},
    }


FULL = Entry(
    key=Key(1781535600001),
    at=datetime(2026, 6, 15, 15, 0, 0, 250_000, tzinfo=UTC),
    actor="U-MAY",
    source=Source.SHEET,
    idempotency_key="r#2",
    kind=EntryKind.USAGE,
    contact="ACME",
    level=Key(7),
    holder="ANN",
    quantity=Decimal(0),
    on=NEW_YEAR,
    description="Open day",
    note="by phone",
    reverses=Key(5),
    part_of=Key(6),
    conveyed=True,
    once=True,
    event="FAIR",
    before={},
    after={"code": "X"},
)
BARE = Entry(
    key=FULL.key,
    at=FULL.at,
    actor="U-MAY",
    source=Source.COMMAND_LINE,
    idempotency_key="r",
    kind=EntryKind.CONTACT,
)


@pytest.mark.parametrize("entry", [FULL, BARE])
def test_an_entry_comes_back_from_its_document(entry: Entry) -> None:
    """Field by field; a quantity of 0 and an empty change are not blank."""
    assert from_document(to_document(entry)) == entry


def test_a_document_has_no_blanks() -> None:
    """What isn't said takes no room."""
    assert to_document(BARE) == {
        "key": 1781535600001,
        "at": "2026-06-15T15:00:00.250+00:00",
        "actor": "U-MAY",
        "source": "cli",
        "idempotency_key": "r",
        "kind": "contact",
    }
    assert to_document(FULL)["quantity"] == "0"
    assert to_document(FULL)["before"] == {}


def test_a_desk_goes_on_after_the_last_key(office: Office) -> None:
    """A new desk over the same store gives keys after those that are there."""
    office.clock.pass_time(days=-1000)
    office.desk = Desk(office.store, clock=office.clock)
    office.desk.put([Contact(code="N", name="New")], idempotency_key="n", actor=MANAGER)
    keys = [entry.key for entry in office.store.entries()]
    assert keys == sorted(keys)
    assert keys[-1] == keys[-2] + 1
