"""What recording, changing and conveying say where they refuse: every sentence whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.clock import Key
from core.errors import BenefitError
from tests.core.acts import (
    ANN,
    LONG,
    POLICY,
    Act,
    after,
    change,
    convey,
    monthly,
    put,
    recall,
)
from tests.core.building import Office

RECORDING: list[tuple[Act, str]] = [
    (lambda office: office.use("NIX"), "There is no contact “NIX”."),
    (lambda office: office.use(benefit_type="NIX"), "There is no benefit type “NIX”."),
    (
        lambda office: office.use(benefit_type="LISTNG"),
        "Directory listing is not counted, so there is no use of it to record.",
    ),
    (
        lambda office: office.use(quantity="0"),
        "A quantity has to be more than 0; 0 was given.",
    ),
    (
        lambda office: office.use(benefit_type="ROOM", quantity="0.75"),
        "Room hours is counted in steps of 0.5; 0.75 is not.",
    ),
    (
        lambda office: office.use(description=LONG),
        "The description has 256 characters; at most 255 fit.",
    ),
    (lambda office: office.use(note=LONG), "The note has 256 characters; at most 255 fit."),
    (
        lambda office: office.use(used_on=date(2026, 6, 16)),
        "16 Jun 2026 is in the future; today is 15 Jun 2026.",
    ),
    (
        lambda office: office.use(used_on=date(2026, 1, 9)),
        "The books are closed before 10 Jan 2026; 9 Jan 2026 is too early.",
    ),
    (lambda office: office.use("ZED"), "Zed Else has no Guest pass with any membership."),
    (lambda office: office.use(level=Key(7)), "There is no benefit level 7."),
    (
        after(
            lambda office: office.enroll("ZED", starts_on=date(2025, 6, 1)),
            lambda office: office.use("ZED"),
        ),
        "15 Jun 2026 is outside the membership, which runs 1 Jun 2025 to 31 May 2026.",
    ),
    (
        after(
            lambda office: change(office, accepted=False),
            lambda office: office.use(),
        ),
        "Acme Hardware declined Guest pass.",
    ),
    (
        after(
            lambda office: change(office, active=False),
            lambda office: office.use(),
        ),
        "Guest pass of Acme Hardware has been made inactive.",
    ),
    (lambda office: office.use(holder="NIX"), "There is no contact “NIX”."),
    (
        lambda office: office.use(holder="BOB"),
        "Bob Bold is not authorised to use the benefits of Acme Hardware.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_until=date(2026, 5, 31))),
            lambda office: office.use("ANN"),
        ),
        "The authority of Ann Able to use the benefits of Acme Hardware ended on 31 May 2026.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_until=date(2026, 5, 31))),
            lambda office: office.use(holder="ANN"),
        ),
        "The authority of Ann Able to use the benefits of Acme Hardware ended on 31 May 2026.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_max=Decimal(2))),
            lambda office: office.use("ANN"),
            lambda office: office.use("ANN", quantity="2"),
        ),
        "Ann Able may use at most 2 of Guest pass of Acme Hardware; 1 used already.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_max=Decimal(2))),
            lambda office: office.use("ANN", quantity="3"),
        ),
        "Ann Able may use at most 2 of Guest pass of Acme Hardware.",
    ),
    (lambda office: office.use(quantity="5"), "Only 4 left; 5 asked for."),
    (
        after(
            lambda office: office.use(quantity="3"),
            lambda office: office.use(quantity="2", used_on=date(2026, 6, 1)),
        ),
        "Only 1 can be used on 1 Jun 2026, for later days need the rest; 2 asked for.",
    ),
    (
        after(lambda office: office.use(), lambda office: office.use(again=False)),
        "Already recorded by U-SAM at 15:00 on 15 Jun 2026; record again?",
    ),
]

CHANGING: list[tuple[Act, str]] = [
    (
        lambda office: change(office, "NOTARY", number=Decimal(3), reason="as agreed"),
        "This benefit is unlimited, so it has no number to change.",
    ),
    (
        lambda office: change(office, number=Decimal(-1), reason="as agreed"),
        "-1 is not possible: a number can't be below 0.",
    ),
    (
        after(
            lambda office: office.use(quantity="2"),
            lambda office: change(office, number=Decimal(1), reason="as agreed"),
        ),
        "1 is not possible: 2 are used already.",
    ),
    (
        after(
            lambda office: office.use(quantity="2"),
            lambda office: convey(office, "ZED"),
            lambda office: change(office, number=Decimal(2), reason="as agreed"),
        ),
        "2 is not possible: 3 are used or conveyed already.",
    ),
    (
        lambda office: change(office, "ROOM", number=Decimal("1.25"), reason="as agreed"),
        "Room hours is counted in steps of 0.5; 1.25 is not.",
    ),
    (
        lambda office: change(office, number=Decimal(3), reason="  "),
        "Please say why: a changed number needs a reason.",
    ),
    (
        lambda office: change(office, number=Decimal(3), reason=LONG),
        "The reason has 256 characters; at most 255 fit.",
    ),
    (
        lambda office: change(office, comment=LONG),
        "The comment has 256 characters; at most 255 fit.",
    ),
    (
        lambda office: change(office, source="7777777"),
        "The source has 7 characters; at most 6 fit.",
    ),
    (
        after(
            lambda office: office.use(quantity="2"),
            lambda office: change(office, accepted=False),
        ),
        "2 are used already, so this benefit can't be declined.",
    ),
    (
        after(
            lambda office: convey(office, "ZED", "3"),
            lambda office: change(office, accepted=False),
        ),
        "3 are conveyed; recall them before declining this.",
    ),
    (
        lambda office: change(office, custom={"text2": "x"}),
        "There is no custom field “text2”. There is Colour, Size or Paid.",
    ),
    (
        lambda office: change(office, custom={"lookup1": "XS"}),
        "Size: “XS” is not M or LARGER1.",
    ),
    (
        lambda office: change(office, custom={"lookup1": "LARGER1"}),
        "The Size has 7 characters; at most 6 fit.",
    ),
    (
        lambda office: change(office, custom={"text1": LONG}),
        "The Colour has 256 characters; at most 255 fit.",
    ),
    (
        lambda office: change(office, custom={"flag1": "maybe"}),
        "Paid: “maybe” is neither yes nor no.",
    ),
]

CONVEYING: list[tuple[Act, str]] = [
    (lambda office: convey(office, "NIX"), "There is no contact “NIX”."),
    (
        lambda office: convey(office, "ACME"),
        "These units can't be conveyed. They are the owner's already.",
    ),
    (lambda office: convey(office, "ZED", "5"), "Only 4 left; 5 asked for."),
    (
        lambda office: convey(office, "ZED", "0.5"),
        "Guest pass is counted in steps of 1; 0.5 is not.",
    ),
    (
        after(lambda office: change(office, accepted=False), lambda office: convey(office, "ZED")),
        "Acme Hardware declined Guest pass.",
    ),
    (
        after(lambda office: change(office, active=False), lambda office: convey(office, "ZED")),
        "Guest pass of Acme Hardware has been made inactive.",
    ),
    (
        after(
            lambda office: office.clock.pass_time(days=365),
            lambda office: convey(office, "ZED"),
        ),
        "15 Jun 2027 is outside the membership, which runs 1 Jan 2026 to 31 Dec 2026.",
    ),
    (
        after(monthly, lambda office: convey(office, "ZED", benefit_type="GALA")),
        (
            "These units can't be conveyed. Gala seat comes anew every month; "
            "only a term's units can be."
        ),
    ),
    (
        lambda office: recall(office, "ZED"),
        "ZED holds no unused units of this benefit.",
    ),
    (
        after(lambda office: convey(office, "ZED", "2"), lambda office: recall(office, "ZED", "3")),
        "Only 2 left; 3 asked for.",
    ),
]

REFUSALS = [*RECORDING, *CHANGING, *CONVEYING]


@pytest.mark.parametrize(("act", "sentence"), REFUSALS, ids=map(str, range(len(REFUSALS))))
def test_a_refusal_names_who_and_what(office: Office, act: Act, sentence: str) -> None:
    """The person reads whom it is about, what was asked, and what there is."""
    office.enroll()
    office.desk.policy = POLICY
    with pytest.raises(BenefitError) as refused:
        act(office)
    assert str(refused.value) == sentence


def test_a_level_of_somebody_else_is_named_by_its_key(office: Office) -> None:
    """Asked for by its key, for a contact whom it doesn't serve."""
    key = office.enroll().levels[0].key
    with pytest.raises(BenefitError, match=rf"^There is no benefit level {key}\.$"):
        office.use("ZED", level=key)
