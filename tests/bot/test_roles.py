"""Who may do what: named by id or group, looked at anew every five minutes, closed in doubt."""

from datetime import UTC
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.app import slack_client
from bot.names import Command, Form
from bot.settings import Roles
from bot.slack.people import FRESH, KeptOut, People, PeopleUnknown
from core.actor import Role
from playground.slack import Fault, User
from tests.bot.office import SlackOffice, answers, usage_form


@pytest.fixture
def people(office: SlackOffice) -> People:
    """The people of the office."""
    return people_named(office, office.settings.roles)


def people_named(office: SlackOffice, roles: Roles) -> People:
    """People with these roles."""
    return People(slack_client(office.settings), roles, UTC, office.clock)


def somebody(office: SlackOffice, **traits: Any) -> User:
    """A new person, named as staff."""
    name = "-".join(traits) or "plain"
    workspace = office.slack.workspace
    return office.slack.call_soon(
        lambda: workspace.add_user(f"{name}.{len(workspace.users)}", **traits)
    )


def test_a_role_comes_by_id_or_by_group(office: SlackOffice, people: People) -> None:
    """Sam by his id, May by her group, others not at all."""
    assert people.actor(office.staff.id).role is Role.STAFF
    assert people.actor(office.manager.id).role is Role.MANAGER
    assert people.actor(somebody(office).id).role is None


def test_the_role_that_allows_most_counts(office: SlackOffice) -> None:
    """Named twice, a person has the wider right."""
    group = office.settings.roles.manager[0]
    roles = Roles(auditor=(office.manager.id,), manager=(group,))
    assert people_named(office, roles).actor(office.manager.id).role is Role.MANAGER


def test_name_and_time_zone_come_from_slack(office: SlackOffice, people: People) -> None:
    """What "today" means depends on where the person is."""
    actor = people.actor(office.manager.id)
    assert (actor.name, str(actor.zone)) == ("May Manager", "America/New_York")


@pytest.mark.parametrize(
    "trait", ["is_restricted", "is_ultra_restricted", "is_bot", "deleted", "is_stranger"]
)
def test_guests_bots_leavers_and_strangers_are_kept_out(office: SlackOffice, trait: str) -> None:
    """Whatever they were named as."""
    user = somebody(office, **{trait: True})
    with pytest.raises(KeptOut, match="can't use Benefit Desk"):
        people_named(office, Roles(admin=(user.id,))).actor(user.id)


def test_slack_is_asked_again_after_five_minutes(office: SlackOffice, people: People) -> None:
    """Who leaves the group loses the role within that time."""
    group = office.slack.workspace.user_groups[office.settings.roles.manager[0]]
    assert people.actor(office.manager.id).role is Role.MANAGER
    group.users.clear()
    office.clock.pass_time(minutes=4, seconds=59)
    assert people.actor(office.manager.id).role is Role.MANAGER
    office.clock.pass_time(seconds=1)
    assert people.actor(office.manager.id).role is None


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list", "auth.test"])
def test_no_answer_of_slack_allows_nothing(
    office: SlackOffice, people: People, method: str
) -> None:
    """It fails closed, and remembers no failure."""
    office.slack.workspace.faults.order(method, Fault(error="fatal_error"))
    with pytest.raises(PeopleUnknown, match="nothing was done"):
        people.actor(office.manager.id)
    assert people.actor(office.manager.id).role is Role.MANAGER


def test_a_group_that_can_t_be_asked_leaves_one_s_own_role(
    office: SlackOffice, people: People
) -> None:
    """Sam is staff by his own name, whatever his groups are."""
    office.slack.workspace.faults.order("usergroups.users.list", Fault(status=500))
    assert people.actor(office.staff.id).role is Role.STAFF


def test_somebody_without_a_role_is_told_so(office: SlackOffice) -> None:
    """At the opening, with who can change it; no form opens."""
    user = somebody(office)
    office.slack.call_soon(lambda: office.channel.members.append(user.id))
    office.says(user, Command.USE, words="An administrator can give you one.")
    assert office.person(user).modal is None


@pytest.mark.parametrize("command", [Command.USE, Command.CHECK, Command.PANEL])
def test_a_guest_is_told_so_at_every_command(office: SlackOffice, command: str) -> None:
    """One sentence, and nothing of the books."""
    guest = somebody(office, is_restricted=True)
    office.slack.call_soon(lambda: office.channel.members.append(guest.id))
    office.says(guest, command, "check acme", words="A guest can't use Benefit Desk")
    assert office.usages == []


def test_an_auditor_may_not_record(office: SlackOffice) -> None:
    """Typed or in a form."""
    words = "As auditor you may not record usage. Please ask somebody of the staff."
    office.says(office.auditor, Command.USE, "acme pass", words=words)
    office.says(office.auditor, Command.USE, words=words)
    assert office.usages == []


def test_the_role_is_checked_at_the_submit_too(office: SlackOffice) -> None:
    """Who loses the role while the form is open records nothing."""
    form = usage_form(office, office.may)
    group = office.slack.workspace.user_groups[office.settings.roles.manager[0]]
    group.users.clear()
    office.clock.at += FRESH
    refused = office.may.submit_view(form, answers(benefit_type="PASS"))
    assert "You have no role" in " ".join(refused.errors.values())
    assert office.usages == []


def test_menus_offer_nothing_to_whom_may_not_look(office: SlackOffice) -> None:
    """The names of members are not for everybody."""
    form = usage_form(office, office.may)
    office.slack.workspace.user_groups[office.settings.roles.manager[0]].users.clear()
    office.clock.at += FRESH
    assert office.may.suggest(form, "contact", "acme").values == []
    assert form.callback_id == Form.RECORD


def test_a_time_zone_that_is_unknown_is_the_organisation_s(office: SlackOffice) -> None:
    """Slack may name none, or one that this machine doesn't know."""

    class Nowhere(WebClient):
        """Slack's Web API, for people on Mars."""

        def users_info(self, **arguments: Any) -> SlackResponse:
            """Tell about somebody whose zone nobody knows."""
            answer = super().users_info(**arguments)
            answer["user"]["tz"] = "Mars/Olympus"
            return answer

    slack = Nowhere(office.slack.workspace.bot_token, office.slack.base_url)
    people = People(slack, office.settings.roles, UTC, office.clock)
    assert people.actor(office.staff.id).zone is UTC
