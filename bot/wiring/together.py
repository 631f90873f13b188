"""What runs while the bot serves: Slack, the sheet and the schedule over one desk."""

import gc
import logging
import socket
import threading
from contextlib import AbstractContextManager, closing, suppress
from datetime import timedelta
from typing import Final

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.app import answers_of, build_app, slack_client
from bot.conflicts import EVERY as LOOK_EVERY
from bot.conflicts import ConflictWatch
from bot.opening import opened_desk, store_name
from bot.operations.stopping import Stop
from bot.operations.watched import watched
from bot.schedule.chores import chores_of
from bot.schedule.leading import Leader
from bot.schedule.rounds import Rounds
from bot.schedule.schedule import Schedule, planned
from bot.schedule.sheet_watching import SheetWatch
from bot.schedule.watching import StoreWatch
from bot.settings import Settings
from bot.slack.catching_up import CatchingUp
from bot.slack.homes import Homes
from bot.slack.owed import Owed
from bot.slack.patience import IN_THE_BACKGROUND
from bot.slack.serving import LOCALHOST, Line, serve_http, serve_socket
from bot.wiring.spreadsheet import SHEET, sync_of
from bot.wiring.syncing import Syncing
from core.desk import Desk
from core.errors import BenefitError
from core.store import StoreError

CATCH_UP_EVERY: Final = timedelta(seconds=15)
"""How often somebody looks whether people are still owed an answer."""
LOOK_THROUGH_EVERY: Final = timedelta(days=1)
"""How often the whole file of a large store is looked at; for the first time at the start."""
STOPPING: Final = 4.0
"""Seconds, from being told to stop, that a running sync is given."""
_log: Final = logging.getLogger(__name__)


class SlackRefused(BenefitError):
    """Slack doesn't take the bot token."""

    def __init__(self) -> None:
        super().__init__(
            "Slack does not accept SLACK_BOT_TOKEN: copy the bot token anew from “OAuth &"
            " Permissions” of your Slack app."
        )


class SlackNotReached(BenefitError):
    """Slack doesn't answer."""

    def __init__(self, why: object) -> None:
        super().__init__(f"Slack can't be reached ({why}): look at the network, and try again.")


class PortNotFree(BenefitError):
    """The port for HTTP can't be listened on."""

    def __init__(self, port: int, why: str | None) -> None:
        super().__init__(f"Port {port} can't be used ({why}): choose another one with --http.")


def serve(settings: Settings, *, stop: Stop, http_port: int | None = None) -> None:
    """Run Slack, the sheet and the schedule until `stop` is set.

    Over Socket Mode, or over HTTP where there is a port.

    Raises:
        VariablesMissing: secrets that this way of serving needs.
        BenefitError: Slack doesn't take the app; the sentence says what to do.
        StoreError: the store can't be opened.
    """
    secret = "SLACK_APP_TOKEN" if http_port is None else "SLACK_SIGNING_SECRET"
    sheet = SHEET if settings.has_sheet else ()
    _, slack_secret, *_ = settings.needed("SLACK_BOT_TOKEN", secret, *sheet)
    if http_port:
        _try_port(http_port)
    with opened_desk(settings, make=True) as desk:
        # What was read stays while the bot runs: the collector needn't look at it in every round.
        gc.freeze()
        _tell_start(settings)
        if stop.is_set():
            _log.info("Stopped before it began.")
            return
        _serve_desk(desk, settings, stop, slack_secret, http_port)
    _log.info("Stopped.")


def _serve_desk(
    desk: Desk, settings: Settings, stop: Stop, slack_secret: str, http_port: int | None
) -> None:
    syncing = Syncing(sync_of(desk, settings)) if settings.has_sheet else None
    owed, homes = Owed(desk.clock), Homes(desk)
    watch = ConflictWatch(syncing.conflicts()) if syncing else None
    app = slack_app(desk, settings, syncing, homes, owed, conflicts=watch)
    unhurried = slack_client(settings, patience=IN_THE_BACKGROUND)
    catching_up = CatchingUp(desk, answers_of(unhurried, settings, owed), owed)
    rounds = rounds_of(desk, settings, unhurried)
    schedule = planned(settings, rounds, syncing.by_itself if syncing else None, homes)
    store_watch = StoreWatch(desk.store, settings, unhurried)
    schedule.add("store", store_watch.look, CATCH_UP_EVERY)
    schedule.add("store file", store_watch.look_through, LOOK_THROUGH_EVERY)
    schedule.add("answers", catching_up.catch_up, CATCH_UP_EVERY)
    if syncing and watch:
        syncing.only_if = rounds.leads
        _look_for_conflicts(schedule, watch, rounds)
        sheet_watch = SheetWatch(syncing.trouble, settings, unhurried)
        schedule.add("sheet", sheet_watch.look, CATCH_UP_EVERY)
    line, news = Line(), syncing.news if syncing else lambda: None
    watching = watched(
        settings.operations, desk, app, rounds, line=line, news=news, stopping=stop.is_set
    )
    # A port that is taken is found out before any work begins, which would be broken off.
    with watching:
        stop.under_way = True
        catching_up.begin()
        schedule.start()
        try:
            if http_port is None:
                connected = catching_up.catch_up
                serve_socket(app, slack_secret, stop=stop, connected=connected, line=line)
            else:
                _serve_http(app, http_port, stop, line)
        finally:
            schedule.stop()
            with suppress(StoreError):
                rounds.leave()
            catching_up.catch_up()
            if syncing:
                syncing.finish(stop.left_of(STOPPING))


def rounds_of(desk: Desk, settings: Settings, slack: WebClient) -> Rounds:
    """Everything that is due by the settings, done by one of the processes that share the store."""

    def reader() -> AbstractContextManager[Desk]:
        return opened_desk(settings, read_only=True)

    return Rounds(desk, [*chores_of(desk, settings, slack, reader)], Leader(desk.store))


def _look_for_conflicts(schedule: Schedule, watch: ConflictWatch, rounds: Rounds) -> None:
    """Ask managers about new conflicts; of several processes, one does."""

    def look() -> None:
        if rounds.leads():
            watch.look()

    schedule.add("conflicts", look, LOOK_EVERY)


def slack_app(
    desk: Desk,
    settings: Settings,
    syncing: Syncing | None,
    homes: Homes | None = None,
    owed: Owed | None = None,
    *,
    conflicts: ConflictWatch | None = None,
) -> App:
    """The Slack app over this desk.

    Raises:
        SlackRefused, SlackNotReached: Slack doesn't take the token, or doesn't answer.
    """
    try:
        if syncing is None:
            return build_app(desk, settings, homes=homes, owed=owed)
        return build_app(
            desk,
            settings,
            sync_now=syncing.now,
            sync_dry_run=syncing.dry_run,
            sync_news=syncing.news,
            homes=homes,
            owed=owed,
            conflicts=conflicts,
            tabs=syncing,
        )
    except BoltError as refused:
        raise SlackRefused from refused
    except (SlackClientError, OSError) as error:
        raise SlackNotReached(getattr(error, "reason", error)) from error


def _try_port(port: int) -> None:
    """See that the port is free before any work begins.

    Raises:
        PortNotFree: it is taken, or may not be used.
    """
    with closing(socket.socket()) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOCALHOST, port))
        except OSError as error:
            raise PortNotFree(port, error.strerror) from error


def _serve_http(app: App, port: int, stop: threading.Event, line: Line) -> None:
    try:
        serve_http(app, port, stop=stop, listening=lambda _: line.goes_by(lambda: True))
    except OSError as error:
        raise PortNotFree(port, error.strerror) from error


def _tell_start(settings: Settings) -> None:
    file = settings.environment.benefit_desk_config
    if not file.exists():
        _log.info("There is no %s, so every setting has its default.", file)
    if settings.roles == type(settings.roles)():
        _log.warning("Nobody is named under [roles] in %s, so nobody may do anything.", file)
    sheet = settings.environment.google_sheet_id if settings.has_sheet else "not set up"
    _log.info("The store is %s, the sheet %s.", store_name(settings), sheet)
