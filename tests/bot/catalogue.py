"""A catalogue as large as Slack's limits ask for."""

from collections.abc import Iterator
from decimal import Decimal

from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.records import LookupRecord


def many_lines(number: int, *, standard: bool = True, code: str = "MANY") -> Iterator[LookupRecord]:
    """A membership type with so many lines, all with the longest of names."""
    yield MembershipType(code=code, name=f"{code} & more", term_months=12)
    for n in range(number):
        name = f"Benefit {n} <with> a name & a half that goes on and on and never comes to its end"
        yield BenefitType(code=f"B{n}", name=name, unit="half-day")
        yield MembershipBenefit(
            code=f"{code[0]}L{n}",
            membership_type=code,
            benefit_type=f"B{n}",
            number=Decimal(1000),
            single_value=Decimal("1234.5678"),
            standard=standard,
            note="A note that is rather long too, and says more than anybody would like to read.",
        )


def more_for(membership_type: str, lines: int) -> Iterator[MembershipBenefit]:
    """So many optional lines more, so that its benefits come in pages."""
    for number in range(lines):
        yield MembershipBenefit(
            code=f"MORE{number}",
            membership_type=membership_type,
            benefit_type="GALA",
            number=Decimal(2),
            standard=False,
        )
