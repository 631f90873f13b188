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
