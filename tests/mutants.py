"""What mutmut found: how many mutants of the rules the tests kill, and which live on.

`make mutants` runs mutmut and then this. A mutant is one small change to one function of `core`;
it is killed when a test fails, or when the tests no longer end. Those that live on are listed in
`survivors.toml`, each under the reason why it may; whoever isn't listed there is told.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from rich.console import Console
from rich.table import Table

SURVIVORS = Path(__file__).with_name("survivors.toml")
GOAL = 90
"""At least so many of a hundred mutants are to be killed."""
KILLED = {"killed", "timeout", "segfault", "caught by type check"}
UNTRIED = {"not checked", "check was interrupted by user"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed function, by mutmut's name for it, and what became of it."""

    name: str
    path: Path
    status: str

    @property
    def killed(self) -> bool:
        """Whether the tests noticed it."""
        return self.status in KILLED

    @property
    def function(self) -> str:
        """The function in Python's words: `core.quantity.plain`, `core.desk.Desk.record`."""
        module, _, mangled = self.name.rpartition("__mutmut_")[0].rpartition(".")
        return f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"

    def change(self) -> str:
        """The lines that were taken out and put in: `- old`, `+ new`."""
        diff = get_diff_for_mutant(self.name, path=self.path).splitlines()[2:]
        return " ".join(f"{line[0]} {line[1:].strip()}" for line in diff if line[0] in "+-")


def every_mutant() -> Iterator[Mutant]:
    """All mutants of mutmut's last run, module by module."""
    for path in sorted(walk_mutatable_files()):
        found = SourceFileMutationData(path=path)
        found.load()
        for name, exit_code in found.exit_code_by_key.items():
            yield Mutant(name, path, status_by_exit_code[exit_code])


def described(mutants: Iterable[Mutant]) -> list[str]:
    """Each with its function and its change; where two read alike, the second says so."""
    seen: Counter[str] = Counter()
    lines = []
    for mutant in mutants:
        line = f"{mutant.function}: {mutant.change()}"
        seen[line] += 1
        lines.append(f"{line} ({seen[line]})" if seen[line] > 1 else line)
    return lines


def listed() -> dict[str, str]:
    """The survivors that are known, with the reason of each."""
    groups = tomllib.loads(SURVIVORS.read_text("utf-8"))["survivors"]
    return {mutant: group["reason"] for group in groups for mutant in group["mutants"]}


def tell_modules(mutants: list[Mutant], console: Console) -> None:
    """A row for each module, and one for all."""
    table = Table("module", "mutants", "killed", "timed out", "survived", "killed of 100")
    paths = sorted({mutant.path for mutant in mutants})
    rows = [(str(path), [mutant for mutant in mutants if mutant.path == path]) for path in paths]
    for name, those in [*rows, ("all", mutants)]:
        timed_out = sum(mutant.status == "timeout" for mutant in those)
        killed = sum(mutant.killed for mutant in those)
        figures = (len(those), killed - timed_out, timed_out, len(those) - killed)
        table.add_row(name, *map(str, figures), f"{100 * killed / len(those):.1f}")
    console.print(table)


def tell_survivors(mutants: list[Mutant], console: Console) -> None:
    """Those that nobody has listed, in the words of the list; then what is listed in vain."""
    known, found = listed(), described(mutants)
    for line in (line for line in found if line not in known):
        console.print(f"unlisted: {line}", markup=False, highlight=False, soft_wrap=True)
    for line in (line for line in known if line not in found):
        console.print(f"no survivor: {line}", markup=False, highlight=False, soft_wrap=True)
    unlisted = sum(line not in known for line in found)
    console.print(f"{len(found)} survive, {unlisted} of them unlisted.", highlight=False)


def main() -> int:
    """0 where enough were killed, 1 where not, or where the run didn't get to its end."""
    console = Console()
    mutants = list(every_mutant())
    tried = [mutant for mutant in mutants if mutant.status not in UNTRIED]
    tell_modules(tried, console)
    tell_survivors([mutant for mutant in tried if not mutant.killed], console)
    killed = sum(mutant.killed for mutant in tried)
    if len(tried) < len(mutants):
        console.print(f"{len(mutants) - len(tried)} were not tried.", highlight=False)
        return 1
    return int(100 * killed < GOAL * len(tried))


if __name__ == "__main__":
    sys.exit(main())
