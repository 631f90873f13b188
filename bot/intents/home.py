"""The App Home, drawn when somebody opens it, and anew after every change that it may show."""

from bot.calls import Call
from bot.intents.approve import ApproveOverage
from bot.intents.decide import DecideConflicts
from bot.office import Office
from bot.running_low import RunningOut
from bot.slack.switchboard import Switchboard
from bot.views.home import HomeContent, Waiting, app_home, closed_home
from core.actor import Action, Actor
from core.errors import BenefitError


class AppHome:
    """Listens to the opening of the App Home."""

    def __init__(self, office: Office, approve: ApproveOverage, decide: DecideConflicts) -> None:
        self._office = office
        self._approve = approve
        self._decide = decide
        self._shortages = RunningOut(office.desk)
        office.homes.publish = self.publish

    def listen(self, to: Switchboard) -> None:
        """Take the event that tells of the opening."""
        to.event("app_home_opened", self.opened)

    def opened(self, call: Call) -> None:
        """Somebody opened one of the app's tabs."""
        if call.value == "home":
            self.publish(call.user)

    def publish(self, user: str) -> None:
        """Draw a person's App Home; one sentence for somebody who may not look at benefits."""
        # Noted first: what changes meanwhile is drawn in the next round.
        self._office.homes.drawn(user)
        try:
            actor = self._office.people.actor(user)
            actor.must_be_allowed(Action.READ)
        except BenefitError as refusal:
            self._office.answers.show_home(user, closed_home(str(refusal)))
            return
        self._office.answers.show_home(user, app_home(self._content(actor), actor))

    def _content(self, actor: Actor) -> HomeContent:
        office, shortages = self._office, self._shortages.find()
        may_confirm = actor.may(Action.CONFIRM_OVERAGE)
        waiting = self._approve.approvals.waiting() if may_confirm else ()
        return HomeContent(
            organisation=office.settings.organisation.name,
            acts=office.latest.of(actor.id),
            shortages=shortages,
            waiting=[Waiting(each, self._approve.asked(each.request, actor)) for each in waiting],
            conflicts=self._decide.waiting() if may_confirm else (),
            has_sheet=office.sync_now is not None,
            synced=office.sync_news(),
        )
