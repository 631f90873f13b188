"""What people typed, quoted at a readable length: a cell holds 50,000 characters, a Status too."""

import re
from typing import Final

MOST_QUOTED: Final = 200
"""Characters of one quote."""
MOST_TOLD: Final = 2_000
"""Characters of one sentence with everything that it quotes."""
MOST_IN_A_CELL: Final = 50_000
"""Google refuses a request with a longer text, and all else that is in it."""
_LONG_QUOTE: Final = re.compile(rf"“([^“”]{{{MOST_QUOTED}}})[^“”]+”")


def cut(text: str, most: int = MOST_QUOTED) -> str:
    """The text, or as much of its beginning as has room, with “…” behind it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def readable(sentence: str) -> str:
    """The sentence with its quotes cut."""
    if len(sentence) <= MOST_QUOTED:
        return sentence
    return cut(_LONG_QUOTE.sub(r"“\1…”", sentence), MOST_TOLD)
