"""Acts of somebody who doesn't own the store: what they may not, the sentence has to say."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

NOBODY = 65534
"""A user who owns nothing."""


@contextmanager
def a_public_folder() -> Iterator[Path]:
    """One that everybody may enter, and write in."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder).resolve()
        Path(folder).chmod(0o777)


def as_somebody_else(act: Callable[[], object]) -> str:
    """What comes of an act of a user without rights: its result, or the error's sentence."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        try:
            said = str(act())
        except Exception as error:  # noqa: BLE001 - told to the test
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    os.waitpid(child, 0)
    return said
