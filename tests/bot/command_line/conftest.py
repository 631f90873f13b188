"""Somebody at a command line, before and after Acme became a member."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from playground.google.running import Running as Google
from playground.google.running import running as google_running
from playground.slack import Channel, Running, User, Workspace, running
from tests.bot.command_line.typing_in import CommandLine, an_organisation


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe without a width of its own, wherever the tests run."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    """A command line in an empty folder."""
    return CommandLine(tmp_path)


@pytest.fixture(scope="session")
def an_imported_catalogue(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A catalogue and contacts, imported once; tests work on copies."""
    return an_organisation(CommandLine(tmp_path_factory.mktemp("catalogue")))


@pytest.fixture(scope="session")
def an_enrolled_acme(
    an_imported_catalogue: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> CommandLine:
    """Acme as a member, enrolled once; tests work on copies."""
    acme = an_imported_catalogue.copied_to(tmp_path_factory.mktemp("acme"))
    starts_on = datetime.now(UTC).date() - timedelta(60)
    acme.done(
        "enroll", "ACME", "GOLD", "--starts-on", str(starts_on),
        "--transaction", "D1", "--amount", "1950", "--paid-on", str(starts_on), "--add", "G5",
    )  # fmt: skip
    return acme


@pytest.fixture
def catalogue(an_imported_catalogue: CommandLine, tmp_path: Path) -> CommandLine:
    """A command line with a catalogue and contacts, but no member."""
    return an_imported_catalogue.copied_to(tmp_path)


@pytest.fixture
def acme(an_enrolled_acme: CommandLine, tmp_path: Path) -> CommandLine:
    """Acme is a Gold member since 60 days."""
    return an_enrolled_acme.copied_to(tmp_path)


@pytest.fixture
def busy(acme: CommandLine) -> CommandLine:
    """Acme used guest passes on two days, and a room."""
    acme.done("use", "ACME", "GUEST", "--date", "yesterday", "--description", "=SUM(A1)")
    acme.done("use", "ACME", "GUEST", "--quantity", "2", "--description", "Tour")
    acme.done("use", "ACME", "ROOM", "--quantity", "1.5", "--description", "Board")
    return acme


@pytest.fixture
def slack(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace of its own, so that no other bot is connected to it."""
    with running(Workspace(manifest)) as served:
        yield served


@pytest.fixture
def sam(slack: Running) -> User:
    """Somebody of the staff."""
    return slack.workspace.add_user("sam", real_name="Sam Hill", tz="UTC")


@pytest.fixture
def front(slack: Running, sam: User) -> Channel:
    """A channel with Sam and the bot."""
    return slack.workspace.add_channel("front-desk", [sam])


@pytest.fixture
def staffed(acme: CommandLine, slack: Running, sam: User) -> CommandLine:
    """Everything that serving Slack needs, and Sam is named as staff."""
    acme.settings(f'[roles]\nstaff = ["{sam.id}"]\n')
    acme.environment |= {
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_APP_TOKEN": slack.workspace.app_token,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "SLACK_API_URL": slack.base_url,
    }
    return acme


@pytest.fixture
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    """A spreadsheet that is shared with a service account."""
    with google_running(folder=tmp_path_factory.mktemp("google")) as served:
        yield served
