"""Every way into the bot: reached, listened to, and open only to whom it should be."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from core.actor import ALLOWED, Action, Role
from playground.slack import Running, User
from playground.slack.recorder import ApiCall, Delivery
from tests.bot.explorer import Explorer, entry_of, entry_points, furnish
from tests.bot.office import SlackOffice, an_office, served

NEEDS: Final[dict[str, Action]] = {
    "action adjust": Action.ADJUST,
    "action approve": Action.CONFIRM_OVERAGE,
    "action ask_contact": Action.READ,
    "action attendee": Action.REGISTER,
    "action bulk": Action.RECORD,
    "action cancel": Action.REGISTER,
    "action check_contact": Action.READ,
    "action check_filter": Action.READ,
    "action check_page_back": Action.READ,
    "action check_page_on": Action.READ,
    "action contact": Action.RECORD,
    "action convey": Action.CONVEY,
    "action decline": Action.CONFIRM_OVERAGE,
    "action take_sheets": Action.DECIDE_CONFLICT,
    "action fields_of": Action.ENROLL,
    "action keep_ours": Action.DECIDE_CONFLICT,
    "action let_through": Action.DECIDE_CONFLICT,
    "action put_tab_back": Action.DECIDE_CONFLICT,
    "action see_changes": Action.DECIDE_CONFLICT,
    "action enroll": Action.ENROLL,
    "action enroll_page_back": Action.ENROLL,
    "action event": Action.REGISTER,
    "action latest": Action.VOID_OWN,
    "action level": Action.ADJUST,
    "action membership_type": Action.ENROLL,
    "action owner": Action.CONVEY,
    "action places": Action.REGISTER,
    "action recall": Action.CONVEY,
    "action record": Action.RECORD,
    "action record_typed": Action.RECORD,
    "action register": Action.REGISTER,
    "action registration_type": Action.REGISTER,
    "action renew": Action.ENROLL,
    "action renew_choose": Action.ENROLL,
    "action renew_page_back": Action.ENROLL,
    "action renews": Action.ENROLL,
    "action report": Action.READ,
    "action report_benefit": Action.READ,
    "action report_by": Action.READ,
    "action report_csv": Action.READ,
    "action report_kind": Action.READ,
    "action report_member": Action.READ,
    "action report_share": Action.READ,
    "action report_since": Action.READ,
    "action report_until": Action.READ,
    "action run": Action.RECORD,  # the first one that is shown carries out `use`
    "action sync": Action.SYNC,
    "action undo": Action.VOID_OWN,
    "action undo_about": Action.VOID_ANY,
    "action why": Action.READ,
    "action why_page_back": Action.READ,
    "action why_page_on": Action.READ,
    "command /benefit-check": Action.READ,
    "command /benefit-use": Action.RECORD,
    "command /benefits adjust": Action.ADJUST,
    "command /benefits bulk": Action.RECORD,
    "command /benefits cancel": Action.REGISTER,
    "command /benefits check": Action.READ,
    "command /benefits convey": Action.CONVEY,
    "command /benefits enroll": Action.ENROLL,
    "command /benefits help": Action.READ,
    "command /benefits history": Action.READ,
    "command /benefits post-report": Action.ENROLL,
    "command /benefits recall": Action.CONVEY,
    "command /benefits register": Action.REGISTER,
    "command /benefits renew": Action.ENROLL,
    "command /benefits report": Action.READ,
    "command /benefits sync": Action.SYNC,
    "command /benefits undo": Action.VOID_OWN,
    "command /benefits use": Action.RECORD,
    "command /benefits": Action.READ,
    "event app_home_opened": Action.READ,
    "form bulk_form": Action.RECORD,
    "form bulk_preview": Action.RECORD,
    "form cancellation_form": Action.REGISTER,
    "form convey_form": Action.CONVEY,
    "form level_form": Action.ADJUST,
    "form membership_benefits_form": Action.ENROLL,
    "form membership_form": Action.ENROLL,
    "form recall_form": Action.CONVEY,
    "form registration_form": Action.REGISTER,
    "form renewal_benefits_form": Action.ENROLL,
    "form renewal_form": Action.ENROLL,
    "form renewal_preview": Action.ENROLL,
    "form share_form": Action.READ,
    "form undo_form": Action.VOID_ANY,  # what is replayed is about somebody else's entry
    "form usage_form": Action.RECORD,
    "options ask_contact": Action.READ,
    "options attendee": Action.READ,
    "options bulk_benefit": Action.READ,
    "options by_hand": Action.READ,
    "options by_line": Action.READ,
    "options category": Action.READ,
    "options contact": Action.READ,
    "options event": Action.READ,
    "options holder": Action.READ,
    "options left_out": Action.READ,
    "options membership_type": Action.READ,
    "options of_type": Action.READ,
    "options owner": Action.READ,
    "options renewed_as": Action.READ,
    "options renews": Action.READ,
    "options report_benefit": Action.READ,
    "options report_member": Action.READ,
    "options to": Action.READ,
    "shortcut check_benefits": Action.READ,
    "shortcut record_usage": Action.RECORD,
    "shortcut record_usage_from_message": Action.RECORD,
}
"""What somebody has to be allowed to come in by each entry point, in Slack's words and in ours."""
REFUSED: Final = re.compile(r"may not |can't use Benefit Desk|have no role")
KEPT_OUT: Final[dict[str, dict[str, Any]]] = {
    "guest": {"is_restricted": True},
    "single-channel guest": {"is_ultra_restricted": True},
    "somebody of another workspace": {"is_stranger": True},
    "bot": {"is_bot": True},
    "deactivated": {"deleted": True},
}


@dataclass(frozen=True)
class Explored:
    """An office in which a manager tried everything, and the first payload of each entry point."""

    office: SlackOffice
    deliveries: dict[str, Delivery]


@pytest.fixture(scope="module", params=["http", pytest.param("socket", marks=pytest.mark.storm)])
def explored(
    request: pytest.FixtureRequest, slack: Running, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Explored]:
    """Explored once for all tests here.

    Slack is patient meanwhile: who is let in is looked at here, and an answer that a busy machine
    gave too late would say nothing of that.
    """
    folder = tmp_path_factory.mktemp("explored")
    usual, slack.workspace.switches.ack_seconds = slack.workspace.switches.ack_seconds, 60.0
    with an_office(slack, folder, over_socket=request.param == "socket") as office:
        furnish(office)
        deliveries: dict[str, Delivery] = {}
        for each in Explorer(office, office.manager).explore():
            deliveries.setdefault(entry_of(each), each)
        yield Explored(office, deliveries)
    slack.workspace.switches.ack_seconds = usual


def test_every_entry_point_is_reached(explored: Explored) -> None:
    """By somebody who may do everything and presses everything."""
    assert entry_points(explored.office) - set(explored.deliveries) == set()


def test_whatever_is_shown_is_listened_to(explored: Explored) -> None:
    """No button without anybody behind it."""
    assert set(explored.deliveries) - entry_points(explored.office) == set()


def test_of_every_entry_point_is_said_who_may_use_it(explored: Explored) -> None:
    """Whoever adds one decides it here, beside the code that does."""
    assert set(NEEDS) == entry_points(explored.office)


@dataclass(frozen=True)
class Somebody:
    """A person with a role, or one who has none or is kept out whatever they were named as."""

    name: str
    role: Role | None
    traits: dict[str, Any]

    def may(self, action: Action) -> bool:
        """Whether they should be let in."""
        return not self.traits and self.role is not None and action in ALLOWED[self.role]

    def __str__(self) -> str:
        return self.name


EVERYBODY: Final = [
    *(Somebody(str(role), role, {}) for role in Role),
    Somebody("nobody", None, {}),
    *(Somebody(name, Role.ADMIN, traits) for name, traits in KEPT_OUT.items()),
]


@pytest.mark.parametrize("somebody", EVERYBODY, ids=str)
def test_each_role_comes_in_where_it_may_and_nowhere_else(
    explored: Explored, somebody: Somebody
) -> None:
    """What a manager did at every entry point, done by somebody else: openings and submits."""
    office = replace(explored.office)
    user = named_as(office, somebody)
    deliveries = explored.deliveries.items()
    with served(office):
        came_in = {entry: outcome(office, each, user) for entry, each in deliveries}
    may = {entry: somebody.may(action) for entry, action in NEEDS.items()}
    assert {entry: let_in for entry, (let_in, _) in came_in.items()} == may
    assert [entry for entry, (_, wrote) in came_in.items() if wrote and not may[entry]] == []


def outcome(office: SlackOffice, delivery: Delivery, user: User) -> tuple[bool, bool]:
    """Whether somebody was let in with this payload, and whether it wrote anything."""
    before = office.desk.read(lambda books: books.revision)
    answers = replayed(office, delivery, user)
    wrote = office.desk.read(lambda books: books.revision) > before
    return REFUSED.search(f"{answers}") is None, wrote


def named_as(office: SlackOffice, somebody: Somebody) -> User:
    """A person of this kind, named under [roles], in the desk's channel."""
    workspace = office.slack.workspace

    def join() -> User:
        user = workspace.add_user(f"who{len(workspace.users)}", **somebody.traits)
        office.channel.members.append(user.id)
        return user

    user = office.slack.call_soon(join)
    if somebody.role:
        named = {str(somebody.role): (*office.settings.roles.members(somebody.role), user.id)}
        roles = office.settings.roles.model_copy(update=named)
        office.settings = office.settings.model_copy(update={"roles": roles})
    return user


def replayed(office: SlackOffice, delivery: Delivery, user: User) -> list[Any]:
    """Do as somebody else what a payload tells of; gives all that the bot answered."""
    workspace = office.slack.workspace
    payload = copy.deepcopy(delivery.payload)
    for place in (payload, payload.get("event", {}), payload.get("user", {})):
        for name in ("user_id", "user", "id"):
            if place.get(name) == office.manager.id:
                place[name] = user.id
    before = len(workspace.recorder.calls)

    async def deliver() -> Any:
        if "trigger_id" in payload:
            payload["trigger_id"] = workspace.triggers.make(user.id)
        ack = await workspace.line.deliver(delivery.kind, payload, accepts_payload=True)
        assert ack.ok, ack.failure
        return ack.payload

    answer = office.slack.perform(deliver(), 60)
    office.settle()
    calls: list[ApiCall] = workspace.recorder.calls[before:]
    told = [call.arguments for call in calls if call.method not in {"users.info", "auth.test"}]
    if delivery.type == "block_suggestion" and not answer.get("options"):
        return ["may not see any option"]
    return [answer, *told]
