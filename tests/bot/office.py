"""A small organisation with its bot, served to the stand-in for Slack."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from bot.app import answers_of, build_app, slack_client
from bot.conflicts import ConflictWatch, SheetConflict, Side
from bot.names import Command, Field, Form
from bot.settings import Environment, Organisation, Reports, Roles, Settings
from bot.slack.catching_up import CatchingUp
from bot.slack.homes import Homes
from bot.slack.owed import Owed
from bot.slack.serving import PATH, PING, serve_http
from bot.views.home import SyncNews
from bot.views.stopped_tabs import StoppedTab
from core.actor import Action, Actor, Role, Source
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact, ContactKind
from core.conveying import ConveyRequest
from core.desk import Desk, Enrolment, Usage
from core.enrolling import EnrolRequest
from core.entry import Entry, EntryKind
from core.errors import BenefitError
from core.level import BenefitLevel
from core.quantity import UNLIMITED
from core.recording import UsageRequest
from core.records import LookupRecord
from core.stores.embedded import open_store
from playground.slack import Channel, Message, PersonSync, Running, User, View
from tests.bot.sent import problems_of_everything
from tests.bot.sockets import connected
from tests.core.building import SetClock

TODAY: Final = date(2026, 6, 15)
NEW_YEAR: Final = date(2026, 1, 1)
ORGANISER: Final = Actor(id="cli:setup", source=Source.COMMAND_LINE, role=Role.ADMIN)
CONTACTS: Final = (
    Contact(code="ACME", name="Acme Hardware", kind=ContactKind.ORGANISATION),
    Contact(code="ANN", name="Ann Able", affiliated_to="ACME", authorised=True),
    Contact(code="BOB", name="Bob Bold", affiliated_to="ACME"),
    Contact(code="ZED", name="Zed <!channel> & Sons", kind=ContactKind.ORGANISATION),
)
CATALOGUE: Final[tuple[LookupRecord, ...]] = (
    BenefitType(code="PASS", name="Guest pass", categories=("Admission",)),
    BenefitType(code="ROOM", name="Conference room", unit="hour", step=Decimal("0.5")),
    BenefitType(code="NOTARY", name="Notary service"),
    BenefitType(code="LISTNG", name="Directory listing", tracked=False),
    BenefitType(code="GALA", name="Gala seat", categories=("Events",)),
    MembershipType(code="GOLD", name="Gold", term_months=12, price=Decimal(500)),
    MembershipType(code="SPONS", name="Sponsor"),
    MembershipBenefit(
        code="G1",
        membership_type="GOLD",
        benefit_type="PASS",
        number=Decimal(4),
        single_value=Decimal("12.50"),
        quid_pro_quo=True,
    ),
    MembershipBenefit(code="G2", membership_type="GOLD", benefit_type="ROOM", number=Decimal(10)),
    MembershipBenefit(code="G3", membership_type="GOLD", benefit_type="NOTARY", number=UNLIMITED),
    MembershipBenefit(code="G4", membership_type="GOLD", benefit_type="LISTNG", number=Decimal(1)),
    MembershipBenefit(
        code="G5",
        membership_type="GOLD",
        benefit_type="GALA",
        number=Decimal(2),
        single_value=Decimal(95),
        standard=False,
    ),
    MembershipBenefit(code="S1", membership_type="SPONS", benefit_type="PASS", number=Decimal(2)),
)
Typed: TypeAlias = dict[str, dict[str, Any]]
"""What somebody types: values by block and action."""
_numbers = count(1)


class TornSheet:
    """The sync's conflicts, as the desk asks for them: those that a test puts there."""

    def __init__(self) -> None:
        self.open: dict[str, SheetConflict] = {}
        self.decided: list[tuple[str, Side, str]] = []

    def tear(self, name: str = "C1", **fields: str) -> None:
        """Let a cell differ on both sides."""
        given = {
            "tab": "Assignments",
            "row": "Acme Hardware, Guest pass",
            "header": "Number",
            "typed": "6",
            "ledger": "9",
        }
        self.open[name] = SheetConflict(id=name, **(given | fields))

    def waiting(self) -> list[SheetConflict]:
        """The conflicts that wait for a manager."""
        return list(self.open.values())

    def decide(self, conflict: str, side: Side, actor: Actor) -> SheetConflict:
        """Pick a side, as the sync does: only who may, only once."""
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        if conflict not in self.open:
            raise BenefitError("That conflict is settled already.")
        self.decided.append((conflict, side, actor.id))
        return self.open.pop(conflict)


@dataclass
class TabsInHand:
    """Tabs that wait for a manager, as the desk asks for them: those that a test puts there."""

    left_alone: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)

    def stopped(self) -> list[StoppedTab]:
        """Tabs that wait."""
        return [StoppedTab(title, edited=True) for title in self.left_alone]

    def changes(self, title: str, *, actor: Actor) -> Sequence[str]:
        """What letting one through would do."""
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        return (f"{title}: ACME: Name Acme to Acne, taken from the sheet", "1 edit taken.")

    def put_back(self, title: str, *, actor: Actor) -> str:
        """Have one as it was."""
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        self.left_alone = [each for each in self.left_alone if each != title]
        self.restored.append(title)
        return f"{title} is as it was."

    def let_through(self, title: str, *, actor: Actor) -> str:
        """Let one through."""
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        self.left_alone = [each for each in self.left_alone if each != title]
        return f"{title} is in step."


@dataclass
class SlackOffice:
    """A desk, the bot over it, and the people who use it."""

    slack: Running
    desk: Desk
    clock: SetClock
    settings: Settings
    staff: User
    manager: User
    auditor: User
    channel: Channel
    reports: Channel
    synced: list[str] = field(default_factory=list)
    would: Sequence[str] = ("Contacts: row 3, Name: A to B in the sheet", "1 cell written.")
    tabs: TabsInHand = field(default_factory=TabsInHand)
    news: SyncNews | None = None
    torn: TornSheet = field(init=False)
    watch: ConflictWatch = field(init=False)
    homes: Homes = field(init=False)
    owed: Owed = field(init=False)

    def __post_init__(self) -> None:
        """Nobody is owed an answer yet, and nobody has a home open."""
        self.owed = Owed(self.clock)
        self.homes = Homes(self.desk)
        self.torn = TornSheet()
        self.watch = ConflictWatch(self.torn)

    @property
    def catching_up(self) -> CatchingUp:
        """Who gives the answers that are owed."""
        answers = answers_of(slack_client(self.settings, patience=30), self.settings, self.owed)
        return CatchingUp(self.desk, answers, self.owed)

    def settle(self) -> None:
        """Wait until the bot has nothing in hand."""
        assert self.owed.wait(10)

    def person(self, user: User) -> PersonSync:
        """Sit somebody down in front of Slack."""
        return self.slack.person(user)

    def desk_actor(self, user: User) -> Actor:
        """Somebody as an actor with every right, for what is set up beside Slack."""
        return Actor(id=user.id, source=Source.SLACK, role=Role.ADMIN)

    @property
    def sam(self) -> PersonSync:
        """Sam, of the staff."""
        return self.person(self.staff)

    @property
    def may(self) -> PersonSync:
        """May, a manager."""
        return self.person(self.manager)

    def entries(self, kind: EntryKind) -> list[Entry]:
        """The ledger's entries of one kind."""
        return [entry for entry in self.desk.store.entries() if entry.kind is kind]

    @property
    def usages(self) -> list[Entry]:
        """The usages in the ledger."""
        return self.entries(EntryKind.USAGE)

    def put(self, records: Iterable[LookupRecord]) -> None:
        """Put contacts or catalogue rows into the books."""
        self.desk.put(records, idempotency_key=f"setup-{next(_numbers)}", actor=ORGANISER)

    def enroll(
        self, contact: str = "ACME", membership_type: str = "GOLD", **fields: Any
    ) -> Enrolment:
        """Make a member; from New Year, where nothing else is said."""
        key = f"setup-{next(_numbers)}"
        fields = {"starts_on": NEW_YEAR, "idempotency_key": key, **fields}
        request = EnrolRequest(contact=contact, membership_type=membership_type, **fields)
        return self.desk.enroll(request, actor=ORGANISER)

    def use(self, contact: str = "ACME", benefit_type: str = "PASS", **fields: Any) -> Usage:
        """Record a usage as somebody at the command line; one that looks like another is meant."""
        fields = {"again": True, "idempotency_key": f"setup-{next(_numbers)}", **fields}
        quantity = Decimal(fields.pop("quantity", "1"))
        request = UsageRequest(
            contact=contact, benefit_type=benefit_type, quantity=quantity, **fields
        )
        return self.desk.record(request, actor=ORGANISER)

    def level(self, benefit_type: str = "PASS", contact: str = "ACME") -> BenefitLevel:
        """A contact's only level of a benefit."""
        (level,) = self.desk.read(lambda books: books.levels_owned(contact, benefit_type))
        return level

    def convey(self, holder: str, quantity: str = "1", benefit_type: str = "PASS") -> Entry:
        """Give units of Acme's to somebody else."""
        request = ConveyRequest(
            level=self.level(benefit_type).key,
            holder=holder,
            quantity=Decimal(quantity),
            idempotency_key=f"setup-{next(_numbers)}",
        )
        return self.desk.convey(request, actor=ORGANISER)

    def says(
        self,
        user: User,
        command: str,
        text: str = "",
        *,
        words: str = "",
        channel: Channel | None = None,
    ) -> Message:
        """Run a command as somebody, and give what the bot answers."""
        here, person = channel or self.channel, self.person(user)
        before = len(person.sees(here))
        outcome = person.run_command(here, command, text)
        assert outcome.ok, outcome.trouble
        return person.wait_for_message(here, words, after=before)

    def opened(self, user: User, form: str, act: Callable[[], object]) -> View:
        """Do something, and give the modal that it opens."""
        act()
        return self.person(user).wait_for_modal(form)


def words_of(shown: Message | View | None) -> str:
    """Everything that stands in a message or a modal."""
    assert shown is not None
    return f"{shown.blocks}"


@contextmanager
def an_office(
    slack: Running, folder: Path, *, serving: bool = True, over_socket: bool = False
) -> Iterator[SlackOffice]:
    """An office with contacts, a catalogue and one Gold member, Acme; its bot served, over HTTP.

    It is served over Socket Mode where that is said.
    """
    workspace, number = slack.workspace, next(_numbers)

    def set_up() -> tuple[User, User, User, Channel, Channel]:
        sam = workspace.add_user(f"sam{number}", real_name="Sam Staff", tz="Europe/London")
        may = workspace.add_user(f"may{number}", real_name="May Manager", tz="America/New_York")
        aud = workspace.add_user(f"aud{number}", real_name="Aud Auditor")
        desk = workspace.add_channel(f"front-desk-{number}", [sam, may, aud])
        reports = workspace.add_channel(f"reports-{number}", [sam, may])
        return sam, may, aud, desk, reports

    staff, manager, auditor, channel, reports = slack.call_soon(set_up)
    group = slack.call_soon(lambda: workspace.add_user_group(f"managers-{number}", [manager]))
    roles = Roles(staff=(staff.id,), manager=(group.id,), auditor=(auditor.id,))
    settings = Settings(
        organisation=Organisation(name="Harbour Chamber", time_zone=ZoneInfo("Europe/London")),
        roles=roles,
        reports=Reports(channel=reports.id),
        environment=Environment.model_validate(
            {
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_APP_TOKEN": workspace.app_token,
                "SLACK_SIGNING_SECRET": workspace.signing_secret,
                "SLACK_API_URL": slack.base_url,
            }
        ),
    )
    store = open_store(folder / "office.db")
    try:
        clock = SetClock()
        desk = Desk(store, clock=clock, policy=settings.policy)
        office = SlackOffice(
            slack, desk, clock, settings, staff, manager, auditor, channel, reports
        )
        office.put([*CONTACTS, *CATALOGUE])
        office.enroll()
        serve = served_over_socket if over_socket else served
        with serve(office) if serving else nullcontext():
            yield office
            # What this office's bot does is over before another one's is looked at.
            office.settle()
        assert problems_of_everything(workspace.recorder) == []
    finally:
        store.close()


@contextmanager
def served(office: SlackOffice, *, has_sheet: bool = True) -> Iterator[None]:
    """The office's bot, answering over HTTP."""

    def sync_now() -> str:
        office.synced.append("now")
        return "3 rows changed in the sheet."

    app = build_app(
        office.desk,
        office.settings,
        sync_now=sync_now if has_sheet else None,
        sync_dry_run=lambda: office.would,
        tabs=office.tabs,
        sync_news=lambda: office.news,
        homes=office.homes,
        conflicts=office.watch if has_sheet else None,
        owed=office.owed,
    )
    stop, ports = threading.Event(), list[int]()
    ready = threading.Event()

    def listening(port: int) -> None:
        ports.append(port)
        ready.set()

    def serve() -> None:
        serve_http(app, 0, stop=stop, listening=listening)

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(5)
    line = office.slack.workspace.line
    line.request_url = f"http://127.0.0.1:{ports[0]}{PATH}"
    try:
        yield
    finally:
        line.request_url = ""
        stop.set()
        thread.join(5)
        assert not thread.is_alive()


@contextmanager
def served_over_socket(office: SlackOffice) -> Iterator[None]:
    """The office's bot, connected by Socket Mode."""

    def sync_now() -> str:
        office.synced.append("now")
        return "3 rows changed in the sheet."

    app = build_app(
        office.desk,
        office.settings,
        sync_now=sync_now,
        sync_dry_run=lambda: office.would,
        tabs=office.tabs,
        sync_news=lambda: office.news,
        homes=office.homes,
        conflicts=office.watch,
        owed=office.owed,
    )
    # A connection of the bot before this one may not have been given up yet.
    office.slack.until(lambda: office.slack.workspace.line.sockets.count == 0, 15)
    # No line is lost here: it must not look as if, where a machine stands still for a moment.
    with connected(app, office.slack.workspace.app_token, ping=PING):
        office.slack.until_connected()
        yield


def usage_form(office: SlackOffice, person: PersonSync, contact: str = "ACME") -> View:
    """The form that records usage, opened by command, with a contact chosen."""
    form = office.opened(
        person.user, Form.RECORD, lambda: person.run_command(office.channel, Command.USE)
    )
    choose_contact(office, person, form, contact)
    return form


def choose_contact(
    office: SlackOffice,
    person: PersonSync,
    form: View,
    contact: str,
    typed: Typed | None = None,
) -> None:
    """Choose a contact in the form, and wait until it shows what they have."""
    name = next(one.name for one in CONTACTS if one.code == contact)
    person.suggest(form, Field.CONTACT, name)
    before = form.hash
    person.click(form, Field.CONTACT, value=contact, typed=typed)
    office.slack.until(lambda: form.hash != before)


def answers(**given: str) -> Typed:
    """Answers to fields of the usage form; a benefit belongs to Acme where nothing else is said."""
    return {
        ("benefit_type:ACME" if name == "benefit_type" else name): {name: value}
        for name, value in given.items()
    }
