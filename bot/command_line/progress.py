"""Progress of long work, shown on stderr while somebody looks at it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def counting(what: str, of: str = "rows") -> Iterator[Callable[[int], None]]:
    """Say `what` is going on, and how many rows, or other things, are done as often as it is told.

    It is gone when the work is done; where stderr is no terminal it never shows.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(file=sys.stderr)
    with Progress(
        *columns, console=console, transient=True, disable=not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task(what)
        yield lambda done: progress.update(task, description=f"{what}: {done:,} {of}")
