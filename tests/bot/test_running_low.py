"""What runs low and what ends soon, kept up entry by entry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.running_low import LOW, SHOWN, RunningOut, Shortages
from core.adjusting import LevelChange
from core.catalogue import BenefitType, MembershipBenefit, Period
from core.quantity import ZERO, Unlimited
from core.renewing import RenewRequest
from core.reports.balances import BalanceRow, balances
from core.reports.expiring import expiring
from core.statement import ENDING_SOON
from tests.bot.office import ORGANISER, SlackOffice


def by_the_reports(office: SlackOffice) -> tuple[set[int], set[int]]:
    """Keys of the levels that run low and that end soon, as the reports over all levels have it."""

    def runs_low(row: BalanceRow) -> bool:
        number, left = row.balance.number, row.balance.remaining
        if isinstance(number, Unlimited) or isinstance(left, Unlimited) or not number:
            return False
        return row.balance.live and row.benefit.tracked and ZERO < left <= number * LOW

    low: set[int] = {row.level.key for row in balances(office.desk) if runs_low(row)}
    return low, {each.row.level.key for each in expiring(office.desk, ENDING_SOON)}


def keys_of(found: Shortages) -> tuple[set[int], set[int]]:
    """The same as it is found here."""
    return {row.level.key for row in found.low}, {each.row.level.key for each in found.soon}


def test_it_agrees_with_the_reports_after_every_change(office: SlackOffice) -> None:
    """Uses, voids, numbers, flags, new terms, a benefit that is counted no more, other days."""
    desk, kept = office.desk, RunningOut(office.desk)
    monthly = replace(desk.read(lambda books: books.membership_benefits["G2"]), period=Period.MONTH)

    def change(**fields: object) -> None:
        level = LevelChange(level=office.level().key, reason="Because", **fields)  # type: ignore[arg-type]
        desk.change_level(level, idempotency_key=f"{len(seen)}", actor=ORGANISER)

    def void() -> None:
        desk.void(office.usages[0].key, reason="No", idempotency_key="void", actor=ORGANISER)

    def renew() -> None:
        old = office.level("PASS", "ZED").membership
        request = RenewRequest(membership=old, idempotency_key="renew", starts_on=date(2026, 6, 20))
        desk.renew(request, actor=ORGANISER)

    seen: list[tuple[set[int], set[int]]] = []
    steps: list[Callable[[], object]] = [
        lambda: office.use(quantity="3"),
        lambda: office.put([monthly]),
        lambda: office.enroll("ZED"),
        lambda: office.use("ZED", "ROOM", quantity="8"),
        lambda: office.convey("ANN"),
        void,
        lambda: change(number=Decimal(1)),
        lambda: change(active=False),
        lambda: change(active=True),
        renew,
        lambda: office.put([BenefitType(code="ROOM", name="Room", tracked=False)]),
        lambda: office.clock.pass_time(days=170),
        lambda: office.clock.pass_time(days=40),
    ]
    for step in steps:
        step()
        seen.append(keys_of(kept.find()))
        assert seen[-1] == by_the_reports(office)
    assert len({f"{each}" for each in seen}) > 6


def test_the_first_are_shown_and_all_are_counted(office: SlackOffice) -> None:
    """The least left first; what ends soonest, and then the most valuable."""
    kept = RunningOut(office.desk)
    room = MembershipBenefit(
        code="G1", membership_type="GOLD", benefit_type="PASS", number=Decimal(100)
    )
    office.put([room])
    for number in range(SHOWN + 3):
        office.enroll("ZED")
        level = office.desk.read(lambda books: books.levels_owned("ZED", "PASS"))[-1]
        office.use("ZED", quantity=f"{80 + number}", level=level.key)
        kept.find()
    found = kept.find()
    assert [row.balance.remaining for row in found.low] == [10, 11, 12, 13, 14, 15, 16, 17]
    assert found.low_count == SHOWN + 3
    office.clock.pass_time(days=180)
    soon = kept.find().soon
    assert soon[0].value_at_stake == 50
    assert kept.find().soon_count == 2 * (SHOWN + 3) + 2
