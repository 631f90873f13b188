"""The command that looks whether everything is set up: doctor."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.checkup.finding import Finding, State, not_checked, wrong
from bot.checkup.machine import settings_found, store_found, time_zone_found
from bot.checkup.running import bot_found
from bot.command_line.answering import Failed
from bot.command_line.progress import counting
from bot.reports.lined_up import shown
from bot.settings import Settings, read_settings
from bot.settings.mistakes import SettingsWrong
from bot.views.sentences import counted

STATES: Final = max(len(state) for state in State)


class NotInOrder(Failed):
    """Something is wrong; each has been told, with what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        count = sum(each.state is State.WRONG for each in findings)
        is_wrong = "is" if count == 1 else "are"
        super().__init__(f"{counted(count, 'thing')} {is_wrong} wrong.")


def doctor(
    *,
    offline: Annotated[
        bool, typer.Option("--offline", help="Look only at this machine; ask no server.")
    ] = False,
) -> None:
    """Check settings, store, Slack, sheet and clock; say what to do."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    with counting("Looking"):
        try:
            settings = read_settings()
        except SettingsWrong as mistaken:
            findings, secrets = _mistaken(mistaken), list[str]()
        else:
            findings, secrets = list(_all(settings, offline=offline)), _secrets(settings)
    for each in findings:
        typer.echo(_line(each, secrets))
    if any(each.state is State.WRONG for each in findings):
        raise NotInOrder(findings)


def _all(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    yield from settings_found(settings)
    yield time_zone_found(settings, datetime.now(UTC))
    yield from store_found(settings)
    yield from bot_found(settings)
    if offline:
        yield not_checked("Slack", "--offline was asked for.")
        yield not_checked("Sheet", "--offline was asked for.")
        return
    # The libraries for Slack and Google take half a second to import.
    from bot.checkup.sheet import sheet_found  # noqa: PLC0415
    from bot.checkup.slack import slack_found  # noqa: PLC0415

    yield from slack_found(settings, datetime.now(UTC))
    yield from sheet_found(settings, datetime.now(UTC))


def _mistaken(mistaken: SettingsWrong) -> list[Finding]:
    return [
        *(wrong("Settings", mistake) for mistake in mistaken.mistakes),
        not_checked("All else", "The settings have to be right first."),
    ]


def _secrets(settings: Settings) -> list[str]:
    secrets = settings.environment
    return [
        secret.get_secret_value()
        for secret in (
            secrets.slack_bot_token,
            secrets.slack_app_token,
            secrets.slack_signing_secret,
        )
        if secret
    ]


def _line(finding: Finding, secrets: Iterable[str]) -> str:
    """Such as “ok           Bot token: Slack knows it as …”; a secret in it doesn't show."""
    says = finding.says
    for secret in secrets:
        says = says.replace(secret, "…")
    return shown(f"{finding.state:{STATES}}  {finding.part}: {says}").plain
