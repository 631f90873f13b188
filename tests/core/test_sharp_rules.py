"""Single rules, to the letter: what is just allowed, what isn't, and what an answer carries."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.adjusting import LevelChange
from core.bulk import (
    BulkRequest,
    SomeRefused,
    candidates,
    preview_bulk,
    record_bulk,
    void_all,
)
from core.clock import Key, SystemClock
from core.columns import Kind
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.draft import DraftStore
from core.entry import EntryKind
from core.errors import NotEnoughRemaining
from core.exporting import export_ledger, import_ledger
from core.file_rows import FileUnreadable
from core.importing import BadRows, import_file
from core.level import BenefitLevel
from core.membership import Transaction
from core.past import PastStore, as_known_at
from core.policy import Policy
from core.reports.quid_pro_quo import quid_pro_quo
from core.stores.embedded import open_store
from tests.core.building import MANAGER, NEW_YEAR, STAFF, Office


def change(office: Office, level: BenefitLevel, **fields: object) -> None:
    """Change a level."""
    wanted = LevelChange(level=level.key, **fields)  # type: ignore[arg-type]
    office.desk.change_level(wanted, idempotency_key=office.request_key(), actor=MANAGER)


def bring(office: Office, folder: Path, kind: Kind, text: str) -> None:
    """Import a file with this text."""
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    import_file(office.desk, path, kind, actor=MANAGER)


def test_the_machine_s_clock_is_in_universal_time() -> None:
    """An instant without a zone would be taken for another one."""
    assert SystemClock().now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("flag", ["accepted", "active"])
def test_a_level_was_usable_until_its_flag_changed(office: Office, flag: str) -> None:
    """The balance of an earlier day counts the flag as it stood then, of a later one as it is."""
    level = office.enroll().levels[0]
    change(office, level, comment="first")
    office.clock.pass_time(days=10)
    change(office, level, **{flag: False})
    office.clock.pass_time(days=10)
    change(office, level, comment="then")
    assert office.remaining(level, date(2026, 6, 24)) == 4
    assert office.remaining(level, date(2026, 6, 25)) == 0
    assert office.remaining(level) == 0


def test_a_flag_that_changed_twice_is_wound_back_to_the_first(office: Office) -> None:
    """Declined for a while, and accepted again."""
    level = office.enroll().levels[0]
    office.clock.pass_time(days=10)
    change(office, level, accepted=False)
    office.clock.pass_time(days=10)
    change(office, level, accepted=True)
    office.clock.pass_time(days=10)
    assert office.remaining(level, date(2026, 6, 24)) == 4
    assert office.remaining(level, date(2026, 6, 30)) == 0
    assert office.remaining(level, date(2026, 7, 5)) == 4


def test_all_that_is_held_can_be_recalled_by_number(office: Office) -> None:
    """Just as many as there are, and not one more."""
    key = office.enroll().levels[0].key
    office.desk.convey(
        ConveyRequest(level=key, holder="ZED", quantity=Decimal(3), idempotency_key="c"),
        actor=MANAGER,
    )
    with pytest.raises(NotEnoughRemaining) as refused:
        office.desk.recall(
            RecallRequest(level=key, holder="ZED", quantity=Decimal(4), idempotency_key="b"),
            actor=MANAGER,
        )
    assert (refused.value.asked, refused.value.remaining) == (4, 3)
    back = office.desk.recall(
        RecallRequest(level=key, holder="ZED", quantity=Decimal(3), idempotency_key="b"),
        actor=MANAGER,
    )
    assert back.quantity == 3


def passes(contacts: tuple[str, ...], quantity: int = 1) -> BulkRequest:
    """A pass for each of them."""
    return BulkRequest(
        contacts=contacts,
        benefit_type="PASS",
        quantity=Decimal(quantity),
        used_on=date(2026, 5, 1),
        description="Open day",
        idempotency_key="bulk",
    )


def test_five_thousand_are_not_too_many(office: Office) -> None:
    """The most that are recorded in one step."""
    crowd = tuple(f"C{number}" for number in range(5000))
    assert len(preview_bulk(office.desk, passes(crowd), actor=STAFF).refused) == 5000


def test_a_bulk_writes_what_it_was_asked_to(office: Office) -> None:
    """Date, quantity and description are everybody's; undoing it says why."""
    office.enroll()
    office.enroll("ZED")
    outcome = record_bulk(office.desk, passes(("ACME", "ZED"), 2), actor=STAFF)
    for usage, contact in zip(outcome.recorded, ("ACME", "ZED"), strict=True):
        (entry,) = usage.entries
        assert (entry.contact, entry.on, entry.quantity) == (contact, date(2026, 5, 1), 2)
        assert (entry.description, entry.actor) == ("Open day", "U-SAM")
        assert entry.idempotency_key == f"bulk:{contact}"
    keys = [usage.key for usage in outcome.recorded]
    void_all(office.desk, keys, reason="wrong day", idempotency_key="undo", actor=MANAGER)
    voids = [entry for entry in office.store.entries() if entry.kind is EntryKind.VOID]
    assert [(void.note, void.reverses, void.actor) for void in voids] == [
        ("wrong day", key, "U-MAY") for key in keys
    ]


def test_a_refused_bulk_carries_its_outcome(office: Office) -> None:
    """So that a form can show who and why."""
    office.enroll()
    with pytest.raises(SomeRefused) as refused:
        record_bulk(office.desk, passes(("ACME", "ZED", "NIX")), actor=STAFF)
    assert str(refused.value) == "Nothing was recorded: 2 of 3 would be refused."
    outcome = refused.value.outcome
    assert [each.contact for each in outcome.refused] == ["ZED", "NIX"]
    assert outcome.refused[0].reason == "Zed Else has no Guest pass with any membership."
    assert str(outcome.refused[0].error) == outcome.refused[0].reason
    assert len(outcome.recorded) == 1


def test_a_candidate_s_levels_are_added_up(office: Office) -> None:
    """Two memberships, one figure; what was conveyed away is nobody's to record for."""
    key = office.enroll().levels[0].key
    office.enroll(membership_type="SPONS", ends_on=date(2026, 12, 31))
    office.enroll("ZED")
    office.desk.convey(
        ConveyRequest(level=key, holder="BOB", quantity=Decimal(1), idempotency_key="c"),
        actor=MANAGER,
    )
    found = candidates(office.desk, "PASS", at_least=Decimal(4))
    assert [(each.contact.code, each.remaining) for each in found] == [("ACME", 5), ("ZED", 4)]


def test_the_past_ends_with_its_instant(office: Office) -> None:
    """What was told at the very instant was known then, in every way of asking."""
    level = office.enroll().levels[0]
    usage = office.use().entries[0]
    past = PastStore(office.store, usage.at)
    office.clock.pass_time(seconds=1)
    office.use()
    assert list(past.entries())[-1] == usage
    assert past.entry(usage.key) == usage
    assert past.entries_of_level(level.key)[-1] == usage
    assert past.entries_of_request(usage.idempotency_key) == [usage]


def test_the_past_has_today_s_policy(office: Office) -> None:
    """The organisation's zone says which day it is."""
    office.desk.policy = Policy(zone=ZoneInfo("Pacific/Auckland"))
    then = as_known_at(office.desk, office.clock.now())
    assert then.policy is office.desk.policy
    assert then.today() == date(2026, 6, 16)


def test_a_draft_tells_requests_apart(office: Office) -> None:
    """The parts of one request, and none of another that begins alike."""
    office.enroll()
    told = office.use(idempotency_key="told").entries[0]
    draft = DraftStore(office.store, told.key)
    requests = ("new", "new#2", "newer", "other")
    entries = [
        replace(told, key=Key(told.key + number), idempotency_key=request)
        for number, request in enumerate(requests, start=1)
    ]
    for entry in (entries[:2], entries[2:3], entries[3:]):
        draft.append(entry)
    assert draft.entries_of_request("new") == entries[:2]
    assert draft.last == entries[-1].key
    assert list(draft.entries(after=entries[1].key)) == entries[2:]
    assert list(draft.entries(after=told.key)) == entries


def test_an_exported_line_is_readable(office: Office, tmp_path: Path) -> None:
    """One entry of JSON a line, and every letter as itself."""
    office.enroll()
    office.use(description="Grüße")
    path = tmp_path / "ledger.jsonl"
    count = export_ledger(office.store, path)
    lines = path.read_bytes().decode("utf-8").splitlines()
    assert len(lines) == count
    assert '"Grüße"' in lines[-1]
    assert json.loads(lines[-1])["description"] == "Grüße"


def test_a_ledger_that_cannot_come_in_is_told_word_for_word(tmp_path: Path) -> None:
    """The file, its line and what is wrong with it."""
    path = tmp_path / "ledger.jsonl"
    store = open_store(tmp_path / "other.db")
    try:
        with pytest.raises(FileUnreadable) as refused:
            import_ledger(store, path)
        assert str(refused.value) == f"{path} can't be read: No such file or directory."
        path.write_bytes(b"\xff\n")
        with pytest.raises(FileUnreadable) as refused:
            import_ledger(store, path)
        assert str(refused.value) == "ledger.jsonl is not UTF-8 text."
        path.write_text("{}\n")
        with pytest.raises(FileUnreadable) as refused:
            import_ledger(store, path)
        assert str(refused.value) == "ledger.jsonl line 1 is no ledger entry."
        path.write_text("")
        assert import_ledger(store, path) == 0
    finally:
        store.close()


def test_a_file_may_begin_with_a_mark_of_its_encoding(office: Office, tmp_path: Path) -> None:
    """As spreadsheets write it."""
    bring(office, tmp_path, Kind.CONTACTS, "\ufeffcode,name\nX,x\n")
    assert office.desk.read(lambda books: books.contacts["X"].name) == "x"


def test_a_cell_may_have_lines_of_its_own(office: Office, tmp_path: Path) -> None:
    """Within quotes a line ends as it was written; rows may be shorter than the header."""
    office.enroll()
    text = (
        "contact,benefit_type,used_on,description,note\n"
        'ACME,PASS,2026-02-01,"Open\nday",by phone\n'
        "ACME,ROOM,2026-02-02\n"
    )
    bring(office, tmp_path, Kind.USAGE, text)
    first, second = list(office.store.entries())[-2:]
    assert (first.description, first.note) == ("Open\nday", "by phone")
    assert (second.description, second.note, second.quantity) == ("", "", 1)


def test_an_organisation_in_a_short_row_comes_before_its_people(
    office: Office, tmp_path: Path
) -> None:
    """Even where it stands below them and its row ends early."""
    text = "code,name,kind,affiliated_to\nEVE,Eve,,LATE\nLATE,Late Ltd,organisation\n"
    bring(office, tmp_path, Kind.CONTACTS, text)
    assert office.desk.read(lambda books: books.contacts["EVE"].affiliated_to) == "LATE"


def test_a_file_that_was_imported_before_says_how_long_it_is(
    office: Office, tmp_path: Path
) -> None:
    """Its kind and how many rows it has, of which nothing was done."""
    path = tmp_path / "contacts.csv"
    path.write_text("code,name\nX,x\nY,y\nZED,Zed Else\n")
    once = import_file(office.desk, path, Kind.CONTACTS, actor=MANAGER)
    assert (once.kind, once.added, once.unchanged, once.before) == (Kind.CONTACTS, 2, 1, False)
    again = import_file(office.desk, path, Kind.CONTACTS, actor=MANAGER)
    assert (again.kind, again.added, again.unchanged, again.before) == (
        Kind.CONTACTS,
        0,
        3,
        True,
    )


def test_a_part_of_a_name_is_no_contact_in_a_file(office: Office, tmp_path: Path) -> None:
    """Nobody looks at a row before it counts."""
    office.enroll()
    with pytest.raises(BadRows) as refused:
        bring(office, tmp_path, Kind.USAGE, "contact,benefit_type\nHardware,PASS\n")
    assert [row.reason for row in refused.value.rows] == [
        "There is no contact “Hardware”. Did you mean Acme Hardware?"
    ]


def test_a_payment_is_told_whole(office: Office) -> None:
    """What was paid for, when, how much, and each benefit by code, name and value."""
    paid = Transaction(code="D-1", amount=Decimal(100), paid_on=NEW_YEAR)
    office.enroll(transaction=paid)
    (row,) = quid_pro_quo(office.desk)
    assert row.as_json() == {
        "transaction": "D-1",
        "kind": "dues",
        "contact": "ACME",
        "paid_on": NEW_YEAR,
        "amount": 100,
        "benefits": [{"code": "PASS", "name": "Guest pass", "value": Decimal(50)}],
        "value": 50,
        "stated": False,
        "deductible": 50,
        "disclosure_due": True,
        "notes": ["The token limit for 2026 is not entered in the settings."],
    }


def test_what_came_without_a_payment_is_told_as_such(office: Office) -> None:
    """Two memberships of one contact that nobody paid for stay apart."""
    office.enroll()
    office.enroll(starts_on=date(2026, 2, 1))
    first, second = quid_pro_quo(office.desk)
    assert first.membership.key < second.membership.key
    assert (len(first.rows), len(second.rows)) == (1, 1)
    assert first.as_json() == {
        "transaction": None,
        "kind": None,
        "contact": "ACME",
        "paid_on": None,
        "amount": None,
        "benefits": [{"code": "PASS", "name": "Guest pass", "value": Decimal(50)}],
        "value": 50,
        "stated": False,
        "deductible": None,
        "disclosure_due": None,
        "notes": ["The amount paid is not known."],
    }


def test_a_contact_is_kept_whole(office: Office) -> None:
    """Every field of a contact's row comes back."""
    contact = Contact(
        code="EVE",
        name="Eve Early",
        affiliated_to="ACME",
        authorised=True,
        email="eve@acme.example",
        authorised_until=date(2026, 9, 30),
        authorised_max=Decimal("2.5"),
    )
    office.desk.put([contact], idempotency_key="eve", actor=MANAGER)
    assert office.desk.read(lambda books: books.contacts["EVE"]) == contact
