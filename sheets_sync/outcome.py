"""What a sync came to, for people and for programs."""

from dataclasses import dataclass

from sheets_sync.conflicts import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """In what one tab and the ledger still differ after a sync.

    `conflicts` wait for a decision, `refused_rows` and `refused_cells` for somebody to type
    something else. `formulas` are cells that a formula keeps from being written, `edited` recorded
    rows in which something else stands now, `ignored` rows that are no record of ours.
    """

    title: str
    conflicts: int = 0
    refused_rows: int = 0
    refused_cells: int = 0
    formulas: int = 0
    edited: int = 0
    ignored: int = 0

    @property
    def phrase(self) -> str:
        """The tab and its figures; blank where both sides are equal."""
        parts = [
            f"{_count(number, noun)} {tail}"
            for number, noun, tail in (
                (self.conflicts, "conflict", "to decide"),
                (self.refused_rows, "row", "refused"),
                (self.refused_cells, "edit", "refused"),
                (self.formulas, "cell", "with a formula not updated"),
                (self.edited, "recorded row", "edited here"),
                (self.ignored, "row", "ignored"),
            )
            if number
        ]
        return f"{self.title} ({', '.join(parts)})" if parts else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """Counts of one sync.

    `taken` are cells that the ledger took from the sheet, `written` cells written to the sheet,
    `recorded` usages, `added` other new rows and `refused` what was not taken in this sync,
    `waiting` how many pasted rows stand there refused, `unsettled` how many were left for a later
    sync because somebody may still be typing there, `conflicts` what waits for a decision.
    `standing` says by tab in what both sides still differ; `left_alone` are tabs that weren't
    compared. `messages` are whole sentences; `stopped` are tabs that a manager can let through by
    running again with `approve`, `edited` those of them whose edits can be put back instead.
    `difference` tells a dry run line by line.
    """

    taken: int = 0
    written: int = 0
    recorded: int = 0
    added: int = 0
    refused: int = 0
    waiting: int = 0
    unsettled: int = 0
    conflicts: tuple[Conflict, ...] = ()
    standing: tuple[Standing, ...] = ()
    left_alone: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
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
        if differing := [each.phrase for each in self.standing if each.phrase]:
            sentences.append(f"Still different: {', '.join(differing)}; Status says why.")
        if self.unsettled:
            rows = _count(self.unsettled, "new row")
            sentences.append(f"{rows} will be taken in a moment, in case somebody is still typing.")
        return " ".join([*sentences, *self.messages])

    @property
    def in_step(self) -> bool:
        """Whether every tab says what the ledger says."""
        return not (self.left_alone or self.unsettled or any(each.phrase for each in self.standing))

    def _main(self) -> str:
        if not self.changed:
            return "In step: nothing had changed." if self.in_step else "Nothing was changed."
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
