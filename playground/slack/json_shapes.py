"""The type of what travels as JSON, and the shapes of Slack's identifiers."""

import hashlib
import itertools
import secrets
from collections.abc import Iterator
from typing import Any

JsonObject = dict[str, Any]
"""A decoded JSON object: at this edge its inside is whatever the other program sent."""

_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ0123456789"
_LENGTH = 9


class Identifiers:
    """Hands out identifiers that look like Slack's and are the same on every run."""

    def __init__(self, seed: str) -> None:
        """Start the series; the same ``seed`` gives the same identifiers."""
        self._seed = seed
        self._numbers: Iterator[int] = itertools.count(1)

    def next(self, prefix: str) -> str:
        """Give the next identifier: ``prefix``, a zero and nine letters or digits."""
        text = f"{self._seed}/{prefix}/{next(self._numbers)}"
        digest = hashlib.blake2s(text.encode()).digest()
        return f"{prefix}0" + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_LENGTH])


def secret(length: int = 24) -> str:
    """Give an unguessable piece of an address or a trigger."""
    return secrets.token_hex(length // 2)
