"""What one playground is made of: a workspace, a spreadsheet, and who is who in them."""

from dataclasses import dataclass, field

from playground.google.spreadsheet import Spreadsheet
from playground.page.steps import Steps
from playground.slack import Channel, Person, User, Workspace


@dataclass(frozen=True, slots=True)
class Playground:
    """Everything that a browser tab shows.

    ``parts`` says what each person is here, by user name: "manager". ``manager`` acts when somebody
    presses a button of the top bar, in ``channel``, and edits the spreadsheet, which is shared with
    managers only. ``account`` is the e-mail address by which the
    app writes into the spreadsheet.
    """

    workspace: Workspace
    spreadsheet: Spreadsheet
    account: str
    channel: Channel
    manager: User
    parts: dict[str, str]
    steps: Steps = field(default_factory=Steps)

    def people(self) -> list[User]:
        """List those whom somebody can switch to."""
        return [user for user in self.workspace.people() if user.name in self.parts]

    def user_named(self, name: str) -> User:
        """Find a person by user name; the first one where nobody has it."""
        people = self.people()
        return next((user for user in people if user.name == name), people[0])

    def person(self, user: User) -> Person:
        """Sit somebody down in front of the workspace."""
        return Person(self.workspace, user)
