"""The App Home, drawn anew whenever somebody opens it."""

from bot.calls import Call
from bot.latest import latest_of
from bot.office import Office
from bot.switchboard import Switchboard
from bot.views.home import app_home, closed_home
from core.actor import Action
from core.errors import BenefitError
from core.reports.expiring import expiring
from core.statement import ENDING_SOON


class AppHome:
    """Listens to the opening of the App Home."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the event that tells of the opening."""
        to.event("app_home_opened", self.opened)

    def opened(self, call: Call) -> None:
        """Somebody opened one of the app's tabs."""
        if call.value == "home":
            self.publish(call.user)

    def publish(self, user: str) -> None:
        """Draw a person's App Home; one sentence for somebody who may not look at benefits."""
        try:
            actor = self._office.people.actor(user)
            actor.must_be_allowed(Action.READ)
        except BenefitError as refusal:
            self._office.answers.show_home(user, closed_home(str(refusal)))
            return
        desk = self._office.desk
        view = app_home(
            self._office.settings.organisation.name,
            latest_of(desk, user),
            expiring(desk, ENDING_SOON),
            may_record=actor.may(Action.RECORD),
        )
        self._office.answers.show_home(user, view)
