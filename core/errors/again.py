"""What looks as if it was done before; whoever means it says so."""

from datetime import date, datetime

from core.errors.refusal import BenefitError, day


class LooksRecordedTwice(BenefitError):
    """The same contact, benefit, date and quantity stand in the ledger already."""

    def __init__(self, actor: str, at: datetime) -> None:
        super().__init__(f"Already recorded by {actor} at {at:%H:%M on %d %b %Y}; record again?")
        self.actor, self.at = actor, at


class LooksEnrolledTwice(BenefitError):
    """The contact has a membership of the same type over some of the same days already."""

    field = "membership_type"

    def __init__(self, contact: str, membership_type: str, starts_on: date, ends_on: date) -> None:
        super().__init__(
            f"{contact} is a {membership_type} member already, {day(starts_on)} to {day(ends_on)};"
            " enroll again?"
        )


class LooksRegisteredTwice(BenefitError):
    """The contact is registered for the event already."""

    field = "event"

    def __init__(self, contact: str, event: str, registered_on: date) -> None:
        super().__init__(
            f"{contact} is already registered for {event}, on {day(registered_on)};"
            " register once more?"
        )
