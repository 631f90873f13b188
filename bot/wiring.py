"""The one place where everything is put together: desk, sheet, Slack and schedule."""

import gc
import logging
import socket
import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.app import answers_of, build_app, slack_client
from bot.catching_up import CatchingUp
from bot.chores import chores_of
from bot.conflicts import EVERY as LOOK_EVERY
from bot.conflicts import ConflictWatch, SheetConflict, Side
from bot.homes import Homes
from bot.leading import Leader
from bot.opening import opened_desk, store_name
from bot.owed import Owed
from bot.patience import IN_THE_BACKGROUND
from bot.rounds import Rounds
from bot.schedule import Schedule, planned
from bot.serving import LOCALHOST, Line, serve_http, serve_socket
from bot.settings import Settings
from bot.sheet_watching import SheetWatch
from bot.stopping import Stop
from bot.views.home import SyncNews
from bot.watched import watched
from bot.watching import StoreWatch
from core.actor import Action, Actor
from core.desk import Desk
from core.errors import BenefitError
from core.forgetting import FORGOTTEN
from core.store import StoreError
from sheets_sync.conflicts import Choice, KnownConflict
from sheets_sync.errors import SyncRunning
from sheets_sync.google_access import SheetAccess, look_at
from sheets_sync.google_forgetting import replace_everywhere
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.quota import MOST
from sheets_sync.registration_acts import Form
from sheets_sync.sync import Sync

SHEET: Final = ("GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_SHEET_ID")
MOST_A_MINUTE: Final = MOST
"""Reads, and writes, that Google allows in a minute, as the check-up tells them."""
CATCH_UP_EVERY: Final = timedelta(seconds=15)
"""How often somebody looks whether people are still owed an answer."""
Access: TypeAlias = SheetAccess
"""What the check-up is told about the spreadsheet."""
IN_A_ROW: Final = 3
"""So many syncs that don't work are told in Slack; one or two pass by themselves."""
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


class SyncElsewhere(BenefitError):
    """Another process keeps ledger and sheet equal."""

    def __init__(self) -> None:
        super().__init__(
            "Another Benefit Desk that shares this store keeps the sheet in step; it does so by"
            " itself, as often as the settings say."
        )


class SheetConflicts:
    """The sync's conflicts, in the words of the desk in Slack."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync

    def waiting(self) -> list[SheetConflict]:
        """The conflicts that wait for a manager, as of the last sync."""
        return [_in_words(each) for each in self._sync.conflicts()]

    def decide(self, conflict: str, side: Side, actor: Actor) -> SheetConflict:
        """Pick a side; the next sync carries it out.

        Raises:
            BenefitError: the actor may not, or there is nothing to decide any more.
        """
        choice = Choice.SHEET if side is Side.SHEET else Choice.DESK
        return _in_words(self._sync.decide(conflict, choice, actor=actor))


def _in_words(known: KnownConflict) -> SheetConflict:
    conflict = known.conflict
    return SheetConflict(
        id=known.id,
        tab=conflict.title,
        row=conflict.row,
        header=conflict.header,
        typed=conflict.typed,
        ledger=conflict.ledger,
    )


class Syncing:
    """The sync, as Slack and the schedule ask for it: one at a time, and none after the end."""

    def __init__(self, sync: Sync) -> None:
        self.only_if: Callable[[], bool] = lambda: True
        self._sync = sync
        self._in_hand = threading.Lock()
        self._news: SyncNews | None = None
        self._failed = 0
        self._stopped: tuple[str, ...] = ()

    def news(self) -> SyncNews | None:
        """How the last sync went, whoever asked for it; None before the first."""
        return self._news

    def now(self, approve: Collection[str] = ()) -> str:
        """Make ledger and sheet equal, and say what that came to.

        `approve` names tabs whose mass changes a manager has let through.

        Raises:
            SyncElsewhere: another process of those that share the store does it.
            SyncRunning: another one is at it, or everything is about to stop.
            SheetError, StoreError: the sentence says what is wrong.
        """
        if not self.only_if():
            raise SyncElsewhere
        if not self._in_hand.acquire(blocking=False):
            raise SyncRunning
        try:
            outcome = self._sync.run(approve=approve)
            self._stopped = outcome.stopped
            self._news, self._failed = SyncNews(datetime.now(UTC), outcome.sentence), 0
        except BenefitError as refused:
            self._news = SyncNews(datetime.now(UTC), str(refused))
            self._failed += not isinstance(refused, SyncRunning)
            raise
        finally:
            self._in_hand.release()
        if outcome.changed:
            _log.info("Sync: %s", replace(outcome, messages=()).sentence)
        return outcome.sentence

    def trouble(self) -> str | None:
        """Why the last syncs did not work, where several in a row didn't."""
        return self._news.sentence if self._news and self._failed >= IN_A_ROW else None

    def conflicts(self) -> SheetConflicts:
        """The conflicts that the sync finds."""
        return SheetConflicts(self._sync)

    def stopped(self) -> tuple[str, ...]:
        """The tabs that the last sync left alone, because too much was missing or changed."""
        return self._stopped

    def let_through(self, title: str, *, actor: Actor) -> str:
        """Synchronise although so much was changed in a tab; what that came to.

        Raises:
            BenefitError: the actor may not, or the sync doesn't work.
        """
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        return self.now(approve=(title,))

    def finish(self, seconds: float) -> None:
        """Begin none any more, and wait so long for the one that runs."""
        if not self._in_hand.acquire(timeout=seconds):
            _log.warning("A sync was still running; the next one looks what became of it.")


def sync_of(desk: Desk, settings: Settings) -> Sync:
    """The sync of this desk with the spreadsheet that the settings name.

    Raises:
        VariablesMissing: the service account or the sheet isn't named.
        SheetError: the service account's file can't be used.
    """
    key_file, identity = settings.needed(*SHEET)
    sheet = GoogleSheet(Path(key_file), identity, google=settings.environment.google_api_url)
    return Sync(
        desk,
        sheet,
        every=timedelta(seconds=settings.schedule.sync_every_seconds),
        form=_form(settings),
    )


def _form(settings: Settings) -> Form | None:
    form = settings.sheet.form
    if form is None:
        return None
    always = {"event": form.event, "registration_type": form.registration_type}
    return Form(
        title=form.tab,
        headers={str(column): header for column, header in form.columns.items()},
        always={name: value for name, value in always.items() if value},
    )


def forget_in_sheet(settings: Settings, words: Iterable[str]) -> None:
    """Take these words out of the spreadsheet that the settings name.

    Raises:
        VariablesMissing: the service account or the sheet isn't named.
        SheetError: the sheet can't be written to.
    """
    key_file, identity = settings.needed(*SHEET)
    google = settings.environment.google_api_url
    replace_everywhere(Path(key_file), identity, google, words, FORGOTTEN)


def sheet_access(settings: Settings) -> SheetAccess:
    """What the service account may do with the spreadsheet that the settings name.

    Raises:
        VariablesMissing: the service account or the sheet isn't named.
        SheetError: the sheet can't be looked at; the sentence says what to do.
    """
    key_file, identity = settings.needed(*SHEET)
    return look_at(Path(key_file), identity, settings.environment.google_api_url)


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
        syncing = Syncing(sync_of(desk, settings)) if settings.has_sheet else None
        owed, homes = Owed(desk.clock), Homes(desk)
        watch = ConflictWatch(syncing.conflicts()) if syncing else None
        app = slack_app(desk, settings, syncing, homes, owed, conflicts=watch)
        unhurried = slack_client(settings, patience=IN_THE_BACKGROUND)
        catching_up = CatchingUp(desk, answers_of(unhurried, settings, owed), owed)
        rounds = rounds_of(desk, settings, unhurried)
        if syncing:
            syncing.only_if = rounds.leads
        schedule = planned(settings, rounds, syncing.now if syncing else None, homes)
        if watch:
            _look_for_conflicts(schedule, watch, rounds)
        if syncing:
            sheet_watch = SheetWatch(syncing.trouble, settings, unhurried)
            schedule.add("sheet", sheet_watch.look, CATCH_UP_EVERY)
        schedule.add("store", StoreWatch(desk.store, settings, unhurried).look, CATCH_UP_EVERY)
        schedule.add("answers", catching_up.catch_up, CATCH_UP_EVERY)
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
    _log.info("Stopped.")


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
