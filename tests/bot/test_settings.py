"""Settings: what is read from where, and how every mistake is told with its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings, VariablesMissing, Weekday, read_settings
from bot.settings.mistakes import SettingsWrong, line_of
from core.actor import Role
from core.custom import SLOTS, CustomField
from core.policy import QuidProQuoPolicy

WHOLE = """\
[organisation]
name = "Harbour Museum"
time_zone = "Europe/London"
currency = "GBP"
books_open_from = 2026-04-01

[roles]
staff = ["U0STAFF", "S0DESK"]
manager = ["U0BOSS"]
admin = ["W0ADMIN"]
auditor = ["U0AUDIT"]

[reports]
channel = "C0REPORTS"

[schedule]
sync_every_seconds = 60

[schedule.weekly_report]
enabled = false
weekday = "friday"
hour = 17

[quid_pro_quo]
disclosure_above = 80
token_limits = {2024 = 132, 2025 = 135.10}

[stock]
GALA = 200
ROOM = 1200.5

[custom_fields]
date1 = "Renewal call"
lookup1 = {label = "Tier", codes = {A = "First", B = "Second"}}
"""


def read(folder: Path, text: str, **variables: str) -> Settings:
    """The settings from a file with this text."""
    path = folder / "benefit-desk.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings({"BENEFIT_DESK_CONFIG": str(path), **variables})


def mistakes(folder: Path, text: str, **variables: str) -> list[str]:
    """The mistakes told about a file with this text, without the path of the file."""
    with pytest.raises(SettingsWrong) as wrong:
        read(folder, text, **variables)
    path = f"{folder}/benefit-desk.toml "
    return [mistake.removeprefix(path) for mistake in wrong.value.mistakes]


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Every setting of the file reaches its place."""
    settings = read(tmp_path, WHOLE)
    assert settings.organisation.name == "Harbour Museum"
    assert settings.roles.role_of(["U0NEW", "S0DESK"]) is Role.STAFF
    assert settings.roles.members(Role.AUDITOR) == ("U0AUDIT",)
    assert settings.reports.channel == "C0REPORTS"
    assert settings.schedule.sync_every_seconds == 60
    weekly = settings.schedule.weekly_report
    assert (weekly.enabled, weekly.weekday, weekly.hour) == (False, Weekday.FRIDAY, 17)


def test_the_organisation_decides_the_policy(tmp_path: Path) -> None:
    """Time zone, closed books, currency and thresholds are the rules' policy."""
    policy = read(tmp_path, WHOLE).policy
    assert policy.zone == ZoneInfo("Europe/London")
    assert (policy.open_from, policy.currency) == (date(2026, 4, 1), "GBP")
    assert policy.quid_pro_quo == QuidProQuoPolicy(
        disclosure_above=Decimal(80),
        token_limits={2024: Decimal(132), 2025: Decimal("135.10")},
    )
    assert policy.stock == {"GALA": Decimal(200), "ROOM": Decimal("1200.5")}
    assert policy.custom_fields == {
        "date1": CustomField(slot="date1", label="Renewal call"),
        "lookup1": CustomField(slot="lookup1", label="Tier", codes={"A": "First", "B": "Second"}),
    }


def test_all_slots_can_be_labelled(tmp_path: Path) -> None:
    """The benefit level's 56 custom fields, and no other."""
    text = "[custom_fields]\n" + "".join(f'{slot} = "Label {slot}"\n' for slot in SLOTS)
    assert set(read(tmp_path, text).policy.custom_fields) == set(SLOTS)
    assert len(SLOTS) == 56


def test_a_missing_file_means_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file everything has its default, and nobody a role."""
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings == Settings(environment=settings.environment)
    assert settings.schedule.sync_every_seconds == 300
    assert settings.environment.benefit_desk_store == "tinydb:benefit-desk.db"
    assert settings.roles.role_of(["U0BOSS"]) is None


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    """A mistyped path would otherwise mean that nobody may do anything, without a word."""
    with pytest.raises(SettingsWrong, match=r"none\.toml, and there is no such file"):
        read_settings({"BENEFIT_DESK_CONFIG": str(tmp_path / "none.toml")})


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows' own editor begins a file with a mark that isn't TOML."""
    settings = read(tmp_path, '\ufeff[organisation]\nname = "Harbour Museum"\n')
    assert settings.organisation.name == "Harbour Museum"


def test_the_role_that_allows_most_counts() -> None:
    """Somebody in two groups has the better role of the two."""
    roles = Settings.model_validate({"roles": {"staff": ["S0DESK"], "manager": ["U0BOSS"]}}).roles
    assert roles.role_of(["U0BOSS", "S0DESK"]) is Role.MANAGER


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    """One reading tells all mistakes, in the order of their lines."""
    text = """\
colour = "red"
[organisation]
name = ""
timezone = "Europe/London"
time_zone = "Europe/Londno"
currency = "euro"
books_open_from = "soon"

[roles]
staff = [
  "U0STAFF",
  "@anna",
]
manager = "U0BOSS"

[schedule]
sync_every_seconds = "60"
weekly_report.weekday = "someday"
weekly_report.hour = 2
weekly_report.enabled = 1
"""
    assert mistakes(tmp_path, text) == [
        (
            "line 1: colour: there is no such setting; there is organisation, roles,"
            " reports, approvals, schedule, quid_pro_quo, sheet, operations, stock, custom_fields."
        ),
        "line 3: organisation.name: must not be empty.",
        ("line 4: organisation.timezone: there is no such setting; did you mean time_zone."),
        (
            "line 5: organisation.time_zone: there is no time zone 'Europe/Londno';"
            " write one like Europe/London."
        ),
        ("line 6: organisation.currency: has to be three capital letters, such as EUR."),
        ("line 7: organisation.books_open_from: has to be a date, such as 2026-01-31."),
        (
            "line 12: roles.staff: '@anna' is no Slack id; a person's begins with U"
            " or W (“Copy member ID” in the profile), a user group's with S."
        ),
        "line 14: roles.manager: has to be a list in square brackets.",
        "line 17: schedule.sync_every_seconds: has to be a whole number.",
        (
            "line 18: schedule.weekly_report.weekday: has to be monday, tuesday,"
            " wednesday, thursday, friday, saturday or sunday."
        ),
        (
            "line 19: schedule.weekly_report.hour: 2 may come twice or never on the"
            " nights when clocks change; take 0 or 4 to 23."
        ),
        "line 20: schedule.weekly_report.enabled: has to be true or false.",
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "organisation = 5\n",
            (
                "line 1: organisation: has to be a section of its own, headed by"
                " its name in square brackets."
            ),
        ),
        (
            '[reports]\nchannel = "#reports"\n',
            (
                "line 2: reports.channel: '#reports' is no channel"
                " id; it begins with C and stands at the foot of the channel's details in Slack."
            ),
        ),
        (
            "[schedule]\nsync_every_seconds = -1\n",
            ("line 2: schedule.sync_every_seconds: has to be at least 0."),
        ),
        (
            "[schedule]\nsync_every_seconds = 99999\n",
            ("line 2: schedule.sync_every_seconds: has to be at most 86400."),
        ),
        (
            "[schedule.weekly_report]\nhour = 24\n",
            ("line 2: schedule.weekly_report.hour: 24 is no hour of the day; write 0 to 23."),
        ),
        (
            "[organisation]\nname = 5\n",
            ("line 2: organisation.name: has to be a text in quotation marks."),
        ),
        (
            "[organisation]\ntime_zone = 5\n",
            (
                "line 2: organisation.time_zone: there is no time zone"
                " 5; write one like Europe/London."
            ),
        ),
        (
            "[quid_pro_quo]\ntoken_limits = {latest = 5}\n",
            "line 2: quid_pro_quo.token_limits.latest: has to be a year.",
        ),
        (
            '[quid_pro_quo]\ndisclosure_above = "much"\n',
            "line 2: quid_pro_quo.disclosure_above: has to be a number.",
        ),
        (
            '[organisation]\ntime_zone = "America"\n',
            (
                "line 2: organisation.time_zone: there is no"
                " time zone 'America'; write one like Europe/London."
            ),
        ),
        (
            '[google]\nkey = "x"\n',
            (
                "line 1: google: there is no such setting; there is"
                " organisation, roles, reports, approvals, schedule, quid_pro_quo, sheet,"
                " operations, stock, custom_fields."
            ),
        ),
        (
            '[operations]\nlog_format = "xml"\n',
            "line 2: operations.log_format: has to be text or json.",
        ),
        (
            "[operations]\nhealth_port = 70000\n",
            "line 2: operations.health_port: has to be at most 65535.",
        ),
        (
            "[stock]\nGALA = -1\n",
            "line 2: stock.GALA: has to be at least 0.",
        ),
        (
            '[stock]\nGALA = 2\nROOM = "many"\n',
            "line 3: stock.ROOM: has to be a number.",
        ),
        (
            '[custom_fields]\ndate1 = "A"\ndate13 = "B"\n',
            "line 3: custom_fields.date13: there is no such slot; did you mean date1.",
        ),
        (
            '[custom_fields]\ncolour = "B"\n',
            (
                "line 2: custom_fields.colour: there is no such slot; there is date1 to date12,"
                " money1 to money12, number1 to number12, flag1 to flag11, lookup1 to lookup3 and"
                " text1 to text6."
            ),
        ),
        *(
            (
                f"[custom_fields]\nlookup1 = {value}\n",
                (
                    'line 2: custom_fields.lookup1: has to be a label, as "Renewal call", or a'
                    ' lookup, as {label = "Tier", codes = {A = "First", B = "Second"}}.'
                ),
            )
            for value in (
                "5",
                '" "',
                '{label = "Tier"}',
                '{label = "Tier", codes = {}}',
                '{label = "Tier", codes = {A = 1}}',
                '{label = "Tier", codes = {A = "First"}, colour = "red"}',
            )
        ),
        (
            '[custom_fields]\nlookup1 = {label = "Tier", codes = {PLATINUM = "First"}}\n',
            (
                "line 2: custom_fields.lookup1: the code PLATINUM is too long; at most 6"
                " characters fit."
            ),
        ),
        (
            '[custom_fields]\ndate1 = {label = "Tier", codes = {A = "First"}}\n',
            "line 1: custom_fields: date1 can't have codes; only lookup1 to lookup3 can.",
        ),
        (
            '[custom_fields]\ndate1 = "Call"\ndate2 = "call"\n',
            "line 1: custom_fields: date1 and date2 are both called “call”.",
        ),
    ],
)
def test_a_mistake_says_what_to_write(tmp_path: Path, text: str, mistake: str) -> None:
    """Each kind of mistake has a sentence of its own."""
    assert mistakes(tmp_path, text) == [mistake]


def test_text_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    """A slip of the pen stops the reading, with the line where it stands."""
    (mistake,) = mistakes(tmp_path, "[organisation]\nname = Harbour\n")
    assert mistake.startswith("line 2: this is not TOML: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[organisation]\nname = Harbour\n", "line 2: this is not TOML: what stands after the"),
        ('[organisation]\nname = "A"\nname = "B"\n', "line 3: this is not TOML: this is set for"),
        ("[roles]\n[sheet]\n[roles]\n", "line 3: this is not TOML: this section is there for"),
        ('[organisation]\nname "A"\n', "line 2: this is not TOML: there is no equals sign"),
        ('[organisation]\nname = "A\n', "line 2: this is not TOML: a quotation mark is missing"),
        ('[organisation]\nname = "A" B\n', "line 2: this is not TOML: something stands after"),
        ("[organisation\n", "line 1: this is not TOML: a section's name has to end with ]"),
        ('[roles]\nstaff = ["U1"\n', "line 2: this is not TOML: a list isn't closed"),
    ],
)
def test_slips_of_the_pen_are_told_in_plain_words(tmp_path: Path, text: str, told: str) -> None:
    """Whoever never heard of TOML knows what to put right, and where."""
    (mistake,) = mistakes(tmp_path, text)
    assert mistake.startswith(told)


def test_tokens_of_another_form_are_told(tmp_path: Path) -> None:
    """With where to find the right ones, and without what was given."""
    found = mistakes(tmp_path, "", SLACK_BOT_TOKEN="abc", SLACK_APP_TOKEN="def")
    assert [each.partition(";")[0] for each in found] == [
        "SLACK_BOT_TOKEN: this is not of the form xoxb-…",
        "SLACK_APP_TOKEN: this is not of the form xapp-…",
    ]


def test_a_bracket_left_open_is_told_at_the_end(tmp_path: Path) -> None:
    """Where the text stops too early, the last line is named."""
    (mistake,) = mistakes(tmp_path, '[roles]\nstaff = [\n  "U0STAFF",\n')
    assert mistake.startswith("line 3: this is not TOML: ")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are no settings."""
    path = tmp_path / "benefit-desk.toml"
    path.write_bytes(b"name = '\xff'")
    with pytest.raises(SettingsWrong, match="is not a text file in UTF-8"):
        read_settings({"BENEFIT_DESK_CONFIG": str(path)})


def test_a_folder_in_the_file_s_place_is_told(tmp_path: Path) -> None:
    """A file that can't be read is no missing file."""
    with pytest.raises(SettingsWrong, match="can't be read: Is a directory"):
        read_settings({"BENEFIT_DESK_CONFIG": str(tmp_path)})


def test_mistakes_in_the_environment_are_told_with_those_of_the_file(tmp_path: Path) -> None:
    """Variables are named by their names; the file's mistakes follow."""
    found = mistakes(
        tmp_path,
        "[organisation]\ncurrency = 1\n",
        SLACK_API_URL="https://slack.example/",
        GOOGLE_API_URL="sheets.example",
        BENEFIT_DESK_STORE="books.db",
    )
    assert found == [
        "SLACK_API_URL: 'https://slack.example/' has to end in /api/.",
        "GOOGLE_API_URL: 'sheets.example' is no address; it begins with https://.",
        (
            "BENEFIT_DESK_STORE: has to be tinydb: and a file, as in tinydb:benefit-desk.db, or"
            " postgresql:// and what follows."
        ),
        "line 2: organisation.currency: has to be a text in quotation marks.",
    ]


def test_a_needed_variable_is_told_with_what_to_do() -> None:
    """Only a command that needs a secret asks for it, and for all it needs at once."""
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-1"})
    with pytest.raises(VariablesMissing) as missing:
        settings.needed("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "GOOGLE_SHEET_ID")
    assert missing.value.mistakes == (
        (
            "SLACK_APP_TOKEN is not set: put an app-level token with connections:write from “Basic"
            " Information” of your Slack app (xapp-…) there."
        ),
        "GOOGLE_SHEET_ID is not set: put the long id in your Google Sheet's address there.",
    )


def test_needed_variables_are_given_in_the_open() -> None:
    """Who asks for a secret gets it; blanks around it are no part of it."""
    settings = read_settings(
        {"SLACK_BOT_TOKEN": " xoxb-1\n", "GOOGLE_SERVICE_ACCOUNT_FILE": "k.json"}
    )
    assert settings.needed("SLACK_BOT_TOKEN", "GOOGLE_SERVICE_ACCOUNT_FILE") == ("xoxb-1", "k.json")


def test_an_empty_variable_counts_as_unset() -> None:
    """A variable set to nothing is not a secret."""
    with pytest.raises(VariablesMissing):
        read_settings({"SLACK_BOT_TOKEN": "  "}).needed("SLACK_BOT_TOKEN")


def test_secrets_do_not_show() -> None:
    """Neither secrets nor a store's password show where settings are printed or logged."""
    settings = read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-open",
            "SLACK_APP_TOKEN": "xapp-open",
            "SLACK_SIGNING_SECRET": "open",
            "BENEFIT_DESK_STORE": "postgresql://desk:open@db/desk",
        }
    )
    assert "open" not in f"{settings} {settings!r}".replace("books_open_from", "")


def test_a_sheet_is_there_when_any_of_it_is_named() -> None:
    """Half a sheet is a mistake that the sync tells, not no sheet."""
    assert not read_settings({}).has_sheet
    assert read_settings({"GOOGLE_SHEET_ID": "1abc"}).has_sheet


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.b = 1", 1),
        ("# a note\n[a]\n\nb = 1", 4),
        ("x = '''\n[a]\nb = 1\n'''\n[a]\nb = 2", 6),
        ('a = {x = 1, "b" = 2}', 1),
        ("[a]\nx = [\n  1,\n  2,\n]\n'b' = [\n 3]", 6),
        ("[c]\nb = 1\n[a]\nb = 1", 4),
    ],
)
def test_a_key_s_line_is_found_however_it_is_written(text: str, line: int) -> None:
    """Dotted, quoted, inline or under a heading: the line is where the key is set."""
    assert line_of(text, ["a", "b"]) == line
