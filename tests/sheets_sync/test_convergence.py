"""Random hands on both sides, random syncs, deaths at every step: both sides come to agree."""

import contextlib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.actor import Source
from core.adjusting import LevelChange
from core.balance import balance
from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import BenefitError
from core.policy import Policy
from core.stores.embedded import open_store
from core.tally import tally_of
from core.verify import verify
from sheets_sync.conflicts import Choice
from sheets_sync.errors import SheetError
from sheets_sync.sheet import Content
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, TODAY, Office
from tests.sheets_sync.fake_sheet import LOST, UNANSWERED, FakeSheet, Formula, Killed
from tests.sheets_sync.fragile_store import FragileStore
from tests.sheets_sync.hands import (
    ACTS,
    CONFLICTS,
    EDITABLE,
    FORM,
    RECORDS,
    REGISTRATIONS,
    HandsElsewhere,
)
from tests.sheets_sync.world import ASSIGNMENTS, MEMORY, PAGES, RECORD_USAGE, TITLES, World

BENEFITS = ("PASS", "ROOM")
FILLED = "filled down"
"""How the Note begins of rows with a formula in Key, which never get one."""
NUMBERS = st.sampled_from([0, 2, 3, 5, 6, 8, 12, "many", None, 2.25])
HEADERS = {"PASS": "Guest pass", "ROOM": "Room hours"}


class BothSides(HandsElsewhere):
    """People in the sheet, people in Slack, and syncs of which many are cut short."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.store = open_store(Path(self.folder.name, "office.db"))
        self.office = Office(self.store, policy=Policy())
        self.office.stock()
        self.world = World(self.office, FakeSheet())
        self.sheet = self.world.sheet
        self.lasting = self.new_sync()
        self.tokens = 0
        self.unsure = False
        self.pasted: Counter[str] = Counter()
        self.gone: Counter[str] = Counter()
        self.again: Counter[str] = Counter()
        self.edited: set[str] = set()
        self.typed: dict[tuple[str, str], Content] = {}
        self.ever_typed: set[tuple[str, str, object]] = set()

    @initialize()
    def first_sync(self) -> None:
        """Everything stands in the sheet to begin with."""
        self.office.enroll()
        self.office.enroll("ZED")
        self.prepare()
        self.new_sync().run(thorough=True)
        self.sheet.forget()

    def new_sync(self, desk: Desk | None = None) -> Sync:
        """The sync of a process that has just started."""
        return Sync(desk or self.office.desk, self.sheet, form=FORM)

    def teardown(self) -> None:
        """Left alone, both sides come to agree, and nothing was lost or doubled on the way."""
        try:
            if self.sheet.tabs:
                self.right_headers()
                self.right_every_header()
                self.settle()
                self.check_in_step()
                self.check_usages()
                self.check_typed()
                self.check_taken()
                self.check_elsewhere()
        finally:
            self.store.close()
            self.folder.cleanup()

    # ----------------------------------------------------------------------- people in the sheet

    def level_row(self, benefit: str) -> int | None:
        """Where a level stands, if it does."""
        with contextlib.suppress(AssertionError):
            return self.world.row(benefit)
        return None

    def type(self, header: str, benefit: str, content: Content) -> None:
        """Type into a level's row, and remember it."""
        row = self.level_row(benefit)
        if row is not None:
            self.sheet.type(ASSIGNMENTS, row, header, content)
            self.typed[benefit, header] = content
            self.ever_typed.add((benefit, header, _as_value(header, content)))

    @rule(benefit=st.sampled_from(BENEFITS), number=NUMBERS)
    def type_number(self, benefit: str, number: Content) -> None:
        """Somebody changes a number in the sheet."""
        self.type("Number", benefit, number)

    @rule(benefit=st.sampled_from(BENEFITS), text=st.sampled_from(["late", "=1+1", "0042", None]))
    def type_comment(self, benefit: str, text: Content) -> None:
        """Somebody changes a comment in the sheet."""
        self.type("Comment", benefit, text)

    @rule(benefit=st.sampled_from(BENEFITS), value=st.sampled_from([3, 6, "#DIV/0!"]))
    def type_formula(self, benefit: str, value: Content) -> None:
        """Somebody types a formula where a number belongs; what counts is what it comes to."""
        row = self.level_row(benefit)
        if row is not None:
            self.type("Number", benefit, value)
            self.sheet.type(ASSIGNMENTS, row, "Number", Formula("=A1+1", value))

    @rule(
        benefit=st.sampled_from(BENEFITS),
        header=st.sampled_from(["Used", "Contact", "Status", "Ends on"]),
        content=st.sampled_from(["x", 7, None]),
    )
    def type_elsewhere(self, benefit: str, header: str, content: Content) -> None:
        """Somebody types where only Benefit Desk writes."""
        row = self.level_row(benefit)
        if row is not None:
            self.sheet.type(ASSIGNMENTS, row, header, content)

    @rule(
        benefit=st.sampled_from(["PASS", "Room hours", "Guest pass", "nonsense"]),
        quantity=st.sampled_from([None, 1, 2, 99]),
    )
    def paste_one(self, benefit: str, quantity: Content) -> None:
        """Somebody pastes a row unlike all others."""
        if self.pastable():
            self.tokens += 1
            self.world.paste(benefit=benefit, Quantity=quantity, Note=f"row {self.tokens}")
            self.pasted[f"row {self.tokens}"] += 1

    def pastable(self) -> bool:
        """Whether the tab has its headers, or was emptied with them."""
        return "Note" in self.sheet.tabs[RECORD_USAGE].rows[0]

    @rule(benefit=st.sampled_from(["PASS", "Notary service", "nonsense"]))
    def paste_with_a_formula_as_key(self, benefit: str) -> None:
        """Somebody fills a row down, with formulas that come to nothing."""
        if self.pastable() and "Key" in self.sheet.tabs[RECORD_USAGE].rows[0]:
            self.tokens += 1
            note = f"{FILLED} {self.tokens}"
            self.world.paste(benefit=benefit, Note=note, Key=Formula('=IF(TRUE,"","")', None))
            self.pasted[note] += 1

    @rule(count=st.integers(1, 3))
    def paste_equal(self, count: int) -> None:
        """Somebody pastes rows that are all the same."""
        for _ in range(count if self.pastable() else 0):
            self.world.paste("Acme Hardware", "Notary service", Note="the same")
            self.pasted["the same"] += 1

    @rule(title=st.sampled_from([ASSIGNMENTS, RECORD_USAGE]), down=st.booleans())
    def sort(self, title: str, down: bool) -> None:
        """Somebody sorts a tab."""
        self.sheet.sort(title, "Benefit type", descending=down)

    @rule(title=st.sampled_from([ASSIGNMENTS, RECORD_USAGE]), which=st.integers(0, 30))
    def delete_known_row(self, title: str, which: int) -> None:
        """Somebody deletes a row that has a Key.

        Not one of several equal rows whose Key may have been written or not: pasted again, it
        couldn't be told from the recorded one. A row that was never recorded, and got another one's
        Key as it was moved, is gone.
        """
        rows = [
            number
            for number, row in enumerate(self.sheet.table(title), 1)
            if row.get("Key")
            and not (row.get("Note") == "the same" and (self.unsure or self.strayed(row)))
        ]
        if rows:
            number = rows[which % len(rows)]
            deleted = self.sheet.table(title)[number - 1]
            self.sheet.delete_row(title, number)
            self.forget_typed_in(deleted)
            note = str(deleted.get("Note"))
            if title == RECORD_USAGE and self.strayed(deleted) and not self.recorded(note):
                self.pasted[note] -= 1
            elif title == RECORD_USAGE:
                self.gone[note] += (
                    note == "the same"
                )  # an equal one that is pasted then is that one

    @rule(which=st.integers(0, 30), request=st.integers(0, 4), sort=st.booleans())
    def clear_a_key(self, which: int, request: int, sort: bool) -> None:
        """Somebody clears the Key of a recorded row that says what it said; the next sync may die.

        Where a copy has the same Key, the row is a new one.
        """
        rows = [
            number
            for number, row in enumerate(self.sheet.table(RECORD_USAGE), 1)
            if row.get("Key")
            and str(row.get("Status")).startswith("Recorded")
            and row.get("Note") not in self.edited
            and not self.strayed(row)
        ]
        if not rows or self.words_moved(RECORD_USAGE):
            return
        number = rows[which % len(rows)]
        cleared = self.sheet.table(RECORD_USAGE)[number - 1]
        self.sheet.type(RECORD_USAGE, number, "Key", None)
        note = str(cleared["Note"])
        self.again[note] += cleared["Key"] in [r["Key"] for r in self.sheet.table(RECORD_USAGE)]
        if sort:
            self.sort(RECORD_USAGE, down=bool(which % 2))
        self.sync_cut_off(request=request, mishap=Killed(), thorough=False)

    def bare(self, row: dict[str, Content]) -> bool:
        """Whether a recorded row lacks its Key: edited, it couldn't be told from a new one."""
        filled = str(row.get("Note")).startswith(FILLED)
        told = str(row.get("Status")).startswith(("Recorded", "Already recorded"))
        return not row.get("Key") and (filled or told)

    def strayed(self, row: dict[str, Content]) -> bool:
        """Whether the Key in a row of Record usage is another row's."""
        entry = self.store.entry(Key(int(str(row["Key"]))))
        return entry is not None and entry.note != row.get("Note")

    def recorded(self, note: str) -> bool:
        """Whether a row that was pasted with this note is in the ledger."""
        entries = self.store.entries()
        return any(entry.note == note and entry.source is Source.SHEET for entry in entries)

    def forget_typed_in(self, deleted: dict[str, Content]) -> None:
        """What was typed into a deleted row and stands in no copy of it went with it."""
        for (benefit, header), content in list(self.typed.items()):
            typed_there = (
                deleted["Key"] == str(self.world.level(benefit).key)
                and deleted.get(header) == content
            )
            if typed_there and not self.stands(benefit, header, content):
                del self.typed[benefit, header]

    def stands(self, benefit: str, header: str, content: Content) -> bool:
        """Whether a row with a level's Key has this content, the first or a copy."""
        key = str(self.world.level(benefit).key)
        rows = self.sheet.table(ASSIGNMENTS)
        return any(row.get("Key") == key and row.get(header) == content for row in rows)

    @rule(
        title=st.sampled_from((*EDITABLE, *PAGES[:-1])),
        which=st.integers(0, 30),
        count=st.integers(1, 3),
    )
    def insert_rows(self, title: str, which: int, count: int) -> None:
        """Somebody inserts rows between others."""
        if rows := len(self.sheet.table(title)):
            self.sheet.insert_rows(title, 1 + which % rows, count)

    @rule(title=st.sampled_from((RECORD_USAGE, *RECORDS, *ACTS[:2], CONFLICTS, *PAGES[:-1])))
    def clear_a_tab(self, title: str) -> None:
        """Somebody selects everything in a tab and deletes it; what wasn't read yet is gone."""
        rows = self.sheet.table(title)
        if title == RECORD_USAGE:
            self.gone.update(
                str(row.get("Note")) for row in rows if not row.get("Key") or self.strayed(row)
            )
        elif title in ACTS:
            self.wiped[title] += sum(not row.get("Key") for row in rows)
        self.added = {each for each in self.added if each[0] != title}
        for place in [each for each in self.typed_there if each[0] == title]:
            del self.typed_there[place]
        self.sheet.clear(title)

    @rule(title=st.sampled_from([ASSIGNMENTS, RECORD_USAGE]), which=st.integers(0, 30))
    def copy_row(self, title: str, which: int) -> None:
        """Somebody copies a row, Key and all, to the end.

        Where the Key is another row's, the copy is a row of its own once that is put right.
        """
        rows = [row for row in self.sheet.table(title) if row.get("Key")]
        if rows:
            row = rows[which % len(rows)]
            self.sheet.paste(title, row)
            if title == RECORD_USAGE and row.get("Note") and self.strayed(row):
                self.pasted[str(row.get("Note"))] += 1

    @rule(size=st.integers(2, 12))
    def paste_block(self, size: int) -> None:
        """Somebody pastes many rows at once, of which every third can't be recorded."""
        for number in range(size):
            self.paste_one("nonsense" if number % 3 == 2 else "Notary service", None)

    @rule(title=st.sampled_from([ASSIGNMENTS, RECORD_USAGE]), other=st.booleans())
    def move_columns(self, title: str, other: bool) -> None:
        """The column of the Keys and another change places, header and all."""
        first, second = ("Comment", "Key") if other and title == ASSIGNMENTS else ("Status", "Key")
        if not {first, second} <= set(self.sheet.tabs[title].rows[0]):
            return
        one, two = self.sheet.place(title, first), self.sheet.place(title, second)
        for row in self.sheet.tabs[title].rows:
            row.extend([None] * (max(one, two) + 1 - len(row)))
            row[one], row[two] = row[two], row[one]

    @rule(title=st.sampled_from([ASSIGNMENTS, RECORD_USAGE]))
    def rename_header(self, title: str) -> None:
        """Somebody renames a column, and nobody can tell it then."""
        header = self.sheet.tabs[title].rows[0]
        for name in ("Available", "Description"):
            if name in header:
                header[header.index(name)] = f"My {name}"

    @rule()
    def right_headers(self) -> None:
        """Somebody reads the message and names the column as it was."""
        for title in (ASSIGNMENTS, RECORD_USAGE):
            header = self.sheet.tabs[title].rows[0]
            for name in ("Available", "Description"):
                if f"My {name}" in header:
                    header[header.index(f"My {name}")] = name

    @rule()
    def clear_assignments(self) -> None:
        """Somebody selects everything in a tab and deletes it."""
        for row in self.sheet.table(ASSIGNMENTS):
            if row.get("Key"):
                self.sheet.tabs[ASSIGNMENTS].rows = [[None]]
                self.typed.clear()
                return

    @rule(which=st.integers(0, 30), quantity=st.sampled_from([1, 3, "x"]))
    def edit_recorded_row(self, which: int, quantity: Content) -> None:
        """Somebody changes a row that was recorded long since."""
        rows = [n for n, row in enumerate(self.sheet.table(RECORD_USAGE), 1) if row.get("Key")]
        if rows:
            number = rows[which % len(rows)]
            self.edited.add(str(self.sheet.table(RECORD_USAGE)[number - 1].get("Note")))
            self.sheet.type(RECORD_USAGE, number, "Quantity", quantity)

    # ------------------------------------------------------------------------ people in Slack

    @rule(benefit=st.sampled_from(BENEFITS), number=st.sampled_from(["1", "4", "7", "9"]))
    def change_number_in_slack(self, benefit: str, number: str) -> None:
        """Somebody changes a number in Slack."""
        with contextlib.suppress(BenefitError):
            self.world.set_number(number, benefit)

    @rule(benefit=st.sampled_from(BENEFITS), text=st.sampled_from(["from Slack", ""]))
    def change_comment_in_slack(self, benefit: str, text: str) -> None:
        """Somebody changes a comment in Slack."""
        change = LevelChange(level=self.world.level(benefit).key, comment=text)
        key = self.office.request_key()
        self.office.desk.change_level(change, idempotency_key=key, actor=MANAGER)

    @rule(benefit=st.sampled_from(BENEFITS))
    def use_in_slack(self, benefit: str) -> None:
        """Somebody records a usage in Slack."""
        with contextlib.suppress(BenefitError):
            self.office.use(benefit_type=benefit)

    @precondition(lambda self: self.world.usages())
    @rule(which=st.integers(0, 30))
    def take_back_in_slack(self, which: int) -> None:
        """Somebody takes a usage back in Slack, wherever it came from."""
        usages = self.world.usages()
        key = usages[which % len(usages)].key
        request = self.office.request_key()
        self.office.desk.void(key, reason="wrong", idempotency_key=request, actor=MANAGER)

    # ------------------------------------------------------------------------------- syncs

    def sync(self, desk: Desk | None = None, *, thorough: bool = False) -> None:
        """A sync in a fresh process; it may be cut short."""
        self.unsure = True
        with contextlib.suppress(SheetError, Killed):
            self.new_sync(desk).run(approve=TITLES, thorough=thorough)
            self.unsure = False
        self.sheet.forget()
        self.look()

    @rule()
    def sync_by_the_same_process(self) -> None:
        """A sync by a process that goes on through all of it, and leaves alone what is new."""
        self.unsure = True
        with contextlib.suppress(SheetError):
            self.lasting.run(patient=True)
            self.unsure = False
        self.sheet.forget()
        self.look()

    @rule()
    def sync_undisturbed(self) -> None:
        """A sync goes through."""
        self.sync()

    @rule(
        request=st.integers(1, 4),
        mishap=st.sampled_from([LOST, UNANSWERED, Killed()]),
        thorough=st.booleans(),
    )
    def sync_cut_off(self, request: int, mishap: str | BaseException, thorough: bool) -> None:
        """A request gets lost, or its answer does, or the process dies at it."""
        self.sheet.mishaps[request] = mishap
        self.sync(thorough=thorough)

    @rule(write=st.integers(1, 12), after=st.booleans())
    def sync_killed(self, write: int, after: bool) -> None:
        """The process dies before or after one of its writes to the store."""
        store = FragileStore(self.store, write, after=after)
        self.sync(Desk(store, clock=self.office.clock))

    @rule(
        action=st.sampled_from(
            ["paste", "type", "slack", "sort", "edit", "delete", "move", "block", "copy", "insert"]
        ),
        number=st.sampled_from([3, 9, 11]),
        moment=st.integers(2, 4),
    )
    def sync_disturbed(self, action: str, number: int, moment: int = 2) -> None:
        """People do something before any of a sync's later requests, the writing too."""
        self.sheet.meanwhile[moment] = self.disturbance(action, number)
        self.sync()

    @rule(down=st.booleans(), benefit=st.sampled_from(BENEFITS), number=st.sampled_from(["6", "8"]))
    def sync_sorted_under_its_hands(self, down: bool, benefit: str, number: str) -> None:
        """Somebody sorts both tabs between the last reading and the writing."""
        self.change_number_in_slack(benefit, number)

        def sort_both() -> None:
            self.sort(ASSIGNMENTS, down)
            self.sort(RECORD_USAGE, down)

        self.sheet.meanwhile[3] = sort_both
        self.sync()
        self.sync()

    def disturbance(self, action: str, number: int) -> Callable[[], None]:
        """Something that people do."""
        return {
            "paste": lambda: self.paste_one("PASS", None),
            "type": lambda: self.type("Number", "PASS", number),
            "slack": lambda: self.change_number_in_slack("PASS", str(number)),
            "sort": lambda: self.sort(RECORD_USAGE, down=bool(number % 2)),
            "edit": self.edit_last_row,
            "delete": lambda: self.delete_known_row(ASSIGNMENTS, number),
            "move": lambda: self.sort(ASSIGNMENTS, down=bool(number % 2)),
            "block": lambda: self.paste_block(number),
            "copy": lambda: self.copy_row(RECORD_USAGE, number),
            "insert": lambda: self.insert_rows(RECORD_USAGE, number, 2),
        }[action]

    def edit_last_row(self) -> None:
        """Somebody changes the row that stands last in Record usage."""
        rows = self.sheet.table(RECORD_USAGE)
        if rows and "Note" in rows[-1] and not self.bare(rows[-1]):
            self.edited.add(str(rows[-1]["Note"]))
            self.sheet.type(RECORD_USAGE, len(rows), "Quantity", 1.5)

    # ------------------------------------------------------------------------------- the laws

    def had(self, benefit: str, header: str) -> set[object]:
        """Everything that the ledger ever had for an editable cell."""
        level = self.world.level(benefit)
        entries = self.store.entries_of_level(level.key)
        if header == "Comment":
            comments = (dict(entry.after or {}).get("comment", "") for entry in entries)
            return {"", *comments}
        tally, numbers = tally_of(level), set[object]()
        for entry in entries:
            tally.add(entry)
            numbers.add(balance(level, tally, TODAY).number)
        return numbers

    def settle(self) -> None:
        """Nobody does anything for a while."""
        for _ in range(4):
            self.sync()

    def check_in_step(self) -> None:
        """A further sync finds nothing to do, whoever does it, and the books add up."""
        self.new_sync().run(approve=TITLES)
        assert self.sheet.requests == ["read"]
        self.sheet.forget()
        assert not self.lasting.run().changed
        assert self.sheet.requests == ["read"]
        assert verify(self.office.desk).content
        keys = {str(key) for key in self.office.desk.read(lambda books: list(books.levels))}
        rows = self.sheet.table(ASSIGNMENTS)
        assert keys <= {str(row.get("Key")) for row in rows}

    def check_usages(self) -> None:
        """Each pasted row was recorded once, or refused and says why."""
        recorded: Counter[str] = Counter()
        by_key: dict[str, Entry] = {}
        for entry in self.store.entries():
            if entry.kind is EntryKind.USAGE and entry.source is Source.SHEET:
                recorded[entry.note] += 1
                by_key[str(entry.key)] = entry
        rows = self.sheet.table(RECORD_USAGE)
        ours = [row for row in rows if not str(row["Status"]).startswith("Ignored")]
        keyed = Counter(str(row["Key"]) for row in ours if row["Key"])
        filled = {key for key, entry in by_key.items() if entry.note.startswith(FILLED)}
        assert max(keyed.values(), default=1) == 1
        assert by_key.keys() - filled <= keyed.keys() <= by_key.keys()
        for note, count in self.pasted.items():
            refused = sum(
                row["Note"] == note and str(row["Status"]).startswith("Not recorded")
                for row in ours
            )
            told = recorded[note] + refused
            assert count - self.gone[note] <= told <= count + self.again[note], note
        for row in ours:
            if row["Key"] and str(row["Status"]).startswith("Recorded"):
                assert row["Note"] == by_key[str(row["Key"])].note

    def check_typed(self) -> None:
        """What was typed last is still there, or the ledger had it."""
        for (benefit, header), typed in self.typed.items():
            if not (self.stands(benefit, header, typed) or self.overruled(header, typed)):
                assert _as_value(header, typed) in self.had(benefit, header)

    def overruled(self, header: str, typed: Content) -> bool:
        """Whether a manager picked the other side, which the tab Conflicts tells."""
        said = "blank" if typed is None else str(typed)
        return any(
            row["Column"] == header
            and (row["Decision"] == str(Choice.DESK) or "was kept" in str(row["Outcome"]))
            and any(said in str(content) for content in row.values())
            for row in self.sheet.table("Conflicts")
        )

    def check_taken(self) -> None:
        """What the ledger took from the sheet, somebody had typed there."""
        for benefit in BENEFITS:
            level = self.world.level(benefit)
            tally, number, comment = tally_of(level), level.number, level.comment
            for entry in self.store.entries_of_level(level.key):
                tally.add(entry)
                earlier = {"Number": number, "Comment": comment}
                number = balance(level, tally, TODAY).number
                comment = dict(entry.after or {}).get("comment", comment)
                if entry.source is Source.SHEET:
                    for header, now in (("Number", number), ("Comment", comment)):
                        if now != earlier[header]:
                            assert (benefit, header, now) in self.ever_typed


def _as_value(header: str, content: Content) -> object:
    if header == "Comment":
        return content or ""
    return Decimal(str(content)) if isinstance(content, int | float) else content


def test_a_typed_number_goes_with_its_deleted_row_and_a_copy_stays_a_copy() -> None:
    """A copy is ignored, a sync dies, a number is typed, its row is deleted: the row comes back."""
    state = BothSides()
    state.first_sync()
    state.copy_row(title=ASSIGNMENTS, which=1)
    state.type_comment(benefit="ROOM", text="=1+1")
    state.sync_disturbed(action="slack", number=11)
    state.sync_killed(after=False, write=5)
    state.type_number(benefit="ROOM", number=2)
    state.delete_known_row(title=ASSIGNMENTS, which=1)
    state.sync_disturbed(action="sort", number=9)
    state.change_number_in_slack(benefit="ROOM", number="9")
    state.settle()
    rows = [row for row in state.sheet.table(ASSIGNMENTS) if row["Benefit type"] == "Room hours"]
    copies, back = rows[:-1], rows[-1]
    assert [(copy["Number"], copy["Comment"]) for copy in copies] == [(10, None), (10, None)]
    assert (back["Number"], back["Comment"]) == (9, "=1+1")
    assert state.world.level("ROOM").comment == "=1+1"
    state.teardown()


def test_a_copy_of_a_row_that_a_key_strayed_to_does_not_keep_the_key() -> None:
    """Sorted under our hands, then copied with the wrong Key: each row is still recorded once."""
    state = BothSides()
    state.first_sync()
    state.paste_block(size=3)
    state.sync_disturbed(action="sort", moment=4, number=3)
    state.copy_row(title=RECORD_USAGE, which=0)
    state.teardown()


def test_a_row_edited_as_its_key_is_written_keeps_it() -> None:
    """An equal row pasted after that, and a sort under our hands, make no usage fewer or more."""
    state = BothSides()
    state.first_sync()
    state.paste_equal(count=1)
    state.sync_disturbed(action="edit", moment=4, number=3)
    state.paste_one(benefit="PASS", quantity=None)
    state.paste_equal(count=1)
    state.sync_disturbed(action="sort", moment=4, number=3)
    state.teardown()


def test_a_row_sorted_and_then_edited_as_its_key_is_written_is_known() -> None:
    """Its Key went to another row, and it says something else: it is recorded once all the same."""
    state = BothSides()
    state.first_sync()
    state.paste_block(size=3)
    state.sync_disturbed(action="sort", moment=4, number=3)
    state.edit_recorded_row(quantity=1, which=1)
    state.teardown()


def test_what_was_put_back_in_vain_is_put_back_again() -> None:
    """Sorted under our hands twice: the second time, that was just what was to be put right."""
    state = BothSides()
    state.first_sync()
    state.clear_assignments()
    state.paste_block(size=7)
    state.sync_disturbed(action="sort", moment=4, number=3)
    state.sync_sorted_under_its_hands(benefit="PASS", down=False, number="6")
    state.teardown()


@pytest.mark.parametrize("request_number", [1, 2, 3, 4])
def test_two_headers_that_change_places_before_a_key_comes_record_nothing_twice(
    request_number: int,
) -> None:
    """The row is known by its values until the headers are right again."""
    state = BothSides()
    state.first_sync()
    state.paste_a_registration(contact="BOB", quantity=1)
    state.sync_cut_off(mishap=Killed(), request=request_number, thorough=True)
    header = state.sheet.tabs[REGISTRATIONS].rows[0]
    state.swap_words(REGISTRATIONS, header.index("Event"), header.index("Registration type"))
    state.sync_by_the_same_process()
    state.teardown()


def test_a_header_that_changed_places_with_status_before_a_key_comes_records_nothing_twice() -> (
    None
):
    """What tells the row stands under Status then: it is known all the same."""
    state = BothSides()
    state.first_sync()
    state.answer_the_form(email="pat@example.org")
    state.sync_cut_off(mishap=Killed(), request=3, thorough=True)
    header = state.sheet.tabs[FORM.title].rows[0]
    state.swap_words(FORM.title, header.index("Your e-mail"), header.index("Status"))
    state.sync()
    state.teardown()


def test_a_key_that_strayed_is_known_where_columns_changed_places_too() -> None:
    """Sorted under our hands, and Status and Key swapped before the next look: recorded once."""
    state = BothSides()
    state.first_sync()
    state.clear_assignments()
    state.sync_disturbed(action="block", moment=2, number=3)
    state.sync_cut_off(mishap="lost", request=2, thorough=False)
    state.sync_disturbed(action="sort", moment=3, number=3)
    state.move_columns(title=RECORD_USAGE, other=False)
    state.teardown()


def test_a_code_under_the_header_of_status_is_not_written_over() -> None:
    """Two headers changed places: the tab is left alone until they are right, and says so."""
    state = BothSides()
    state.first_sync()
    state.paste_a_record(code="N1", title="Events")
    header = state.sheet.tabs["Events"].rows[0]
    state.swap_words("Events", header.index("Code"), header.index("Status"))
    outcome = state.new_sync().run()
    assert (
        "Events was left alone: its codes stand under “Status”."
        " Name both columns as they were, and sync again."
    ) in outcome.sentence
    state.teardown()


def test_a_row_put_back_where_somebody_pastes_takes_no_other_row_for_its_own() -> None:
    """One of equal rows is deleted, comes back over a paste, and an equal one is pasted: four."""
    state = BothSides()
    state.first_sync()
    state.paste_equal(count=3)
    state.sync_disturbed(action="paste", moment=3, number=3)
    state.delete_known_row(title=RECORD_USAGE, which=29)
    state.sync_disturbed(action="paste", moment=4, number=3)
    state.paste_equal(count=1)
    state.teardown()


def test_a_row_that_went_is_not_looked_for_in_another_one_that_stands_there_still() -> None:
    """Sorted under our hands, and one of the rows deleted: the others are known all the same."""
    state = BothSides()
    state.first_sync()
    state.answer_the_form(email="pat@example.org")
    state.sync_disturbed(action="paste", moment=2, number=3)
    state.sync_disturbed(action="paste", moment=2, number=3)
    state.sync_disturbed(action="block", moment=2, number=11)
    state.sync_disturbed(action="sort", moment=4, number=3)
    state.delete_known_row(title=RECORD_USAGE, which=12)
    state.teardown()


def test_a_copy_of_our_own_writing_that_went_astray_is_no_usage() -> None:
    """Rows come in between while a Key is written, and the row that got it is copied."""
    state = BothSides()
    state.first_sync()
    state.paste_one(benefit="PASS", quantity=None)
    state.sync_disturbed(action="insert", moment=4, number=3)
    state.copy_row(title=RECORD_USAGE, which=0)
    state.teardown()


QUICK = settings(
    max_examples=300,
    stateful_step_count=25,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(1200)
def test_both_sides_come_to_agree_whatever_happens() -> None:
    """Nothing is doubled and nothing typed is lost, wherever syncs are cut short."""
    run_state_machine_as_test(BothSides, settings=QUICK)


@pytest.mark.storm
@pytest.mark.timeout(7200)
@pytest.mark.parametrize(("sequences", "steps"), [(5000, 25), (1500, 60)])
def test_thousands_of_sequences_do_too(sequences: int, steps: int) -> None:
    """Other ones each time, short and long."""
    storm = settings(
        QUICK,
        max_examples=sequences,
        stateful_step_count=steps,
        phases=[Phase.generate, Phase.shrink],
        derandomize=False,
        print_blob=True,
    )
    run_state_machine_as_test(BothSides, settings=storm)
