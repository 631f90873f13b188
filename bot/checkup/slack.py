"""Slack: the tokens, the scopes, the people who were named, the channel for reports."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import slack_client
from bot.checkup import clock
from bot.checkup.finding import Finding, not_checked, ok, wrong
from bot.reasons import CALL_FAILED, is_refusal, reason_of
from bot.settings import NEEDED, Settings
from bot.slack.people import GROUP, KeptOut, People, PeopleUnknown
from bot.views.sentences import counted
from core.actor import Role
from core.clock import SystemClock

SCOPES: Final = (
    "commands",
    "chat:write",
    "files:write",
    "users:read",
    "usergroups:read",
    "channels:history",
    "groups:history",
)
"""Those that app_manifest.yml asks for."""
BOT, APP, SCOPE, NAMED, CHANNEL, SECRET = (
    "Bot token",
    "Socket Mode token",
    "Scopes",
    "People",
    "Reports channel",
    "Signing secret",
)
APPROVALS: Final = "Approvals channel"
ANEW: Final = "Paste app_manifest.yml into your Slack app anew and install it again."


def slack_found(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether the bot could serve, and post its reports."""
    secrets = settings.environment
    if secrets.slack_bot_token is None:
        if secrets.slack_app_token or secrets.slack_signing_secret:
            yield wrong(BOT, f"SLACK_BOT_TOKEN is not set: put {NEEDED['SLACK_BOT_TOKEN']} there.")
        else:
            yield not_checked(BOT, "SLACK_BOT_TOKEN is not set, so there is no Slack.")
        return
    slack = slack_client(settings)
    try:
        answer = slack.auth_test()
    except CALL_FAILED as error:
        yield wrong(BOT, _refusal("SLACK_BOT_TOKEN", error))
        yield not_checked("Slack", "All else there needs a bot token that it takes.")
        return
    headers = {str(name).lower(): str(text) for name, text in answer.headers.items()}
    yield ok(BOT, f"Slack knows it as {answer['user']} of {answer['team']}.")
    yield _scopes(headers)
    yield clock.against("Slack", headers.get("date"), now)
    yield from _named(slack, settings)
    yield _channel(slack, settings)
    yield from _approvals_channel(slack, settings)
    yield _app_token(slack, settings)
    yield _signing_secret(settings)


def _refusal(variable: str, error: Exception) -> str:
    """What is wrong where Slack doesn't answer as it should; never with a token in it."""
    if isinstance(error, SlackApiError) and not is_refusal(error):
        return "Slack answers with a fault of its own: try again in a few minutes."
    if isinstance(error, SlackApiError):
        return f"Slack refuses {variable} ({reason_of(error)}): put {NEEDED[variable]} there."
    why = getattr(error, "reason", None) or (
        error if isinstance(error, OSError) else type(error).__name__
    )
    return f"Slack can't be reached ({why}): look at the network and at SLACK_API_URL."


def _scopes(headers: Mapping[str, str]) -> Finding:
    if "x-oauth-scopes" not in headers:
        return not_checked(SCOPE, "Slack did not say which ones the bot token has.")
    given = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    if missing := [scope for scope in SCOPES if scope not in given]:
        lacks = f"{'is' if len(missing) == 1 else 'are'} missing"
        return wrong(SCOPE, f"{', '.join(missing)} {lacks}. {ANEW}")
    more = sorted(given.difference(SCOPES, {""}))
    beside = f" It has more than it needs: {', '.join(more)}." if more else ""
    return ok(SCOPE, f"The bot token has those that the manifest asks for.{beside}")


def _named(slack: WebClient, settings: Settings) -> Iterator[Finding]:
    """Everybody under [roles]: whether Slack knows them, and whether they are let in."""
    by_name = {name: role for role in Role for name in settings.roles.members(role)}
    if not by_name:
        yield wrong(NAMED, "Nobody is named under [roles], so nobody may do anything in Slack.")
        return
    people = People(slack, settings.roles, settings.organisation.time_zone, SystemClock())
    troubles = [
        wrong(NAMED, f"{name}, named as {role}: {trouble}")
        for name, role in by_name.items()
        if (trouble := _trouble(slack, people, name))
    ]
    yield from troubles
    if not troubles:
        groups = sum(name.startswith(GROUP) for name in by_name)
        told = [(len(by_name) - groups, "person", "people"), (groups, "user group", "")]
        who = " and ".join(counted(*each) for each in told if each[0])
        yield ok(NAMED, f"Slack knows {who} named under [roles].")


def _trouble(slack: WebClient, people: People, name: str) -> str:
    """What is wrong with an id under [roles], or nothing."""
    try:
        if name.startswith(GROUP):
            slack.usergroups_users_list(usergroup=name)
        else:
            people.actor(name)
    except KeptOut as kept_out:
        return str(kept_out)
    except PeopleUnknown as unknown:
        return _not_known(unknown.__cause__)
    except CALL_FAILED as error:
        return _not_known(error)
    return ""


def _not_known(error: BaseException | None) -> str:
    reason = reason_of(error) if isinstance(error, SlackApiError) else "no answer"
    return (
        f"Slack does not know that id ({reason}). Copy it anew from Slack into benefit-desk.toml."
    )


def _channel(slack: WebClient, settings: Settings) -> Finding:
    """The channel for reports."""
    channel = settings.reports.channel
    if channel is None:
        return not_checked(CHANNEL, "reports.channel is not set, so nothing is posted.")
    return _inside(slack, CHANNEL, channel, "reports")


def _approvals_channel(slack: WebClient, settings: Settings) -> Iterator[Finding]:
    """The channel for questions to managers; without one, each is asked by direct message."""
    if channel := settings.approvals.channel:
        yield _inside(slack, APPROVALS, channel, "approvals")


def _inside(slack: WebClient, part: str, channel: str, section: str) -> Finding:
    """Whether the app is in a channel, without posting there: only who is in it can read it."""
    try:
        slack.conversations_history(channel=channel, limit=1)
    except CALL_FAILED as error:
        if isinstance(error, SlackApiError) and is_refusal(error):
            return wrong(part, _closed(channel, reason_of(error), section))
        return not_checked(part, "Slack did not answer.")
    return ok(part, f"Benefit Desk is in {channel}, and so can post there.")


def _closed(channel: str, reason: str, section: str) -> str:
    if reason in {"not_in_channel", "channel_not_found"}:
        return (
            f"Benefit Desk is not in {channel} ({reason}). Write /invite @Benefit Desk there; if it"
            f" is, the id under [{section}] is another channel's."
        )
    if reason == "missing_scope":
        return f"It can't be looked into without its scope. {ANEW}"
    return f"{channel} can't be looked into ({reason}). Name another one under [{section}]."


def _app_token(slack: WebClient, settings: Settings) -> Finding:
    token = settings.environment.slack_app_token
    if token is None:
        return not_checked(APP, "SLACK_APP_TOKEN is not set; only serve --http goes without it.")
    try:
        slack.apps_connections_open(app_token=token.get_secret_value())
    except CALL_FAILED as error:
        return wrong(APP, _refusal("SLACK_APP_TOKEN", error))
    return ok(APP, "Slack gives it a connection.")


def _signing_secret(settings: Settings) -> Finding:
    if settings.environment.slack_signing_secret is None:
        return not_checked(SECRET, "SLACK_SIGNING_SECRET is not set; only serve --http needs it.")
    return not_checked(SECRET, "It is set; only a request from Slack shows whether it is right.")
