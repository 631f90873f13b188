"""The inventory report, and how quid pro quo and usage are narrowed and summed for people."""

from datetime import UTC, datetime, timedelta

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()
STARTS_ON = TODAY - timedelta(60)


def test_inventory_as_json(busy: CommandLine) -> None:
    """What is promised against the stock of the settings; what falls short comes first."""
    busy.settings("[stock]\nGALA = 1\nGUEST = 50\n")
    rows = {row["benefit_type"]: row for row in busy.rows("inventory")}
    assert next(iter(rows)) == "GALA"
    assert rows["GALA"] == {
        "benefit_type": "GALA",
        "stock": 1,
        "promised": 2,
        "used": 0,
        "remaining": 2,
        "short": 1,
    }
    assert (rows["GUEST"]["stock"], rows["GUEST"]["used"], rows["GUEST"]["short"]) == (50, 3, 0)
    assert (rows["ADMIT"]["stock"], rows["ADMIT"]["promised"]) == (None, "unlimited")
    assert "LISTNG" not in rows


def test_inventory_tells_what_the_settings_lack(busy: CommandLine) -> None:
    """Without any stock it says where to tell it; a mistyped code is told."""
    assert busy.done("report", "inventory").endswith(
        "How many there are is told in the settings, under [stock].\n"
    )
    busy.settings("[stock]\nGALLA = 1\n")
    assert busy.done("report", "inventory").endswith(
        "The settings have a stock of GALLA, but there is no such benefit type.\n"
    )


def test_quid_pro_quo_narrowed(busy: CommandLine) -> None:
    """By the day of payment and by member; what has no such day is left out, and that is said."""
    busy.done("enroll", "OMAR", "GOLD", "--starts-on", "today")
    paid = str(STARTS_ON)

    def contacts(*words: str) -> list[str]:
        return [row["contact"] for row in busy.rows("quid-pro-quo", *words)]

    assert contacts() == ["ACME", "OMAR"]
    assert contacts("--member", "omar") == ["OMAR"]
    assert contacts("--from", paid, "--to", paid) == ["ACME"]
    assert contacts("--to", str(STARTS_ON - timedelta(1))) == []
    assert contacts("--from", str(STARTS_ON + timedelta(1))) == []
    assert busy.done("report", "quid-pro-quo", "--from", paid).endswith(
        "Left out: 1 row whose day of payment is not known.\n"
    )


def test_usage_by_category_has_benefits_under_each(busy: CommandLine) -> None:
    """In the table, and only there: a benefit of two categories stands under both."""
    busy.done("use", "ACME", "GALA")
    lines = busy.done("report", "usage", "--by", "category").splitlines()[2:]
    assert [(line[:18].rstrip(), line.split()[-3:-1]) for line in lines] == [
        ("Admission", ["3", "4"]),
        ("  Guest pass", ["2", "3"]),
        ("  Gala seat", ["1", "1"]),
        ("Facilities", ["1", "1.5"]),
        ("  Conference room", ["1", "1.5"]),
        ("Events", ["1", "1"]),
        ("  Gala seat", ["1", "1"]),
    ]
    assert len(busy.rows("usage", "--by", "category")) == 3


def test_usage_by_member_tells_which_benefits(busy: CommandLine) -> None:
    """Those members who used benefits, and which; in the table only."""
    lines = busy.done("report", "usage", "--by", "member").splitlines()[2:]
    assert [(line[:18].rstrip(), line.split()[-3:-1]) for line in lines] == [
        ("Acme Hardware", ["3", "4.5"]),
        ("  Guest pass", ["2", "3"]),
        ("  Conference room", ["1", "1.5"]),
    ]
    assert len(busy.rows("usage", "--by", "member")) == 1


def test_usage_with_subtotals(busy: CommandLine) -> None:
    """Each category's own row comes first, then those of its groups; the same in CSV."""
    busy.done("use", "ACME", "GALA")
    rows = busy.rows("usage", "--subtotals")
    assert [(row["category"], row["subtotal"], row["benefit"], row["uses"]) for row in rows] == [
        ("Admission", True, None, 3),
        ("Admission", False, "Guest pass", 2),
        ("Admission", False, "Gala seat", 1),
        ("Events", True, None, 1),
        ("Events", False, "Gala seat", 1),
        ("Facilities", True, None, 1),
        ("Facilities", False, "Conference room", 1),
    ]
    assert rows[0]["value"] == "132.0368"
    header = busy.done("report", "usage", "--subtotals", "--format", "csv").splitlines()[0]
    assert header == "category,subtotal,benefit,contacts,uses,quantity,value"
    by_member = busy.rows("usage", "--subtotals", "--by", "member", "--category", "events")
    assert [(row["category"], row["member"]) for row in by_member] == [
        ("Events", None),
        ("Events", "Acme Hardware"),
    ]
    answer = busy.type("report", "usage", "--subtotals", "--by", "category")
    assert (answer.status, answer.error) == (
        2, "--subtotals are by category already: leave --by category out.\n",
    )  # fmt: skip


def test_balances_with_subtotals(busy: CommandLine) -> None:
    """Numbers of what is counted, and values, are summed; a sum of unknown values is unknown."""
    rows = busy.rows("balances", "--subtotals")
    sums = {row["category"]: row for row in rows if row["subtotal"]}
    assert list(sums) == ["Admission", "Advertising", "Events", "Facilities"]
    facilities = sums["Facilities"]
    assert (facilities["number"], facilities["used"], facilities["remaining"]) == (10, 1.5, 8.5)
    assert (facilities["total_value"], facilities["used_value"]) == ("350.00", "52.50")
    assert facilities["contact"] is facilities["benefit_type"] is None
    assert (sums["Admission"]["number"], sums["Admission"]["used"]) == ("unlimited", 3)
    assert sums["Admission"]["total_value"] is None
    assert sums["Advertising"]["number"] == 0
    assert list(rows[0]) == ["category", "subtotal", *busy.rows("balances")[0]]
    lines = busy.done("report", "balances", "--subtotals").splitlines()
    assert lines[2].split() == ["Admission", "unlimited", "3", "unlimited"]
    assert lines[3].startswith("  Acme Hardware")


def test_reports_narrowed_by_category_and_type(busy: CommandLine) -> None:
    """The same options narrow balances, what expires, and usage."""
    busy.done("enroll", "OMAR", "FRIEND", "--starts-on", "today", "--ends-on", "2099-12-31")

    def kinds(report: str, *words: str) -> list[str]:
        return sorted(row["benefit_type"] for row in busy.rows(report, *words))

    assert kinds("balances", "--membership-type", "friend") == ["GUEST"]
    assert kinds("balances", "--category", "events") == ["GALA"]
    ahead = ("--within", "400")
    assert kinds("expiring", *ahead, "--category", "facilities") == ["ROOM"]
    assert kinds("expiring", *ahead, "--membership-type", "gold", "--member", "acme") == [
        *("GALA", "GUEST", "ROOM")
    ]
    assert busy.rows("usage", "--membership-type", "friend") == []
    assert len(busy.rows("usage", "--membership-type", "gold")) == 2


def test_history_narrowed_by_kind_and_actor(busy: CommandLine) -> None:
    """Who told what; a kind that there isn't is wrong use."""
    assert {row["kind"] for row in busy.rows("history", "--kind", "usage")} == {"usage"}
    actor = busy.rows("history")[0]["actor"]
    assert busy.rows("history", "--actor", actor) == busy.rows("history")
    assert busy.rows("history", "--actor", "nobody") == []
    assert busy.type("report", "history", "--kind", "use").status == 2
