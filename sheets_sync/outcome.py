"""What a sync came to, for people and for programs."""

from dataclasses import dataclass

from sheets_sync.conflicts import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """Counts of one sync.

    `taken` are cells that the ledger took from the sheet, `written` cells written to the sheet,
    `recorded` usages, `added` other new rows and `refused` what was not taken in this sync,
    `waiting` how many pasted rows stand there refused, `conflicts` what waits for a decision.
    `messages` are whole sentences; `stopped` are tabs that a manager can let through by running
    again with `approve`.
    `difference` tells a dry run line by line.
    """

    taken: int = 0
    written: int = 0
    recorded: int = 0
    added: int = 0
    refused: int = 0
    waiting: int = 0
    conflicts: tuple[Conflict, ...] = ()
    messages: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything was taken, recorded, refused or written."""
        return bool(self.taken or self.written or self.recorded or self.added or self.refused)

    @property
    def sentence(self) -> str:
        """What happened, in a sentence or two."""
        sentences = [self._main()]
        if self.waiting > self.refused:
            rows = "row is" if self.waiting == 1 else "rows are"
            sentences.append(f"{self.waiting:,} pasted {rows} not recorded; Status says why.")
        if self.conflicts:
            sentences.append(f"{_count(len(self.conflicts), 'conflict')} to decide.")
        return " ".join([*sentences, *self.messages])

    def _main(self) -> str:
        if not self.changed:
            return "In step: nothing had changed."
        parts = [
            _count(self.recorded, "usage") + " recorded" if self.recorded else "",
            _count(self.added, "row") + " added" if self.added else "",
            f"{self.refused} refused" if self.refused else "",
            _count(self.taken, "edit") + " taken from the sheet" if self.taken else "",
        ]
        happened = ", ".join(part for part in parts if part)
        written = _count(self.written, "cell") + " written" if self.written else ""
        sentence = "; ".join(part for part in (happened, written) if part) + "."
        return (
            f"Nothing was changed. A sync would come to this: {sentence}"
            if self.dry_run
            else sentence
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
