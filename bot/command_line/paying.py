"""What paid for a membership, as it is typed."""

from dataclasses import dataclass
from datetime import date

from bot.command_line.answering import WrongUse
from bot.command_line.dates import read_date
from bot.command_line.reading import read_amount
from core.membership import Transaction, TransactionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """The options about a payment."""

    transaction: str | None
    kind: TransactionKind
    amount: str | None
    paid_on: str | None

    def read(self, today: date) -> Transaction | None:
        """The transaction, or None where none was named.

        Raises:
            WrongUse: an amount or a date that belongs to no transaction, or can't be read.
        """
        if self.transaction is None:
            if self.amount or self.paid_on:
                raise WrongUse(
                    "--amount and --paid-on need --transaction, the payment they belong to."
                )
            return None
        return Transaction(
            code=self.transaction,
            kind=self.kind,
            amount=read_amount("--amount", self.amount) if self.amount else None,
            paid_on=read_date("--paid-on", self.paid_on, today) if self.paid_on else None,
        )
