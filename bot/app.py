"""The Slack app: Bolt, with every intent listening."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol
from urllib.parse import urlsplit

from slack_bolt import App
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk import WebClient

from bot.conflicts import ConflictWatch
from bot.intents.approve import ApproveOverage
from bot.intents.bulk import RecordForMany
from bot.intents.check import CheckBenefits
from bot.intents.decide import DecideConflicts
from bot.intents.enroll import EnrollMember
from bot.intents.explain import ExplainNumber
from bot.intents.home import AppHome
from bot.intents.levels import ChangeLevels
from bot.intents.menus import Menus
from bot.intents.panel import Panel, Subcommand
from bot.intents.record import RecordUsage
from bot.intents.record_typed import RecordTyped
from bot.intents.register import RegisterForEvent
from bot.intents.renew import RenewMembership
from bot.intents.reports import Reports
from bot.intents.share import ShareReports
from bot.intents.sync import SyncNow
from bot.intents.undo import Undo
from bot.office import Office, StoppedTabs
from bot.settings import Settings
from bot.slack.answers import Answers
from bot.slack.homes import Homes
from bot.slack.hooks import SLACKS, Hooks
from bot.slack.owed import Owed
from bot.slack.patience import WHILE_SOMEBODY_WAITS, Patience
from bot.slack.people import People
from bot.slack.switchboard import Switchboard
from bot.slips import LevelDeed
from bot.views.home import SyncNews
from core.desk import Desk


class Intent(Protocol):
    """Something that people want, and how they say so in Slack."""

    def listen(self, to: Switchboard) -> None:
        """Take what Slack tells of it."""


TIMEOUT: Final = 10
"""Seconds that Slack is given to answer a call."""
AT_ONCE: Final = 32
"""Acts that are carried out at once: most of their time they wait for Slack's answers."""
_log: Final = logging.getLogger("bot.slack")
# Bolt reads SLACK_BOT_TOKEN by itself, and then warns that it has no use for it.
_log.addFilter(lambda record: record.getMessage() != warning_client_prioritized_and_token_skipped())


def slack_client(settings: Settings, *, patience: float = WHILE_SOMEBODY_WAITS) -> WebClient:
    """Slack's Web API, without the SDK's retries: a post that is sent twice stands there twice.

    A pause that Slack asks for is waited out within `patience`, in seconds.

    Raises:
        VariablesMissing: there is no bot token.
    """
    (token,) = settings.needed("SLACK_BOT_TOKEN")
    address = settings.environment.slack_api_url
    return WebClient(
        token=token,
        base_url=address or WebClient.BASE_URL,
        timeout=TIMEOUT,
        retry_handlers=[Patience(patience)],
        logger=_log,
    )


def build_app(
    desk: Desk,
    settings: Settings,
    *,
    sync_now: Callable[[], str] | None = None,
    sync_dry_run: Callable[[], Sequence[str]] = tuple,
    sync_news: Callable[[], SyncNews | None] = lambda: None,
    homes: Homes | None = None,
    owed: Owed | None = None,
    conflicts: ConflictWatch | None = None,
    tabs: StoppedTabs | None = None,
) -> App:
    """The app over this desk; `sync_now` synchronises with the sheet and says how it went.

    `sync_dry_run` says line by line what that would come to, `sync_news` how the last sync went;
    `homes` are the App Homes that are kept up to date; `owed` keeps what people couldn't be told,
    which `CatchingUp` tells later; `conflicts` are those of the sheet, `tabs` its tabs that wait
    for a manager.

    Raises:
        VariablesMissing: there is no bot token.
        BoltError: Slack doesn't know the token.
    """
    slack = slack_client(settings)
    secret = settings.environment.slack_signing_secret
    app = App(
        client=slack,
        listener_executor=ThreadPoolExecutor(AT_ONCE, thread_name_prefix="listener"),
        signing_secret=secret.get_secret_value() if secret else None,
        attaching_function_token_enabled=False,
        logger=_log,
    )
    owed = owed or Owed(desk.clock)
    answers = answers_of(slack, settings, owed)
    people = People(slack, settings.roles, settings.organisation.time_zone, desk.clock)
    homes = homes or Homes(desk)
    office = Office(
        desk,
        people,
        answers,
        settings,
        sync_now,
        sync_news,
        conflicts,
        tabs,
        sync_dry_run=sync_dry_run,
        homes=homes,
    )
    switchboard = Switchboard(app, answers, owed, homes.refresh_own)
    for intent in _intents(office, slack):
        intent.listen(switchboard)
    return app


def answers_of(slack: WebClient, settings: Settings, owed: Owed) -> Answers:
    """Slack's ways of answering people, for whom something may be `owed` then."""
    return Answers(slack, owed, Hooks(_hooks(settings.environment.slack_api_url)))


def _intents(office: Office, slack: WebClient) -> tuple[Intent, ...]:
    approve, decide = ApproveOverage(office, slack), DecideConflicts(office, slack)
    record, check = RecordUsage(office, approve), CheckBenefits(office)
    home = AppHome(office, approve, decide)
    typed, enroll, sync = (
        RecordTyped(office, record, approve),
        EnrollMember(office),
        SyncNow(office),
    )
    undo, reports = Undo(office), Reports(office, slack)
    bulk, register = RecordForMany(office), RegisterForEvent(office)
    explain, levels, renew = ExplainNumber(office), ChangeLevels(office), RenewMembership(office)
    subcommands: dict[str, Subcommand] = {
        "check": check.check,
        "use": typed.record,
        "bulk": bulk.open,
        "register": register.open,
        "cancel": register.list,
        "convey": lambda call, text: levels.open_typed(call, text, LevelDeed.CONVEY),
        "recall": lambda call, text: levels.open_typed(call, text, LevelDeed.RECALL),
        "adjust": lambda call, text: levels.open_typed(call, text, LevelDeed.ADJUST),
        "enroll": enroll.open,
        "renew": renew.open,
        "report": reports.report,
        "history": reports.history,
        "post-report": reports.post_weekly,
        "sync": sync.typed,
        "undo": undo.list,
    }
    share = ShareReports(office, reports, slack)
    manage = (levels, enroll, renew, approve, decide, sync)
    everyday = (Panel(office, subcommands), record, typed, bulk, check, explain, register, undo)
    return (*everyday, *manage, reports, share, home, Menus(office))


def _hooks(address: str | None) -> str:
    if address is None:
        return SLACKS
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
