"""What a person sees after doing something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from playground.slack.conversations import Message
from playground.slack.json_shapes import JsonObject
from playground.slack.views import View

NO_CONNECTION = "We had some trouble connecting. Try again?"
NO_ANSWER = "Operation timed out. Apps need to respond within 3 seconds."
NO_APP = "This app is not answering. Something went wrong while sending your request to it."
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."
NO_RESULTS = "Results could not be loaded."


@dataclass(frozen=True, slots=True)
class Outcome:
    """After a command, a click or a shortcut.

    ``trouble`` is what Slack tells the person when the app did not answer; ``reply`` is the message
    that came with the answer to a slash command.
    """

    trouble: str = ""
    reply: Message | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the app answered in time."""
        return not self.trouble


SubmissionKind = Literal["closed", "cleared", "errors", "updated", "pushed", "trouble"]


@dataclass(frozen=True, slots=True)
class Submission:
    """After pressing a modal's submit button.

    ``errors`` are sentences by block id; ``was_sent`` is false where Slack itself found them and
    never asked the app. ``view`` is what lies on top now, if anything.
    """

    kind: SubmissionKind
    view: View | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    was_sent: bool = True


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What an external select offers for what was typed; groups hold a label and options."""

    options: list[JsonObject] = field(default_factory=list)
    groups: list[JsonObject] = field(default_factory=list)
    trouble: str = ""

    @property
    def all(self) -> list[JsonObject]:
        """List the options, those inside groups too."""
        grouped = [option for group in self.groups for option in group["options"]]
        return [*self.options, *grouped]

    @property
    def values(self) -> list[str]:
        """List the options' values."""
        return [str(option["value"]) for option in self.all]
