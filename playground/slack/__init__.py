"""A stand-in for Slack: one workspace, its Web API, Socket Mode and signed HTTP.

``Workspace`` holds what Slack would hold, ``Person`` does what somebody sitting in front of Slack
can do, ``slack_app`` serves the protocol, and ``running`` does all of it inside a test.
"""

from playground.slack.changes import (
    AppConnected,
    Change,
    HomePublished,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    Notice,
    ViewClosed,
    ViewOpened,
    ViewUpdated,
)
from playground.slack.conversations import Channel, Message, SharedFile
from playground.slack.faults import Fault
from playground.slack.outcomes import Outcome, Submission, Suggestions
from playground.slack.people import Team, User, UserGroup
from playground.slack.person import Person
from playground.slack.running import PersonSync, Running, running
from playground.slack.server import slack_app, slack_routes
from playground.slack.switches import Switches
from playground.slack.views import View
from playground.slack.workspace import Workspace

__all__ = [
    "AppConnected",
    "Change",
    "Channel",
    "Fault",
    "HomePublished",
    "Message",
    "MessageChanged",
    "MessageDeleted",
    "MessagePosted",
    "Notice",
    "Outcome",
    "Person",
    "PersonSync",
    "Running",
    "SharedFile",
    "Submission",
    "Suggestions",
    "Switches",
    "Team",
    "User",
    "UserGroup",
    "View",
    "ViewClosed",
    "ViewOpened",
    "ViewUpdated",
    "Workspace",
    "running",
    "slack_app",
    "slack_routes",
]
