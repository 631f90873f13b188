"""What can't be taken back, conveyed or recalled."""

from collections.abc import Mapping
from typing import ClassVar

from core.errors.refusal import BenefitError


class NotConveyable(BenefitError):
    """These units can't be given to somebody else."""

    field = "holder"

    def __init__(self, why: str) -> None:
        super().__init__(f"These units can't be conveyed. {why}")


class NothingToRecall(BenefitError):
    """The contact holds no units that aren't used."""

    field = "holder"

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder} holds no unused units of this benefit.")


class UnitsInUse(BenefitError):
    """What was conveyed has been used or recalled since."""

    def __init__(self) -> None:
        super().__init__(
            "Some of those units were used or recalled since; recall the others instead."
        )


class AlreadyVoided(BenefitError):
    """The entry was taken back before."""

    def __init__(self) -> None:
        super().__init__("That was taken back already; nothing more to undo.")


class BelongsToRegistration(BenefitError):
    """A usage that a registration drew."""

    def __init__(self) -> None:
        super().__init__("That came with a registration; cancel the registration instead.")


class BelongsToRenewal(BenefitError):
    """Half of the move of units from an old level to a new one."""

    def __init__(self) -> None:
        super().__init__("Those units rolled over with a renewal; change the new number instead.")


class NotVoidable(BenefitError):
    """Only usages, adjustments and conveyances can be taken back."""

    INSTEAD: ClassVar[Mapping[str, str]] = {
        "membership": " To withdraw what it gave, make its benefits inactive.",
        "grant": " To withdraw it, make the benefit inactive.",
        "registration": " Cancel the registration instead.",
        "recall": " Convey the units anew.",
    }

    def __init__(self, kind: str) -> None:
        hint = self.INSTEAD.get(kind, "")
        super().__init__(f"A {kind} entry can't be taken back.{hint}")


class TooLateToVoid(BenefitError):
    """Staff may take their own usage back for a while only."""

    def __init__(self, hours: int) -> None:
        super().__init__(
            f"That was recorded more than {hours} hours ago; a manager can take it back."
        )


class ReasonMissing(BenefitError):
    """An act that changes what was said before needs its reason; `what` is its subject."""

    field = "reason"

    def __init__(self, what: str = "a changed number") -> None:
        super().__init__(f"Please say why: {what} needs a reason.")
