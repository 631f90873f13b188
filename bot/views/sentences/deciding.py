"""What is said of cells in which sheet and ledger differ."""

from typing import Final

QUESTION: Final = ":left_right_arrow: The sheet and Benefit Desk differ: {cell}"
CELL: Final = "*{header}* of {row}, in *{tab}*\nSheet: {typed} · Benefit Desk: {ledger}"
QUOTED: Final = "“{text}”"
NOTHING: Final = "nothing"
TAKE_SHEETS: Final = "Take {typed} from the sheet"
KEEP_OURS: Final = "Keep {ledger} of Benefit Desk"
DECIDED: Final = "{question}\n:white_check_mark: Decided by {by}: {choice}"
SHEETS: Final = "the sheet's {typed}. The next sync takes it."
OURS: Final = "Benefit Desk's {ledger}. The next sync writes it into the sheet."
SETTLED: Final = "{question}\n:white_check_mark: Settled in the sheet."
WAITING: Final = "*Sheet and Benefit Desk differ*"
MORE_WAITING: Final = "… and {count} more, in the tab Conflicts of the sheet."
NO_SHEET: Final = "There is no sheet any more, and so nothing to decide."
