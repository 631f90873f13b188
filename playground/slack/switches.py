"""What a test or a demo may change about the stand-in's behaviour."""

from dataclasses import dataclass


@dataclass(slots=True)
class Switches:
    """Slack's own figures, in seconds and counts; each can be changed while it runs.

    ``event_retry_seconds`` are the pauses before an event that was not acknowledged is sent again.
    ``draws_data`` is off in a workspace that has no charts and data tables yet. ``keeps_pace``
    refuses posts beyond about one a second in a channel, after ``post_burst`` posts at once.
    ``escapes_commands`` writes ``&``, ``<`` and ``>`` in a command's text as entities.
    """

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    hook_seconds: float = 1800.0
    hook_uses: int = 5
    event_retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    draws_data: bool = True
    keeps_pace: bool = False
    posts_per_second: float = 1.0
    post_burst: int = 5
    most_connections: int = 10
    escapes_commands: bool = True
