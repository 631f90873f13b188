"""People's hands in the tabs beside Assignments and Record usage, and what has to hold of them."""

import contextlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from core.actor import Source
from core.clock import Key
from core.contact import Contact
from core.entry import EntryKind
from core.errors import BenefitError
from core.event import Event, RegistrationType
from core.records import LookupRecord
from sheets_sync.record_side import RECORD_KINDS, RecordSide
from sheets_sync.registration_acts import Form
from sheets_sync.sheet import Content
from tests.core.building import MANAGER
from tests.sheets_sync.fake_sheet import FakeSheet, FakeTab
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, World

FORM: Final = Form(
    title="Form responses 1",
    headers={"email": "Your e-mail", "quantity": "How many?", "registered_on": "Timestamp"},
    always={"event": "GALA", "registration_type": "SEAT"},
)
GALA: Final[tuple[LookupRecord, ...]] = (
    Event(code="GALA", name="Gala", held_on=date(2026, 9, 1)),
    RegistrationType(event="GALA", code="SEAT", name="Seat", price=Decimal(40)),
    Contact(code="PAT", name="Pat Person", email="pat@example.org"),
)
CONFLICTS: Final = "Conflicts"
MEMBERSHIPS: Final = "Memberships"
REGISTRATIONS: Final = "Registrations"
RECORDS: Final = tuple(of.title for of in RECORD_KINDS)
ACTS: Final = (MEMBERSHIPS, REGISTRATIONS, FORM.title)
EDITABLE: Final = (ASSIGNMENTS, RECORD_USAGE, *RECORDS, *ACTS, CONFLICTS)
OWN_WORDS: Final = {
    ASSIGNMENTS: ("Used", "Conveyed", "Available", "Remaining", "Starts on", "Ends on"),
    RECORD_USAGE: ("Quantity", "Used on"),
}
"""Headers of which the words alone are swapped there: what else they mean is followed elsewhere."""
TYPED: Final[dict[str, tuple[Content, ...]]] = {
    "Code": ("ACNE", None),
    "Name": ("Acme", "=1+1", "0042", None),
    "Kind": ("organisation", "event", "robot"),
    "Email": ("a@example.org", "pat@example.org", None),
    "Affiliated to": ("ACME", "NOBODY", None),
    "Categories": ("Events; Fun", None),
    "Step": (0.5, 1, "x"),
    "Term months": (6, 24, "x"),
    "Price": (12.5, None, "dear"),
    "Number": (3, "unlimited", "many"),
    "Note": ("for staff", None),
    "Held on": (46300, "soon"),
}
"""What people type under these headers: right, wrong, and nothing."""


class HandsElsewhere(RuleBasedStateMachine):
    """Contacts, the catalogue, events, memberships, registrations, a form, conflicts; headers."""

    world: World
    sheet: FakeSheet

    def prepare(self) -> None:
        """An event, and a form's tab."""
        self.world.office.desk.put(GALA, idempotency_key="gala", actor=MANAGER)
        header: list[Content] = ["Timestamp", "Your e-mail", "How many?", "Diet"]
        self.sheet.tabs[FORM.title] = FakeTab(sheet_id=77, rows=[header])
        self.acts = dict.fromkeys(ACTS, 0)
        self.wiped = dict.fromkeys(ACTS, 0)
        self.added: set[tuple[str, str]] = set()
        self.swapped: list[tuple[str, str, str]] = []
        self.typed_there: dict[tuple[str, str, str], Content] = {}
        self.held: set[tuple[str, str, str, str]] = set()
        self.look()

    def look(self) -> None:
        """Remember what the ledger has for each cell of each record."""
        for of in RECORD_KINDS:
            side = RecordSide(of, MANAGER)
            headers = [column.header for column in side.layout.columns]
            for code, cells in side.rows(self.world.office.desk).items():
                for header, content in zip(headers, cells, strict=True):
                    self.held.add((of.title, code, header, _plain(content)))

    # ------------------------------------------------------------------------- records

    @rule(
        title=st.sampled_from(RECORDS),
        which=st.integers(0, 30),
        column=st.integers(0, 11),
        choice=st.integers(0, 3),
    )
    def type_in_a_record(self, title: str, which: int, column: int, choice: int) -> None:
        """Somebody changes a contact, or something of the catalogue, in the sheet."""
        rows = self.keyed(title)
        headers = [str(name) for name in self.sheet.tabs[title].rows[0] if name in TYPED]
        if not rows or not headers:
            return
        header = headers[column % len(headers)]
        number = rows[which % len(rows)]
        content = TYPED[header][choice % len(TYPED[header])]
        key = str(self.sheet.table(title)[number - 1]["Key"])
        self.sheet.type(title, number, header, content)
        if not any(each[0] == title and {header, "Key"} & set(each) for each in self.swapped):
            self.typed_there[title, key, header] = content

    @rule(title=st.sampled_from(RECORDS), code=st.sampled_from(["N1", "N2", "ACME", "GOLD"]))
    def paste_a_record(self, title: str, code: str) -> None:
        """Somebody pastes a new row, with a code that is new or is there.

        Where the word Code stands above another column, no code will be there once that is right.
        """
        row: dict[str, Content] = {"Code": code, "Name": f"New {code}"}
        if title == "Membership benefits":
            row = {"Code": code, "Membership type": "GOLD", "Benefit type": "PASS", "Number": 2}
        if set(row) <= set(self.sheet.tabs[title].rows[0]):
            self.sheet.paste(title, row)
            if not any(each[0] == title and "Code" in each for each in self.swapped):
                self.added.add((title, code))

    @rule(code=st.sampled_from(["ACME", "BOB", "PAT"]), name=st.sampled_from(["Acme", "Ltd", "B"]))
    def rename_in_slack(self, code: str, name: str) -> None:
        """Somebody changes a contact elsewhere."""
        desk = self.world.office.desk
        contact = replace(desk.read(lambda books: books.contacts[code]), name=name)
        key = self.world.office.request_key()
        with contextlib.suppress(BenefitError):
            desk.put([contact], idempotency_key=key, actor=MANAGER)

    # ---------------------------------------------------------------------------- acts

    @rule(contact=st.sampled_from(["BOB", "PAT", "nobody"]))
    def paste_a_membership(self, contact: str) -> None:
        """Somebody pastes a row that enrols, each in a term of its own."""
        starts_on = 46023 + 400 * self.acts[MEMBERSHIPS]
        row: dict[str, Content] = {"Contact": contact, "Membership type": "GOLD"}
        self.paste_an_act(MEMBERSHIPS, row | {"Starts on": starts_on})

    @rule(contact=st.sampled_from(["BOB", "nobody"]), quantity=st.sampled_from([1, 2, "x"]))
    def paste_a_registration(self, contact: str, quantity: Content) -> None:
        """Somebody pastes a row that registers."""
        row: dict[str, Content] = {"Event": "GALA", "Registration type": "SEAT"}
        self.paste_an_act(REGISTRATIONS, row | {"Contact": contact, "Quantity": quantity})

    @rule(email=st.sampled_from(["pat@example.org", "who@example.org"]))
    def answer_the_form(self, email: str) -> None:
        """Somebody sends the form."""
        at = 46180 + self.acts[FORM.title] / 100
        self.paste_an_act(FORM.title, {"Timestamp": at, "Your e-mail": email, "How many?": 1})

    def paste_an_act(self, title: str, row: dict[str, Content]) -> None:
        """Paste it under the last row, if its columns are called so just now."""
        if set(row) <= set(self.sheet.tabs[title].rows[0]):
            self.sheet.paste(title, row)
            self.acts[title] += 1

    # ----------------------------------------------------------------------- conflicts

    @rule(which=st.integers(0, 9), choice=st.sampled_from(["sheet", "Benefit Desk", "both"]))
    def decide_in_the_sheet(self, which: int, choice: str) -> None:
        """A manager picks a side in the tab, or tries to."""
        rows = self.keyed(CONFLICTS)
        if rows and "Decision" in self.sheet.tabs[CONFLICTS].rows[0]:
            self.sheet.type(CONFLICTS, rows[which % len(rows)], "Decision", choice)

    # -------------------------------------------------------------------- rows, headers

    @rule(title=st.sampled_from((*RECORDS, CONFLICTS)), down=st.booleans(), by=st.integers(0, 9))
    def sort_elsewhere(self, title: str, down: bool, by: int) -> None:
        """Somebody sorts another tab, by any column."""
        header = self.sheet.tabs[title].rows[0] if self.sheet.tabs[title].rows else []
        if header and isinstance(header[by % len(header)], str):
            self.sheet.sort(title, str(header[by % len(header)]), descending=down)

    @rule(title=st.sampled_from((*RECORDS, MEMBERSHIPS, CONFLICTS)), which=st.integers(0, 30))
    def delete_row_elsewhere(self, title: str, which: int) -> None:
        """Somebody deletes a row that has a Key; what was typed into it goes with it."""
        rows = self.keyed(title)
        if rows:
            number = rows[which % len(rows)]
            key = str(self.sheet.table(title)[number - 1]["Key"])
            self.sheet.delete_row(title, number)
            for place in [each for each in self.typed_there if each[:2] == (title, key)]:
                del self.typed_there[place]

    @rule(
        title=st.sampled_from(EDITABLE),
        first=st.integers(0, 30),
        second=st.integers(0, 30),
        cells=st.booleans(),
    )
    def swap_columns_elsewhere(self, title: str, first: int, second: int, cells: bool) -> None:
        """Somebody swaps two columns of any tab; only their headers' words, and back, if not."""
        rows = self.sheet.tabs[title].rows
        places = list(range(len(rows[0]) if rows else 0))
        if not cells and any(self.bare(row) for row in self.sheet.table(title)):
            return
        if title in OWN_WORDS and not cells:
            places = [place for place in places if rows[0][place] in OWN_WORDS[title]]
        if not places:
            return
        count = len(rows[0])
        one, two = places[first % len(places)], places[second % len(places)]
        if not cells:
            self.swap_words(title, one, two)
            return
        for row in rows:
            row.extend([None] * (count - len(row)))
            row[one], row[two] = row[two], row[one]

    def sync(self) -> None:
        """A sync in a fresh process."""
        raise NotImplementedError

    def bare(self, row: dict[str, Content]) -> bool:
        """Whether a recorded row lacks its Key."""
        raise NotImplementedError

    def words_moved(self, title: str) -> bool:
        """Whether a header of the tab is called otherwise just now, or stands elsewhere."""
        header = self.sheet.tabs[title].rows[0]
        renamed = any(str(name).startswith("My ") for name in header)
        return renamed or "Key" not in header or any(each[0] == title for each in self.swapped)

    @rule(title=st.sampled_from((*RECORDS, *ACTS)), which=st.integers(0, 30))
    def clear_a_key_elsewhere(self, title: str, which: int) -> None:
        """Somebody clears a Key, and a sync comes; what was typed there meanwhile may be another's.

        Where a copy has the same Key, or the Code was changed, the row is a new one.
        """
        rows = self.keyed(title)
        if not rows or self.words_moved(title):
            return
        number = rows[which % len(rows)]
        key = self.sheet.table(title)[number - 1]["Key"]
        self.sheet.type(title, number, "Key", None)
        for place in [each for each in self.typed_there if each[:2] == (title, str(key))]:
            del self.typed_there[place]
        self.sync()

    def swap_words(self, title: str, one: int, two: int) -> None:
        """Two headers change places, and the cells below them stay."""
        header = self.sheet.tabs[title].rows[0]
        header[one], header[two] = header[two], header[one]
        self.swapped.append((title, str(header[one]), str(header[two])))
        self.swapped_words(title, {str(header[one]), str(header[two])})

    def swapped_words(self, title: str, headers: set[str]) -> None:
        """Everything under the two headers counts as typed now."""
        if title not in RECORDS or "Key" not in self.sheet.tabs[title].rows[0]:
            return
        for place in [each for each in self.typed_there if each[0] == title]:
            if place[2] in headers or headers & {"Key", "Code"}:
                del self.typed_there[place]

    @rule(title=st.sampled_from((*RECORDS, *ACTS, CONFLICTS)), which=st.integers(0, 30))
    def rename_any_header(self, title: str, which: int) -> None:
        """Somebody renames a column of any tab."""
        header = self.sheet.tabs[title].rows[0] if self.sheet.tabs[title].rows else []
        if header:
            place = which % len(header)
            if isinstance(header[place], str) and not str(header[place]).startswith("My "):
                header[place] = f"My {header[place]}"

    @rule()
    def right_every_header(self) -> None:
        """Somebody reads the messages and names the columns as they were."""
        for title in EDITABLE:
            header = self.sheet.tabs[title].rows[0] if self.sheet.tabs[title].rows else []
            for place, name in enumerate(header):
                if str(name).startswith("My "):
                    right = str(name).removeprefix("My ")
                    header[place] = None if right in header else right
        for title, one, two in reversed(self.swapped):
            header = self.sheet.tabs[title].rows[0] if self.sheet.tabs[title].rows else []
            if one in header and two in header and title != ASSIGNMENTS:
                if "Key" in (one, two) and self.keys_are_under_key(title):
                    continue
                first, second = header.index(one), header.index(two)
                header[first], header[second] = two, one
        self.swapped.clear()

    def keys_are_under_key(self, title: str) -> bool:
        """Whether Keys came to a tab of acts after its words were swapped: then they are right."""
        keys = [str(row.get("Key")) for row in self.sheet.table(title)]
        entry = self.world.office.store.entry
        return title not in RECORDS and any(
            key.isdecimal() and entry(Key(int(key))) is not None for key in keys
        )

    # -------------------------------------------------------------------------- the laws

    def keyed(self, title: str) -> list[int]:
        """The rows of a tab that have a Key."""
        return [n for n, row in enumerate(self.sheet.table(title), 1) if row.get("Key")]

    def check_elsewhere(self) -> None:
        """Every record has its row, nothing typed is lost, every act was recorded once."""
        self.look()
        for title in RECORDS:
            codes = {each[1] for each in self.held if each[0] == title}
            rows = [row for row in self.sheet.table(title) if not _ignored(row)]
            keys = [str(row["Key"]) for row in rows if row["Key"]]
            assert sorted(keys) == sorted(codes), title
            for code in {code for there, code in self.added if there == title}:
                stays = any(code in row.values() for row in self.sheet.table(title))
                assert code in codes or stays, (title, code)
        for (title, key, header), content in self.typed_there.items():
            there = any(
                str(row.get("Key")) == key and row.get(header) == content
                for row in self.sheet.table(title)
            )
            had = (title, key, header, _plain(content)) in self.held
            assert there or had or content is None, (title, key, header, content)
        self.check_acts()

    def check_acts(self) -> None:
        """None is recorded twice; as many as were pasted are, or stand there and say why not."""
        entries = list(self.world.office.store.entries())
        for titles, kind in (
            ((MEMBERSHIPS,), EntryKind.MEMBERSHIP),
            ((REGISTRATIONS, FORM.title), EntryKind.REGISTRATION),
        ):
            recorded = sum(e.kind is kind and e.source is Source.SHEET for e in entries)
            rows = [row for title in titles for row in self.sheet.table(title)]
            waiting = sum(str(row.get("Status")).startswith("Not recorded") for row in rows)
            ignored = sum(_ignored(row) for row in rows)
            pasted = sum(self.acts[title] for title in titles)
            wiped = sum(self.wiped[title] for title in titles)
            assert recorded + waiting <= pasted <= recorded + waiting + ignored + wiped, kind


def _plain(content: Content) -> str:
    return str(content).strip().casefold()


def _ignored(row: dict[str, Content]) -> bool:
    return str(row.get("Status")).startswith("Ignored")
