"""A row of contacts or of the catalogue that can't be."""

from core.errors.refusal import BenefitError


class NameNotUsable(BenefitError):
    """A name that can't be shown."""

    field = "name"

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"The name of {code} {why}.")


class CodeTaken(BenefitError):
    """A code that differs from another one in capitals only."""

    field = "code"

    def __init__(self, code: str, taken: str) -> None:
        super().__init__(f"“{code}” is taken: there is “{taken}”, and capitals make no difference.")


class LineIsAnother(BenefitError):
    """A catalogue line would become one of another membership type or of another benefit."""

    field = "code"

    def __init__(self, code: str, membership_type: str, benefit: str) -> None:
        super().__init__(
            f"{code} is {benefit} with {membership_type} already, and stays that: another line"
            " needs another code."
        )


class StillHasAffiliates(BenefitError):
    """A contact to which people belong can't become a person."""

    field = "kind"

    def __init__(self, name: str, affiliates: int) -> None:
        people = "1 contact belongs" if affiliates == 1 else f"{affiliates} contacts belong"
        super().__init__(f"{name} has to stay an organisation: {people} to it.")


class NotAnOrganisation(BenefitError):
    """Somebody is said to belong to a person."""

    field = "affiliated_to"

    def __init__(self, name: str) -> None:
        super().__init__(f"affiliated_to: {name} is a person; only organisations have affiliates.")


class FigureNotPossible(BenefitError):
    """A figure of the catalogue that can't be."""

    def __init__(self, code: str, name: str, wanted: str) -> None:
        super().__init__(f"{code}: {name} has to be {wanted}.")
