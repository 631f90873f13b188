"""Processes that contend for the same units of one ledger, and may be killed while they do."""

import threading
from contextlib import closing
from decimal import Decimal
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from core.catalogue import BenefitType, MembershipBenefit
from core.contact import Contact
from core.desk import Desk
from core.errors import BenefitError
from core.recording import UsageRequest
from core.store import Store
from core.stores.embedded import open_store
from core.stores.postgres import PostgresStore
from tests.core.building import MANAGER, STAFF, Office, SetClock


def opened(where: str) -> Store:
    """The store at an address, or in a file."""
    return PostgresStore(where) if "://" in where else open_store(Path(where))


def stocked(where: str, *, members: int = 1, units: int = 1) -> Office:
    """An office whose members have one last unit each, and the first one many of another kind."""
    office = Office(opened(where))
    office.stock()
    office.desk.put(
        [
            BenefitType(code="LAST", name="The last unit"),
            BenefitType(code="MANY", name="Many units"),
            MembershipBenefit(
                code="L", membership_type="GOLD", benefit_type="LAST", number=Decimal(1)
            ),
            MembershipBenefit(
                code="M", membership_type="GOLD", benefit_type="MANY", number=Decimal(units)
            ),
            *(Contact(code=f"C{number}", name=f"Member {number}") for number in range(members)),
        ],
        idempotency_key="more",
        actor=MANAGER,
    )
    for contact in ("ACME", *(f"C{number}" for number in range(members))):
        office.enroll(contact)
    return office


def claim(desk: Desk, contact: str, benefit_type: str, request: str) -> bool:
    """Try to use one unit; whether it was given."""
    wanted = UsageRequest(
        contact=contact, benefit_type=benefit_type, again=True, idempotency_key=request
    )
    try:
        desk.record(wanted, actor=STAFF)
    except BenefitError as refused:
        if type(refused).__name__ != "NotEnoughRemaining":
            raise
        return False
    return True


def claim_in_rounds(
    where: str, name: str, claimants: int, talk: "Connection[list[str], str]"
) -> None:
    """For each contact that is named, let all claimants try at once; tell who won."""
    with closing(opened(where)) as store:
        desk = Desk(store, clock=SetClock())
        talk.send([])
        while contact := talk.recv():
            talk.send(winners(desk, contact, name, claimants))


def winners(desk: Desk, contact: str, name: str, claimants: int) -> list[str]:
    """Those of so many threads who were given a unit."""
    won: list[str] = []
    gate = threading.Barrier(claimants)

    def try_it(request: str) -> None:
        gate.wait()
        if claim(desk, contact, "LAST", request):
            won.append(request)

    threads = [
        threading.Thread(target=try_it, args=(f"{contact}-{name}-{number}",))
        for number in range(claimants)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


def record_until_told(
    where: str, name: str, wanted: int, first: int, talk: "Connection[int, int]"
) -> None:
    """Record so many usages, one after another, and confirm the number of each."""
    with closing(opened(where)) as store:
        desk = Desk(store, clock=SetClock())
        for number in count(first):
            if number >= wanted or not claim(desk, "ACME", "MANY", f"{name}-{number}"):
                talk.send(-1)
                return
            talk.send(number)
