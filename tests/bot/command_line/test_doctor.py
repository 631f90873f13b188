"""doctor: what it finds, what it can't look at, and that it says what to do."""

import socket
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.checkup import clock
from bot.checkup.finding import State
from core.stores.embedded import open_store
from playground.google.faults import Fault as GoogleFault
from playground.google.running import Running as Google
from playground.slack import Channel, Running, User
from playground.slack.faults import Fault
from tests.bot.command_line.typing_in import Answer, CommandLine, with_sheet


def parts(answer: Answer) -> dict[str, tuple[str, str]]:
    """What was found of each part: its state, and what is said."""
    found = {}
    for row in answer.out.splitlines():
        state, part_and_text = row[:11].strip(), row[13:]
        part, _, text = part_and_text.partition(": ")
        found[part] = (state, text)
    return found


@pytest.fixture
def complete(staffed: CommandLine, sam: User, front: Channel, google: Google) -> CommandLine:
    """Everything that can be set up is."""
    staffed.settings(
        '[organisation]\ntime_zone = "Europe/London"\n'
        f'[roles]\nstaff = ["{sam.id}"]\n[reports]\nchannel = "{front.id}"\n'
    )
    with_sheet(staffed, google)
    return staffed


def test_everything_is_in_order(complete: CommandLine, google: Google) -> None:
    """Each part is looked at, and the status is 0; no secret is shown."""
    answer = complete.type("doctor")
    found = parts(answer)
    assert (answer.status, answer.error) == (0, ""), answer
    not_yet = {"Signing secret", "Sheet tabs", "Sheet protection"}
    assert {state for part, (state, _) in found.items() if part not in not_yet} == {"ok"}
    assert list(found) == [
        *("Settings", "Time zone", "Store", "Writer", "Bot token", "Scopes"),
        *("Clock against Slack", "People", "Reports channel", "Socket Mode token"),
        *("Signing secret", "Service account", "Sheet", "Sheet rights", "Sheet tabs"),
        *("Sheet protection", "Sheet size", "Sheet quota", "Clock against Google"),
    ]
    assert found["Time zone"][1].endswith("in Europe/London.")
    assert found["People"][1] == "Slack knows 1 person named under [roles]."
    assert found["Sheet"][1] == "“Benefits” is shared with it."
    assert found["Sheet quota"][1] == (
        "A sync makes 2 reads and 2 writes at most. Google allows 60 of each a minute, and does not"
        " say how many are left."
    )
    assert "up to 60 s is fine" in found["Clock against Slack"][1]
    secrets = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    assert not any(complete.environment[name] in answer.out for name in secrets)
    assert google.spreadsheet.titles() == ["Sheet1"]


def test_more_syncs_than_google_allows_are_told(complete: CommandLine) -> None:
    """One every second makes twice as many reads as one may."""
    settings = complete.folder / "benefit-desk.toml"
    settings.write_text(f"{settings.read_text()}[schedule]\nsync_every_seconds = 1\n")
    state, told = parts(complete.type("doctor"))["Sheet quota"]
    assert state != "ok"
    assert "every 1 s." in told
    assert told.endswith("Put a larger number at sync_every_seconds.")


def test_nothing_is_set_up_yet(line: CommandLine) -> None:
    """What isn't there isn't wrong: the lines say what is missing, and nothing is made."""
    answer = line.type("doctor")
    found = parts(answer)
    assert (answer.status, answer.error) == (0, "")
    for part in ("Store", "Bot token", "Sheet"):
        assert found[part][0] == "not checked"
    assert not (line.folder / "benefit-desk.db").exists()


def test_offline_only_this_machine_is_looked_at(
    complete: CommandLine, slack: Running, google: Google
) -> None:
    """--offline asks no server, and says so."""
    slack.workspace.recorder.clear()
    found = parts(complete.type("doctor", "--offline"))
    assert found["Slack"] == found["Sheet"] == ("not checked", "--offline was asked for.")
    assert found["Store"][0] == "ok"
    assert slack.workspace.recorder.calls == []
    assert google.traffic.by_method() == {}


def test_without_a_network_it_says_what_was_not_checked(complete: CommandLine) -> None:
    """What this machine has is told all the same."""
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        complete.environment |= {"SLACK_API_URL": f"{nowhere}/api/", "GOOGLE_API_URL": nowhere}
        answer = complete.type("doctor")
    found = parts(answer)
    assert found["Store"][0] == "ok"
    assert found["Bot token"][0] == found["Sheet"][0] == "wrong"
    assert found["Bot token"][1].startswith("Slack can't be reached (")
    assert found["Slack"] == ("not checked", "All else there needs a bot token that it takes.")
    assert found["Sheet"][1].startswith("Google Sheets can't be reached (")
    assert (answer.status, answer.error) == (1, "2 things are wrong.\n")


def test_mistakes_in_the_settings_are_all_told(line: CommandLine) -> None:
    """Each with its line; nothing else is looked at with half of the settings."""
    line.settings('[organisation]\ntime_zone = "Mars"\n[roles]\nstaff = ["sam"]\n')
    answer = line.type("doctor")
    assert [row[:5] for row in answer.out.splitlines()] == ["wrong", "wrong", "not c"]
    assert "benefit-desk.toml line 2: organisation.time_zone: there is no time zone" in answer.out
    assert (answer.status, answer.error) == (1, "2 things are wrong.\n")


def test_tokens_that_slack_refuses(complete: CommandLine) -> None:
    """The sentence names the variable and where the token is, and doesn't repeat it."""
    complete.environment["SLACK_APP_TOKEN"] = "xapp-mistyped"
    found = parts(complete.type("doctor"))
    assert found["Bot token"][0] == "ok"
    assert found["Socket Mode token"] == (
        "wrong",
        (
            "Slack refuses SLACK_APP_TOKEN (invalid_auth): put an app-level token with"
            " connections:write from “Basic Information” of your Slack app (xapp-…) there."
        ),
    )
    complete.environment["SLACK_BOT_TOKEN"] = "xoxb-mistyped"
    answer = complete.type("doctor")
    assert parts(answer)["Bot token"][1].startswith("Slack refuses SLACK_BOT_TOKEN (invalid_auth)")
    assert "mistyped" not in answer.out


def test_a_scope_that_is_missing(complete: CommandLine, slack: Running) -> None:
    """It is named, with what to do; one too many is only mentioned."""
    slack.workspace.manifest.scopes = frozenset(
        {*slack.workspace.manifest.scopes, "files:write"} - {"groups:history", "users:read"}
    )
    found = parts(complete.type("doctor"))
    assert found["Scopes"] == (
        "wrong",
        (
            "users:read, groups:history are missing. Paste app_manifest.yml into your Slack app"
            " anew and install it again."
        ),
    )


def test_people_whom_slack_does_not_know_or_let_in(complete: CommandLine, slack: Running) -> None:
    """A mistyped id, a guest, a group that is gone; with the role that each was given."""
    guest = slack.workspace.add_user("guest", real_name="Gus Guest", is_restricted=True)
    complete.settings(f'[roles]\nstaff = ["U0NOBODY", "S0NOGROUP"]\nmanager = ["{guest.id}"]\n')
    out = complete.type("doctor").out
    assert "wrong        People: U0NOBODY, named as staff: Slack does not know that id" in out
    assert "wrong        People: S0NOGROUP, named as staff: Slack does not know that id" in out
    assert f"wrong        People: {guest.id}, named as manager: A guest can't use" in out
    complete.settings("")
    assert parts(complete.type("doctor"))["People"][0] == "wrong"


def test_a_channel_that_the_bot_is_not_in(complete: CommandLine, slack: Running, sam: User) -> None:
    """Nothing is posted to find that out."""
    elsewhere = slack.workspace.add_channel("board", [sam], with_app=False)
    complete.settings(f'[roles]\nstaff = ["{sam.id}"]\n[reports]\nchannel = "{elsewhere.id}"\n')
    found = parts(complete.type("doctor"))
    assert found["Reports channel"][0] == "wrong"
    assert "Write /invite @Benefit Desk there" in found["Reports channel"][1]
    assert slack.workspace.recorder.calls_of("chat.postMessage") == []


def test_a_sheet_that_is_not_shared_or_only_to_look_at(
    complete: CommandLine, google: Google
) -> None:
    """The sentence has the address that it is to be shared with."""
    sharing = google.spreadsheet.sharing
    sharing.share("user", "reader", email=google.account.email)
    found = parts(complete.type("doctor"))
    assert found["Sheet"][0] == "ok"
    assert found["Sheet rights"] == (
        "wrong",
        f"It may only look. Share the sheet with {google.account.email} as Editor.",
    )
    for permission in sharing.all():
        if permission.role != "owner":
            sharing.withdraw(permission.id)
    found = parts(complete.type("doctor"))
    assert found["Sheet"][0] == "wrong"
    assert f"share it with {google.account.email} as Editor" in found["Sheet"][1]


def test_tabs_and_protections_of_the_sheet(complete: CommandLine, google: Google) -> None:
    """All there after a sync; a deleted tab and a protection that was taken off are told."""
    assert parts(complete.type("doctor"))["Sheet tabs"] == (
        "not checked",
        "None is there yet: the first sync makes them.",
    )
    assert complete.type("sync").status == 0
    found = parts(complete.type("doctor"))
    assert found["Sheet tabs"] == ("ok", "All 14 are there.")
    assert found["Sheet protection"][0] == found["Sheet size"][0] == "ok"
    book = google.spreadsheet
    book.sheets[:] = [sheet for sheet in book.sheets if sheet.title != "Events"]
    next(sheet for sheet in book.sheets if sheet.title == "Contacts").facts.protected_ranges.clear()
    found = parts(complete.type("doctor"))
    assert found["Sheet tabs"] == ("wrong", "Events is missing: the next sync makes it anew.")
    assert found["Sheet protection"][0] == "wrong"
    assert found["Sheet protection"][1].startswith("In Contacts nothing is protected")


def test_a_protection_that_keeps_benefit_desk_out(complete: CommandLine, google: Google) -> None:
    """Whoever made it; the sentence names the tabs, and the address that has to be let in."""
    complete.type("sync")
    book = google.spreadsheet
    for title in ("Events", "Contacts"):
        book.sheet(title).facts.protected_ranges[0]["editors"] = {"users": ["boss@example.org"]}
    book.sheet("History").facts.protected_ranges[0]["warningOnly"] = True
    own = {"startColumnIndex": 22, "endColumnIndex": 24, "sheetId": book.sheet("Assignments").id}
    book.sheet("Assignments").facts.protected_ranges.append(
        {"protectedRangeId": 4711, "range": own, "editors": {"users": ["boss@example.org"]}}
    )
    state, text = parts(complete.type("doctor"))["Sheet protection"]
    assert state == "wrong"
    assert text.startswith("Something is protected against Benefit Desk in Contacts, Events. Let")
    assert f"Let {google.account.email} edit it" in text


def test_a_clock_that_google_does_not_accept(
    complete: CommandLine, google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as a wrong clock, and the clocks are compared; the file isn't to blame."""
    monkeypatch.setattr(google.tokens, "now", lambda: time.time() + 86_400)
    found = parts(complete.type("doctor"))
    assert found["Sheet"][0] == "wrong"
    assert "this machine's clock is wrong" in found["Sheet"][1]
    assert "Check the file" not in found["Sheet"][1]
    assert "Clock against Google" in found


def test_a_spreadsheet_in_the_trash(complete: CommandLine, google: Google) -> None:
    """It can still be read and written, until it is gone."""
    google.drive.file(google.spreadsheet_id).is_in_trash = True
    state, text = parts(complete.type("doctor"))["Sheet"]
    assert state == "wrong"
    assert text.startswith("“Benefits” is in the trash, so nothing is synced. Take it out")


def test_rights_that_drive_does_not_tell(complete: CommandLine, google: Google) -> None:
    """Where its API is off, the sheet is looked at all the same."""
    google.traffic.add(GoogleFault(on="files.get", times=10, status=403))
    answer = complete.type("doctor")
    found = parts(answer)
    assert found["Sheet"][0] == found["Clock against Google"][0] == "ok"
    assert found["Sheet rights"][0] == "not checked"
    assert "Switch on the Google Drive API" in found["Sheet rights"][1]
    assert answer.status == 0


def test_the_channel_where_managers_are_asked(
    complete: CommandLine, front: Channel, slack: Running, sam: User
) -> None:
    """The app has to be in it, as in the one for reports."""
    board = slack.workspace.add_channel("board", [sam], with_app=False)
    roles = f'[roles]\nstaff = ["{sam.id}"]\n'
    complete.settings(f'{roles}[approvals]\nchannel = "{board.id}"\n')
    state, text = parts(complete.type("doctor"))["Approvals channel"]
    assert state == "wrong"
    assert f"Benefit Desk is not in {board.id}" in text
    assert "under [approvals]" in text
    complete.settings(f'{roles}[approvals]\nchannel = "{front.id}"\n')
    assert parts(complete.type("doctor"))["Approvals channel"][0] == "ok"


def test_no_secret_is_shown_wherever_it_was_put(complete: CommandLine) -> None:
    """Even a token that somebody pasted into another variable shows as “…”."""
    token = complete.environment["SLACK_BOT_TOKEN"]
    complete.environment["GOOGLE_SERVICE_ACCOUNT_FILE"] = f"/nowhere/{token}.json"
    answer = complete.type("doctor")
    assert "/nowhere/….json can't be read" in answer.out
    assert token not in answer.out + answer.error


def test_a_key_file_that_is_not_there(complete: CommandLine) -> None:
    """Its path and the operating system's reason."""
    complete.environment["GOOGLE_SERVICE_ACCOUNT_FILE"] = "/nowhere/key.json"
    found = parts(complete.type("doctor"))
    assert found["Service account"][1].startswith(
        "/nowhere/key.json can't be read (No such file or directory)."
    )


def test_a_store_that_somebody_writes_to_or_that_is_damaged(acme: CommandLine) -> None:
    """A running bot is no fault; a torn file is one."""
    path = acme.folder / "benefit-desk.db"
    with closing(open_store(path)):
        found = parts(acme.type("doctor", "--offline"))
    assert found["Store"] == ("ok", f"{path} opens, in layout 2, and its pages are sound.")
    assert found["Writer"][1].startswith("A Benefit Desk is writing to the store")
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"x" * 4096
    path.write_bytes(content)
    answer = acme.type("doctor", "--offline")
    assert parts(answer)["Store"][0] == "wrong"
    assert "benefit-desk restore FILE" in answer.out


@pytest.mark.parametrize(
    ("seconds", "state", "words"),
    [
        (2, State.OK, "It is 2 s off; up to 60 s is fine."),
        (-61, State.WRONG, "This machine is 61 s behind Slack's time"),
        (400, State.WRONG, "This machine is 400 s ahead of Slack's time"),
    ],
)
def test_the_clock_is_held_against_an_answer(seconds: int, state: State, words: str) -> None:
    """By the Date header, within a minute."""
    there = datetime(2026, 6, 15, 12, tzinfo=UTC)
    found = clock.against("Slack", format_datetime(there), there + timedelta(seconds=seconds))
    assert found.state is state
    assert found.says.startswith(words)


def test_an_answer_without_a_date_tells_no_time() -> None:
    """Then the clock was not checked."""
    found = clock.against("Slack", None, datetime(2026, 6, 15, 12, tzinfo=UTC))
    assert found.state is State.NOT_CHECKED


def test_slack_s_own_trouble_is_told(complete: CommandLine, slack: Running) -> None:
    """An error of Slack's while the channel is looked into leaves that unchecked."""
    slack.workspace.faults.order("conversations.history", Fault(status=500))
    found = parts(complete.type("doctor"))
    assert found["Reports channel"] == ("not checked", "Slack did not answer.")
    assert found["Socket Mode token"][0] == "ok"
    slack.workspace.faults.order("auth.test", Fault(status=500))
    found = parts(complete.type("doctor"))
    assert found["Bot token"][1].startswith("Slack answers with a fault of its own")


def test_no_folder_for_the_store(line: CommandLine, tmp_path: Path) -> None:
    """A mistyped path is told before anything is written."""
    line.environment["BENEFIT_DESK_STORE"] = f"tinydb:{tmp_path}/mistyped/benefit-desk.db"
    answer = line.type("doctor", "--offline")
    assert parts(answer)["Store"][0] == "wrong"
    assert "There is no folder" in answer.out
