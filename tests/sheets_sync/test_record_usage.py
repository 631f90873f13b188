"""Record usage: rows are pasted, each is recorded once, and its Status says so."""

import re
from decimal import Decimal

import pytest

from core.actor import Source
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.recording import UsageRequest
from core.records import LookupRecord
from sheets_sync.errors import SheetError
from sheets_sync.sheet import Content
from tests.core.building import MANAGER, STAFF
from tests.sheets_sync.fake_sheet import LOST, UNANSWERED, Killed
from tests.sheets_sync.fragile_store import FragileStore
from tests.sheets_sync.world import RECORD_USAGE, World

SAME = " · same contact, benefit, day and quantity as a row above"


def statuses(world: World) -> list[str]:
    """Every Status, without the instant in it, and without what was recorded."""
    recorded = re.compile(r" 15 Jun 2026 15:00( · \S+ on \d+ \w+ 2026)?")
    return [recorded.sub("", str(status)) for status in world.statuses()]


def test_a_pasted_row_is_recorded(world: World) -> None:
    """All that stands in it goes into the ledger; the Status says when, and what is left."""
    world.paste(
        "Acme Hardware",
        "guest pass",
        Used_on=46180,
        Quantity=2,
        Description="Trade fair",
        Holder="Ann Able",
        Note="two cards",
    )
    outcome = world.sync()
    assert (outcome.recorded, outcome.refused) == (1, 0)
    assert outcome.sentence.startswith("1 usage recorded; ")
    usage = world.usages()[0]
    assert (usage.contact, usage.holder, usage.quantity, str(usage.on)) == (
        "ACME",
        "ANN",
        Decimal(2),
        "2026-06-07",
    )
    assert (usage.description, usage.note, usage.source) == (
        "Trade fair",
        "two cards",
        Source.SHEET,
    )
    row = world.sheet.table(RECORD_USAGE)[0]
    assert row["Status"] == "Recorded 15 Jun 2026 15:00 · 2 on 7 Jun 2026 · 2 left"
    assert row["Key"] == str(usage.key)
    world.in_step()


def test_blank_date_and_quantity_are_today_and_one(world: World) -> None:
    """What people leave out is what Slack assumes too; the cells stay blank."""
    world.paste()
    world.sync()
    assert (world.usages()[0].quantity, str(world.usages()[0].on)) == (Decimal(1), "2026-06-15")
    assert world.sheet.table(RECORD_USAGE)[0]["Quantity"] is None
    world.in_step()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"quantity": 9}, "Only 4 left; 9 asked for."),
        ({"contact": "Nobody"}, "There is no contact “Nobody”."),
        ({"contact": None}, "Contact can't be blank."),
        ({"benefit": None}, "Benefit type can't be blank."),
        ({"benefit": "Guest"}, "There is no benefit type “Guest”."),
        ({"benefit": "Gala seat"}, "Acme Hardware has no Gala seat with any membership."),
        (
            {"used_on": "last Friday"},
            (
                "Used on: “last Friday” is no date here, for a row may be read a day later; write"
                " it as 2026-11-03."
            ),
        ),
        ({"used_on": "3/11"}, "Used on: “3/11” is no date; write it as 2026-11-03."),
        ({"used_on": 46189}, "16 Jun 2026 is in the future; today is 15 Jun 2026."),
        ({"quantity": "two"}, "Quantity: “two” is no number; write it as 2."),
        ({"quantity": 0}, "A quantity has to be more than 0; 0 was given."),
        ({"holder": "Bob Bold"}, "Bob Bold is not authorised"),
        ({"holder": "Who"}, "There is no contact “Who”."),
    ],
)
def test_a_row_that_is_refused_says_why(world: World, cells: dict[str, Content], why: str) -> None:
    """Nothing is recorded, the row stays as it is, and it is not tried again for nothing."""
    given: dict[str, Content] = {"contact": "ACME", "benefit": "PASS", **cells}
    row = {
        "Contact": given["contact"],
        "Benefit type": given["benefit"],
        "Used on": given.get("used_on"),
        "Quantity": given.get("quantity"),
        "Holder": given.get("holder"),
        "Note": "x",
    }
    world.sheet.paste(RECORD_USAGE, row)
    outcome = world.sync()
    assert (outcome.recorded, outcome.refused, world.usages()) == (0, 1, [])
    assert str(world.statuses()[0]).startswith(f"Not recorded: {why}")
    assert world.sheet.table(RECORD_USAGE)[0].get("Key") is None
    world.in_step()


def test_a_refused_row_is_tried_again_when_it_is_changed(world: World) -> None:
    """The quantity is put right."""
    world.paste(Quantity=9)
    world.sync()
    world.sheet.type(RECORD_USAGE, 1, "Quantity", 3)
    assert world.sync().recorded == 1
    assert statuses(world) == ["Recorded · 1 left"]
    world.in_step()


def test_a_refused_row_is_tried_again_when_the_ledger_has_changed(world: World) -> None:
    """A manager raises the number in Slack, or in the same sheet."""
    world.paste(Quantity=5)
    world.sync()
    world.type("Number", 6)
    outcome = world.sync()
    assert (outcome.taken, outcome.recorded) == (1, 1)
    assert statuses(world) == ["Recorded · 1 left"]
    world.in_step()


def test_a_refused_row_is_tried_again_on_another_day(world: World) -> None:
    """Tomorrow's usage is recorded tomorrow."""
    world.paste(Used_on=46189)
    world.sync()
    world.office.clock.pass_time(days=1)
    assert world.sync().recorded == 1
    world.in_step()


def test_a_refused_row_that_was_recorded_in_slack_meanwhile_is_not_recorded_again(
    world: World,
) -> None:
    """The manager raised the number, and a colleague recorded the usage in Slack."""
    world.paste(Quantity=5)
    world.sync()
    world.set_number("20")
    world.office.use(quantity="5")
    assert world.sync().recorded == 0
    assert statuses(world)[0].startswith("Not recorded: the same was recorded elsewhere")
    world.in_step()
    world.sheet.type(RECORD_USAGE, 1, "Note", "a second visit")
    assert world.sync().recorded == 1
    world.in_step()


def test_equal_rows_are_as_many_usages(world: World) -> None:
    """Each is recorded; the later ones are marked."""
    for _ in range(3):
        world.paste(Note="same")
    assert world.sync().recorded == 3
    assert statuses(world) == [
        "Recorded · 3 left",
        f"Recorded · 2 left{SAME}",
        f"Recorded · 1 left{SAME}",
    ]
    assert len({row["Key"] for row in world.sheet.table(RECORD_USAGE)}) == 3
    world.in_step()
    world.paste(Note="same")
    assert world.sync().recorded == 1
    assert len(world.usages()) == 4
    world.in_step()


def test_of_equal_rows_as_many_as_there_are_units_are_recorded(world: World) -> None:
    """The rest is refused; raising the number lets it through."""
    for _ in range(6):
        world.paste()
    outcome = world.sync()
    assert (outcome.recorded, outcome.refused) == (4, 1)
    assert statuses(world)[4:] == ["Not recorded: None left; 1 asked for."] * 2
    world.in_step()
    world.set_number("5")
    assert world.sync().recorded == 1
    assert sorted(status[:8] for status in statuses(world)) == ["Not reco"] + ["Recorded"] * 5
    world.in_step()


def test_a_row_like_one_recorded_in_slack_is_marked(world: World) -> None:
    """Rows of a sheet are meant, so it is recorded, and says what it looks like."""
    world.office.use()
    world.paste()
    world.sync()
    assert statuses(world) == ["Recorded · 2 left · the same was recorded elsewhere"]
    assert len(world.usages()) == 2


def test_a_recorded_row_that_is_edited_says_so_and_stays(world: World) -> None:
    """The ledger keeps what was recorded; the cells keep what was typed; undoing it heals."""
    world.paste(Quantity=1)
    world.sync()
    world.sheet.type(RECORD_USAGE, 1, "Quantity", 3)
    world.sync()
    assert statuses(world)[0].startswith("Already recorded, with Quantity 1; take it back")
    assert world.sheet.table(RECORD_USAGE)[0]["Quantity"] == 3
    assert world.usages()[0].quantity == Decimal(1)
    world.in_step()
    world.sheet.type(RECORD_USAGE, 1, "Quantity", 1)
    world.sync()
    assert statuses(world) == ["Recorded · 3 left"]
    world.in_step()


def test_a_usage_taken_back_in_slack_says_so(world: World) -> None:
    """With the reason; and an equal row pasted then is a usage of its own."""
    world.paste()
    world.sync()
    key, request = world.usages()[0].key, world.office.request_key()
    world.office.desk.void(key, reason="wrong day", idempotency_key=request, actor=MANAGER)
    world.sync()
    assert statuses(world) == ["Taken back: wrong day"]
    world.in_step()
    world.paste()
    assert world.sync().recorded == 1
    assert statuses(world) == ["Taken back: wrong day", "Recorded · 3 left"]
    world.in_step()


def test_a_recorded_row_that_is_deleted_is_put_back(world: World) -> None:
    """The usage stays in the ledger, so its row comes back, and says so."""
    world.paste(Note="first")
    world.paste(Note="second")
    world.sync()
    world.sync()
    world.sheet.delete_row(RECORD_USAGE, 1)
    world.sync()
    assert [row["Note"] for row in world.sheet.table(RECORD_USAGE)] == ["second", "first"]
    assert statuses(world)[1] == (
        "Recorded · 3 left · put back, for the row had disappeared; to undo it, take it back in"
        " Slack"
    )
    assert len(world.usages()) == 2
    world.in_step()


def test_a_row_pasted_in_place_of_an_equal_one_is_new_on_another_day(world: World) -> None:
    """This week's list looks like last week's: it is recorded, and last week's row comes back."""
    world.paste(Note="the list")
    world.sync()
    world.office.clock.pass_time(days=7)
    world.sheet.delete_row(RECORD_USAGE, 1)
    world.paste(Note="the list")
    assert world.sync().recorded == 1
    assert len(world.usages()) == 2
    assert len(world.sheet.table(RECORD_USAGE)) == 2
    world.in_step()


@pytest.mark.parametrize(("day", "days"), [(None, 0), (46180, 7)])
def test_a_row_pasted_in_place_of_an_equal_one_of_the_same_day_is_that_one(
    world: World, day: Content, days: int
) -> None:
    """An earlier version of the spreadsheet comes back, without Keys: nothing is recorded twice."""
    world.paste(Used_on=day, Note="the list")
    world.sync()
    key = world.sheet.table(RECORD_USAGE)[0]["Key"]
    world.office.clock.pass_time(days=days)
    world.sheet.delete_row(RECORD_USAGE, 1)
    world.paste(Used_on=day, Note="the list")
    assert world.sync().recorded == 0
    assert [row["Key"] for row in world.sheet.table(RECORD_USAGE)] == [key]
    world.in_step()


@pytest.mark.parametrize("count", [9, 30])
def test_rows_whose_keys_were_cleared_are_known(world: World, count: int) -> None:
    """With another day and a guard, too: what a row says, and its Status, tell which one it is."""
    for number in range(count):
        world.paste(benefit="Notary service", Note=f"row {number % 7}")
    world.sync()
    keys = [row["Key"] for row in world.sheet.table(RECORD_USAGE)]
    world.office.clock.pass_time(days=7)
    for number in range(1, count + 1):
        world.sheet.type(RECORD_USAGE, number, "Key", None)
    outcome = world.sync()
    assert (outcome.recorded, outcome.stopped) == (0, ())
    assert sorted(map(str, keys)) == sorted(
        str(row["Key"]) for row in world.sheet.table(RECORD_USAGE)
    )
    world.in_step()


def test_a_row_whose_key_was_cleared_and_that_was_edited_is_known_by_its_status(
    world: World,
) -> None:
    """Its Status says when it was recorded, as no other does; edited once more, still so."""
    world.paste(Quantity=1)
    world.paste(Quantity=2)
    world.sync()
    world.sync()
    for quantity in (3, 4):
        world.sheet.type(RECORD_USAGE, 1, "Key", None)
        world.sheet.type(RECORD_USAGE, 1, "Quantity", quantity)
        assert world.sync().recorded == 0
        assert statuses(world)[0].startswith("Already recorded, with Quantity 1; take it back")
    assert len(world.usages()) == 2
    world.in_step()


def test_a_refused_row_does_not_stand_in_for_an_equal_one_that_was_deleted(world: World) -> None:
    """Of six equal rows four are recorded; one of these deleted comes back."""
    for _ in range(6):
        world.paste(Note="same")
    world.sync()
    world.sync()
    world.sheet.delete_row(RECORD_USAGE, 1)
    world.sync()
    assert sorted(status[:8] for status in statuses(world)) == ["Not reco"] * 2 + ["Recorded"] * 4
    world.in_step()


def test_a_copied_row_with_its_key_is_told_and_ignored(world: World) -> None:
    """Clearing the Key of the copy records it."""
    world.paste()
    world.sync()
    world.sheet.paste(RECORD_USAGE, world.sheet.table(RECORD_USAGE)[0])
    world.sync()
    assert statuses(world)[1].startswith("Ignored: another row has the same Key.")
    assert len(world.usages()) == 1
    world.in_step()
    world.sheet.type(RECORD_USAGE, 2, "Key", None)
    assert world.sync().recorded == 1
    world.in_step()


@pytest.mark.parametrize("key", ["12345", "9" * 5000, "9" * 19, "١٢٣", "-5", "CARD 7"])
def test_a_made_up_key_is_told_and_not_recorded(world: World, key: str) -> None:
    """Only Benefit Desk writes Keys; no number is too long for that to be said."""
    world.paste(Key=key)
    world.sync()
    assert statuses(world)[0].startswith("Ignored: Benefit Desk did not write this Key.")
    assert world.usages() == []
    world.in_step()


def test_what_is_left_of_an_emptied_row_is_cleared(world: World) -> None:
    """A refused row's Status goes with the row's contents."""
    world.paste(Quantity=99)
    world.sync()
    for header in ("Contact", "Benefit type", "Quantity"):
        world.sheet.type(RECORD_USAGE, 1, header, None)
    world.sync()
    assert world.sheet.table(RECORD_USAGE) == []
    world.in_step()


def test_holders_and_members_of_one_name_are_told_by_code(world: World) -> None:
    """An exact name that two have asks which; name and code together say it."""
    twin = Contact(code="ACME2", name="Acme Hardware")
    world.office.desk.put([twin], idempotency_key="twin", actor=MANAGER)
    world.paste("Acme Hardware")
    world.paste("Acme Hardware (ACME)")
    world.sync()
    assert statuses(world)[0].startswith("Not recorded: Several contacts match “Acme Hardware”")
    assert statuses(world)[1] == "Recorded · 3 left"


@pytest.fixture
def next_year(world: World) -> World:
    """Next year's package has a benefit of the same name; ZED has that one, ACME both."""
    records: list[LookupRecord] = [
        BenefitType(code="PASS27", name="guest  pass"),
        MembershipType(code="GOLD27", name="Gold", term_months=12),
        MembershipBenefit(
            code="N1", membership_type="GOLD27", benefit_type="PASS27", number=Decimal(3)
        ),
    ]
    world.office.desk.put(records, idempotency_key="2027", actor=MANAGER)
    world.office.enroll("ZED", "GOLD27")
    world.sync()
    return world


def test_benefits_of_one_name_are_told_by_code(next_year: World) -> None:
    """Everywhere they are written with their codes, and so they are read."""
    assert next_year.cell("Benefit type") == "Guest pass (PASS)"
    assert next_year.cell("Membership type") == "Gold (GOLD)"
    assert next_year.cell("Benefit type", "PASS27", "ZED") == "guest  pass (PASS27)"
    place = next_year.sheet.place(RECORD_USAGE, "Benefit type")
    offered = next_year.sheet.tabs[RECORD_USAGE].choices[place]
    assert {"Guest pass (PASS)", "guest  pass (PASS27)", "Room hours"} <= set(offered)
    next_year.paste("ZED", "guest  pass (PASS27)")
    next_year.paste("ACME", "Guest pass (pass)")
    assert next_year.sync().recorded == 2
    assert [usage.contact for usage in next_year.usages()] == ["ZED", "ACME"]
    next_year.in_step()


def test_of_benefits_of_one_name_the_one_is_meant_that_the_member_has(next_year: World) -> None:
    """With both, the row is refused and names them; with none, there is no such benefit."""
    next_year.paste("ZED", "Guest pass")
    next_year.paste("ACME", "Guest pass")
    assert next_year.sync().recorded == 2
    next_year.office.enroll("ACME", "GOLD27")
    next_year.paste("ACME", "Guest pass", Note="which")
    next_year.paste("BOB", "Guest pass")
    next_year.sync()
    assert statuses(next_year)[2:] == [
        (
            "Not recorded: Several benefits are called “Guest pass”: please write Guest pass (PASS)"
            " or guest  pass (PASS27)."
        ),
        "Not recorded: Bob Bold has no Guest pass with any membership.",
    ]
    next_year.in_step()


def test_rows_pasted_in_wild_order_find_their_status(world: World) -> None:
    """Sorted between the readings, each Status still stands beside its own row."""
    for quantity in (3, 1, 9):
        world.paste(Quantity=quantity)
    world.sheet.meanwhile[2] = lambda: world.sheet.sort(RECORD_USAGE, "Quantity")
    world.sync()
    assert [
        (row["Quantity"], str(row["Status"])[:12]) for row in world.sheet.table(RECORD_USAGE)
    ] == [
        (1, "Recorded 15 "),
        (3, "Recorded 15 "),
        (9, "Not recorded"),
    ]
    world.in_step()


def test_rows_sorted_under_our_hands_are_put_right(world: World) -> None:
    """Keys that landed beside other rows find back to their own; nothing is recorded twice."""
    world.paste(Note="a", Quantity=2)
    world.sync()
    world.sync()
    for note in ("c", "b"):
        world.paste(Note=note)
    world.sheet.forget()
    world.sheet.meanwhile[4] = lambda: world.sheet.sort(RECORD_USAGE, "Note", descending=True)
    world.sync()
    world.sheet.sort(RECORD_USAGE, "Note")
    world.sync()
    by_key = {str(usage.key): usage.note for usage in world.usages()}
    assert len(by_key) == 3
    assert [by_key[str(row["Key"])] for row in world.sheet.table(RECORD_USAGE)] == ["a", "b", "c"]
    world.in_step()


def test_an_edited_row_whose_key_was_overwritten_is_not_recorded_again(world: World) -> None:
    """Sorted under our hands, another row's Key lands beside it: what it was edited to tells it."""
    world.paste(Note="a")
    world.sync()
    world.sheet.type(RECORD_USAGE, 1, "Quantity", 2)
    world.sync()
    world.paste(Note="b")
    world.sheet.forget()
    world.sheet.meanwhile[4] = lambda: world.sheet.sort(RECORD_USAGE, "Note", descending=True)
    world.sync()
    strayed = world.sheet.table(RECORD_USAGE)[1]
    assert world.sync().recorded == 0
    a, b = world.usages()
    assert (strayed["Note"], strayed["Key"]) == ("a", str(b.key))
    rows = world.sheet.table(RECORD_USAGE)
    assert [(row["Quantity"], row["Key"]) for row in rows] == [(None, str(b.key)), (2, str(a.key))]
    assert str(rows[1]["Status"]).startswith("Already recorded, with Quantity blank; take")
    world.in_step()


def test_a_row_edited_between_recording_and_its_key_is_recorded_once(world: World) -> None:
    """It keeps what was typed and says with what it was recorded."""
    world.paste(Quantity=1)
    world.sheet.meanwhile[2] = lambda: world.sheet.type(RECORD_USAGE, 1, "Quantity", 2)
    world.sync()
    assert [usage.quantity for usage in world.usages()] == [Decimal(1)]
    assert statuses(world)[0].startswith("Already recorded, with Quantity 1; take it back")
    world.in_step()


def test_an_edited_row_doesn_t_give_its_key_to_an_equal_one(world: World) -> None:
    """Its Key came beside what it was edited to; an equal row pasted then is a usage of its own."""
    world.paste(Note="same")
    world.sheet.meanwhile[2] = lambda: world.sheet.type(RECORD_USAGE, 1, "Quantity", 2)
    world.sync()
    world.paste(Note="same")
    assert world.sync().recorded == 1
    assert [usage.quantity for usage in world.usages()] == [Decimal(1), Decimal(1)]
    assert [status[:7] for status in statuses(world)] == ["Already", "Recorde"]
    world.in_step()


def test_a_row_edited_after_a_crash_and_before_its_key_is_recorded_once(world: World) -> None:
    """The process died right after recording; where its row stood is found out again."""
    world.paste(Note="a")
    world.sync_on(FragileStore(world.office.store, 3, after=True))
    assert len(world.usages()) == 1
    world.sheet.meanwhile[2] = lambda: world.sheet.type(RECORD_USAGE, 1, "Quantity", 2)
    assert world.sync().recorded == 0
    world.sync()
    assert [usage.quantity for usage in world.usages()] == [Decimal(1)]
    assert statuses(world)[0].startswith("Already recorded, with Quantity blank; take")
    world.in_step()


def test_an_edited_row_keeps_its_key_beside_an_equal_new_one(world: World) -> None:
    """Where a Key arrived is known from the copy, however its row is edited since."""
    world.paste(Note="same")
    world.sync()
    world.paste(Note="same")
    world.sheet.type(RECORD_USAGE, 1, "Quantity", "x")
    world.sheet.forget()
    world.sheet.meanwhile[2] = lambda: world.set_number("9")
    world.sync()
    first, second = world.usages()
    rows = world.sheet.table(RECORD_USAGE)
    assert [row["Key"] for row in rows] == [str(first.key), str(second.key)]
    assert [status.split()[0] for status in statuses(world)] == ["Already", "Recorded"]
    world.in_step()


def test_a_row_pasted_between_the_readings_waits_for_the_next_sync(world: World) -> None:
    """It is neither written over nor forgotten."""
    world.paste(Note="first")
    world.sheet.meanwhile[2] = lambda: world.paste(Note="second")
    world.sync()
    assert len(world.usages()) == 1
    assert world.sync().recorded == 1
    world.in_step()


def test_a_row_deleted_before_its_key_was_written_is_put_back(world: World) -> None:
    """It was recorded, so it is shown."""
    world.paste(Note="gone")
    world.sheet.meanwhile[2] = lambda: world.sheet.delete_row(RECORD_USAGE, 1)
    world.sync()
    row = world.sheet.table(RECORD_USAGE)[0]
    assert (row["Note"], row["Key"]) == ("gone", str(world.usages()[0].key))
    world.in_step()


@pytest.mark.parametrize("mishap", [LOST, UNANSWERED, Killed()])
@pytest.mark.parametrize("request_number", [1, 2, 3, 4])
def test_each_row_is_recorded_once_whichever_request_fails(
    world: World, request_number: int, mishap: str | BaseException
) -> None:
    """Lost on the way, carried out without an answer, or the process dies: once is once."""
    for note in ("a", "same", "same"):
        world.paste(Note=note)
    world.sheet.mishaps[request_number] = mishap
    with pytest.raises((SheetError, Killed)):
        world.sync()
    world.sheet.forget()
    world.sync()
    world.sync()
    assert sorted(usage.note for usage in world.usages()) == ["a", "same", "same"]
    assert all(str(status).startswith("Recorded") for status in world.statuses())
    world.in_step()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", range(1, 14))
def test_each_row_is_recorded_once_wherever_the_process_dies(
    world: World, write: int, after: bool
) -> None:
    """Before or after each of its writes to the store."""
    for note in ("a", "same", "same"):
        world.paste(Note=note)
    store = FragileStore(world.office.store, write, after=after)
    world.sync_on(store)
    world.sync()
    world.sync()
    assert sorted(usage.note for usage in world.usages()) == ["a", "same", "same"]
    assert len({row["Key"] for row in world.sheet.table(RECORD_USAGE)}) == 3
    world.in_step()


@pytest.mark.parametrize("write", [4, 5])
def test_a_row_that_vanished_in_a_crash_is_put_back(world: World, write: int) -> None:
    """Recorded, the process died before its Key was written, and somebody deleted the row.

    It dies before or after writing down that the planned row is recorded.
    """
    world.paste(Note="gone")
    world.sync_on(FragileStore(world.office.store, write))
    assert len(world.usages()) == 1
    world.sheet.delete_row(RECORD_USAGE, 1)
    world.sync()
    assert [row["Note"] for row in world.sheet.table(RECORD_USAGE)] == ["gone"]
    assert len(world.usages()) == 1
    world.in_step()


def test_keys_are_known_again_without_a_journal(world: World) -> None:
    """What was last seen is lost: recorded rows are known by their Keys, and pasted ones count."""
    world.paste(Note="same")
    world.sync()
    store = world.office.store
    for name in ("", ":open"):
        store.keep(f"sheet:fake:Record usage{name}", _EMPTY[name])
    world.paste(Note="same")
    assert world.sync().recorded == 1
    assert len(world.usages()) == 2
    world.in_step()


_EMPTY: dict[str, dict[str, object]] = {
    "": {"rows": {}, "typed": {}, "refill": False},
    ":open": {"planned": {}, "landing": {}, "refused": []},
}


def test_two_processes_record_a_row_once(world: World) -> None:
    """The idempotency key comes from the row, so a second sync that knows nothing adds nothing."""
    world.paste(Note="race")
    world.sheet.meanwhile[2] = lambda: None
    request = UsageRequest(contact="ACME", benefit_type="PASS", idempotency_key="other")
    world.office.desk.record(request, actor=STAFF)
    world.sheet.mishaps[2] = Killed()
    with pytest.raises(Killed):
        world.sync()
    world.office.store.keep("sheet:fake:Record usage:open", _EMPTY[":open"])
    world.sheet.forget()
    world.sync()
    assert sum(usage.note == "race" for usage in world.usages()) == 1
    world.in_step()


def test_rows_that_stay_refused_are_told_every_time(world: World) -> None:
    """“In step” alone would hide them."""
    world.paste(Quantity=99)
    assert world.sync().refused == 1
    again = world.sync()
    assert (again.refused, again.waiting) == (0, 1)
    told = "Nothing was changed. Still different: Record usage (1 row refused); Status says why."
    assert again.sentence == told
