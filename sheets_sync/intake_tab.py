"""A tab into which acts are pasted: each row is recorded once, and its Status says so.

A row that was refused is tried again when what stands in it changes, or when the ledger or the day
has changed since. Tried again, it is not recorded where the same was recorded elsewhere meanwhile.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from core.actor import Actor
from core.clock import Key
from core.desk import Desk
from sheets_sync.acts import Acts
from sheets_sync.before_images import Fate
from sheets_sync.errors import FormMissing
from sheets_sync.fitting import TabDress
from sheets_sync.intake import EDITED, REFUSED, UNKNOWN, Intake, confirmed, plain, sort_out
from sheets_sync.journal import JournalFile, Recorded
from sheets_sync.kept_tab import (
    MOST_CHOICES,
    Counts,
    check_changed,
    check_keys,
    check_missing,
    is_blank,
    places_in,
)
from sheets_sync.layout import (
    Contents,
    SheetRow,
    Writes,
    dressed,
    first_places,
    offering,
    rows_of,
)
from sheets_sync.notes import Documents
from sheets_sync.plan import IGNORED, Stray
from sheets_sync.quoting import readable
from sheets_sync.recorder import Recorder
from sheets_sync.rows import shown
from sheets_sync.sheet import Tab

Patience: TypeAlias = Callable[[str, list[SheetRow]], list[SheetRow]]
"""Picks, of a tab's new rows, those that are to wait."""
TODAY_WHERE_BLANK: Final = frozenset({"used_on", "registered_on"})
KEY: Final = re.compile(r"[0-9]{1,18}")
"""What can be the millisecond of a creation, and is a number to every store."""
PUT_BACK: Final = " · put back, for the row had disappeared"


class IntakeTab:
    """One such tab during one sync. `actor` stands for whoever pastes into the sheet."""

    tells_by_contents = True
    guarded = True

    def __init__(
        self,
        acts: Acts,
        store: Documents,
        identity: str,
        currency: str,
        *,
        actor: Actor,
        patience: Patience | None = None,
    ) -> None:
        """With `patience`, rows that may still be typed are left for a later sync."""
        self.title = acts.layout.title
        self._acts = acts
        self._layout = acts.layout
        self.counts = Counts()
        self._identity = identity
        self._currency = currency
        self._actor = actor
        self._patience = patience if acts.owned else None
        self._file = JournalFile(store, f"sheet:{identity}:{self.title}")
        self._journal = self._file.read()
        self._places = first_places(self._layout)
        self._tab = Tab(self.title, (), 0, 0)
        self._found = Intake()
        self._placed: set[str] = set()

    span = None
    grid = 0
    drop_rows = 0

    @property
    def key_column(self) -> int:
        """Where the Keys stand."""
        return self._places.key

    @property
    def owned(self) -> bool:
        """Whether the tab is Benefit Desk's, to be made and dressed."""
        return self._acts.owned

    def learn(self, token: str, fates: Mapping[str, Fate]) -> None:  # noqa: ARG002 - Keys say all
        """A Key that arrived and isn't there any more was deleted with its row.

        One that had arrived before stays so: what missed its place then was a row put back.
        """
        journal = self._journal
        for key in journal.landing.keys() & fates.keys():
            if fates[key] is not Fate.MISSED:
                journal.landing[key] = replace(journal.landing[key], sent=True)
        self._file.keep(journal)

    def examine(self, desk: Desk, tab: Tab, *, approved: bool) -> None:
        """Tell new rows from recorded ones, and see that not too much is missing or changed."""
        journal = self._journal
        known = 0 if journal.refill else len(journal.kept)
        if not self._acts.owned and is_blank(tab):
            raise FormMissing(self.title)
        if not tab.row_count:
            journal.refill, known = True, 0
        self._places = places_in(self._layout, tab, known, approved=approved)
        check_keys(tab, self._places.key, journal.everything())
        self._tab = tab
        self._recover(desk)
        self._show_others(desk)
        self._found = self._sorted_out(desk, tab)
        self._adopt(desk)
        if journal.refill or approved:
            return
        gone = [key for key in self._found.vanished if key in journal.kept]
        check_missing(self.title, len(gone), known, len(self._found.fresh))
        check_changed(self.title, len(self._edited(self._found) - journal.typed.items()), known)

    def carry_out(self, desk: Desk, *, trial: bool) -> None:
        """Record each new row, once its contents and its idempotency key are written down."""
        journal = self._journal
        self._found = self._sorted_out(desk, self._tab)
        for key in confirmed(journal, self._found):
            journal.kept[key] = journal.landing.pop(key).settled()
        for key in journal.landing.keys() & self._found.rows.keys():
            place = self._found.rows[key].number
            journal.landing[key] = replace(journal.landing[key], row=place)
        recorder = Recorder(
            journal, self.counts, self._acts, identity=self._identity, actor=self._actor
        )
        unsettled = set() if trial else self._unsettled()
        fresh = [row for row in self._found.fresh if row.number not in unsettled]
        requests = recorder.requests(desk, fresh)
        journal.planned = {request.idempotency_key: plain(row.cells) for row, request in requests}
        if requests and not trial:
            self._file.keep(journal)
        for row, request in requests:
            recorder.record(desk, row, request)
        journal.planned = {}
        waiting = [row for row, _ in self._found.refused]
        recorder.forget_refused(desk, [*self._found.fresh, *waiting])
        if requests and not trial:
            self._file.keep(journal)

    def writes(self, desk: Desk, tab: Tab) -> Writes:
        """The Status and the Key of each row, and the rows that are to be put back."""
        self._places = places_in(self._layout, tab, known=0, approved=True)
        check_keys(tab, self._places.key, self._journal.everything())
        self._show_others(desk)
        self._found = self._sorted_out(desk, tab)
        self._adopt(desk)
        self._notice_voids(desk)
        writes = Writes()
        if is_blank(tab):
            writes.put_row(0, self._places, self._layout.headers)
        writes.put_headers(self._places)
        self._journal.typed = dict(self._edited(self._found))
        self._placed = set(self._found.rows)
        for key, row in self._found.rows.items():
            self._write(writes, row, self._status(key, row), key)
            if key in self._journal.landing:
                self._journal.landing[key] = replace(self._journal.landing[key], row=row.number)
        for row in self._found.fresh:
            if row.key is not None:  # another row's, which is written beside that one
                self._write(writes, row, None, None)
        self.counts.waiting = len(self._found.refused)
        self.counts.edited = sum(self._differs(key, row) for key, row in self._found.rows.items())
        self.counts.ignored = sum(
            str(stray.sentence).startswith(IGNORED) for stray in self._found.strays
        )
        for row, refused in self._found.refused:
            self._write(writes, row, f"{REFUSED}: {refused.sentence}", None)
        for stray in self._found.strays:
            key_stays = None if stray.sentence is None else stray.row.key
            self._write(writes, stray.row, stray.sentence, key_stays)
        self._put_back(writes, tab)
        return writes

    def dress(self, desk: Desk) -> TabDress:
        """How the tab is to look; its drop-downs follow the catalogue."""
        choices = self._acts.choices(desk)
        columns = offering(self._layout.all_columns, choices, MOST_CHOICES)
        return TabDress(
            title=self.title,
            index=self._acts.index,
            columns=dressed(columns, self._places.everywhere),
            currency=self._currency,
        )

    def keep(self, token: str) -> None:  # noqa: ARG002 - Keys say all
        """Write down what is recorded, before its Keys are sent."""
        self._file.keep(self._journal)

    def confirm(self) -> None:
        """All Keys were written; each is trusted once it was read beside its row."""
        journal = self._journal
        journal.refill = False
        for key in self._placed & journal.landing.keys():
            journal.landing[key] = replace(journal.landing[key], sent=True)
        self._file.keep(self._journal)

    # ------------------------------------------------------------------------- telling rows apart

    def _unsettled(self) -> set[int]:
        """The numbers of new rows that may still be typed; what was refused before isn't new."""
        if self._patience is None:
            return set()
        refused = self._journal.refused
        new = [row for row in self._found.fresh if plain(row.cells) not in refused]
        unsettled = self._patience(self.title, new)
        self.counts.unsettled = len(unsettled)
        return {row.number for row in unsettled}

    def _recover(self, desk: Desk) -> None:
        """Find what an interrupted sync had recorded of what it had planned."""
        for request, contents in self._journal.planned.items():
            if entries := desk.store.entries_of_request(request):
                status = self._acts.status(desk, entries)
                self._journal.land(str(entries[0].key), Recorded(contents, status))
        self._journal.planned = {}

    def _show_others(self, desk: Desk) -> None:
        """Acts from elsewhere get a row too, unless they were pasted here in the same words."""
        known = self._journal.everything()
        for key, recorded in self._acts.elsewhere(desk, known).items():
            self._journal.land(key, recorded)

    def _sorted_out(self, desk: Desk, tab: Tab) -> Intake:
        as_of = desk.read(lambda books: books.last)
        day = desk.today(self._actor).isoformat()
        were = {row.number: plain(row.cells) for row in self._were(tab)}
        rows, foreign = rows_of(self._places, tab), not self._acts.owned
        passed = partial(self._passed, desk, day)
        return sort_out(self._journal, rows, as_of, day, were, foreign=foreign, passed=passed)

    def _passed(self, desk: Desk, today: str, key: str) -> bool:
        """Whether a recorded row's day is blank, and was another one than that is today."""
        cells = zip(self._layout.columns, self._known(key).contents, strict=True)
        if all(each.column.name not in TODAY_WHERE_BLANK or cell for each, cell in cells):
            return False
        entry = desk.store.entry(Key(int(key)))
        return (
            entry is not None and entry.at.astimezone(self._actor.zone).date().isoformat() != today
        )

    def _were(self, tab: Tab) -> list[SheetRow]:
        """What rows said when they were written over."""
        rows = [tab.were.get(number, ()) for number in range(len(tab.rows))] if tab.were else []
        return rows_of(self._places, replace(tab, rows=rows))

    def _adopt(self, desk: Desk) -> None:
        """Know a recorded row again by its Key, where the journal doesn't know it."""
        for row in self._found.unknown:
            assert row.key is not None
            entry = desk.store.entry(Key(int(row.key))) if KEY.fullmatch(row.key) else None
            if entry and self._acts.pasted(entry):
                status = self._acts.status(
                    desk, desk.store.entries_of_request(entry.idempotency_key)
                )
                self._journal.kept[row.key] = Recorded(plain(row.cells), status)
                self._found.rows[row.key] = row
            else:
                self._found.strays.append(Stray(row, UNKNOWN))
        self._found.unknown = []

    def _edited(self, found: Intake) -> set[tuple[str, Contents]]:
        """Recorded rows in which something else stands now."""
        return {
            (key, contents)
            for key, row in found.rows.items()
            if (contents := plain(row.cells)) != self._known(key).contents
        }

    def _known(self, key: str) -> Recorded:
        recorded = self._journal.recorded(key)
        assert recorded is not None
        return recorded

    # --------------------------------------------------------------------------------- writing

    def _notice_voids(self, desk: Desk) -> None:
        for key in self._acts.taken_back(desk) & self._journal.everything().keys():
            recorded = self._known(key)
            if not recorded.taken_back:
                status = self._acts.taken_back_status(desk, key)
                self._journal.change(key, replace(recorded, status=status, taken_back=True))

    def _status(self, key: str, row: SheetRow) -> str:
        recorded = self._known(key)
        if not self._differs(key, row):
            return recorded.status
        were = ", ".join(
            f"{column.header} {shown(column.column, content)}"
            for column, content, now in zip(
                self._layout.columns, recorded.contents, plain(row.cells), strict=True
            )
            if content != now
        )
        return f"{EDITED}, with {were}; {self._acts.to_correct} ({recorded.status})"

    def _differs(self, key: str, row: SheetRow) -> bool:
        """Whether a recorded row says something else now; one that was taken back may."""
        recorded = self._known(key)
        return not recorded.taken_back and plain(row.cells) != recorded.contents

    def _write(self, writes: Writes, row: SheetRow, status: str | None, key: str | None) -> None:
        status = readable(status) if status else None
        if row.status != status:
            writes.put(row.number, self._places.status, status)
        if row.key != key:
            writes.put(row.number, self._places.key, key)

    def _put_back(self, writes: Writes, tab: Tab) -> None:
        """Put recorded rows that are gone under the last one, as far as the grid goes."""
        number = max(len(tab.rows), 1)
        for key in self._found.vanished if self._acts.owned else ():
            if number >= tab.row_count:
                return
            recorded = self._known(key)
            new = recorded.row < 0 and not recorded.sent and key in self._journal.landing
            told = new or PUT_BACK in recorded.status
            if not self._journal.refill and not told:
                status = f"{recorded.status}{PUT_BACK}; {self._acts.instead}"
                recorded = replace(recorded, status=status)
                self._journal.change(key, recorded)
            contents = (*recorded.contents, readable(recorded.status), key)
            writes.put_row(number, self._places, contents)
            self._placed.add(key)
            number += 1
