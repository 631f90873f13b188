"""A small organisation for the page: five people, two channels, one spreadsheet."""

from typing import Any

from playground.google.cells import CellDetails, Json
from playground.google.drive import Drive
from playground.google.grid import GridRange
from playground.google.spreadsheet import Spreadsheet
from playground.page.playground import Playground
from playground.slack import Team, Workspace

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Benefit Desk"},
    "features": {
        "bot_user": {"display_name": "Benefit Desk"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/benefits", "description": "Everything", "usage_hint": "[check | use]"},
            {"command": "/benefit-use", "description": "Record a use", "usage_hint": "[contact]"},
            {"command": "/silence", "description": "Answers nothing"},
        ],
        "shortcuts": [
            {
                "type": "message",
                "callback_id": "from_message",
                "name": "Record usage from this message",
                "description": "Opens the form",
            }
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "users:read", "im:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
PARTS = {"sam": "Staff", "morgan": "Manager", "alex": "Auditor", "gil": "Guest", "noor": "No role"}
HEADER = ("Contact", "Membership benefit", "Number", "Used", "Status")
ROWS: tuple[tuple[str | int, ...], ...] = (
    ("Acme Marine", "Guest pass", 4, 1, "Up to date"),
    ("Cedar Works", "Conference room", 9, 2, "Up to date"),
    ("Delta Lines", "Guest pass", 2, 0, "Up to date"),
)
OWNER = "owner@harbour-hills.example"


def a_workspace() -> Workspace:
    """Found the workspace."""
    workspace = Workspace(MANIFEST, team=Team(name="Harbour & Hills", domain="harbour-hills"))
    people = [
        workspace.add_user("sam", real_name="Sam Rivera"),
        workspace.add_user("morgan", real_name="Morgan Hale"),
        workspace.add_user("alex", real_name="Alex Chen"),
        workspace.add_user("gil", real_name="Gil Ortiz", is_restricted=True),
        workspace.add_user("noor", real_name="Noor Haddad"),
    ]
    workspace.add_channel("membership", people)
    workspace.add_channel("general", people, with_app=False)
    return workspace


def a_spreadsheet(drive: Drive, workspace: Workspace) -> Spreadsheet:
    """Make the spreadsheet: two tabs, a protected column, a drop-down, a note."""
    book = drive.create_spreadsheet("Member benefits", owner=OWNER, editors=(drive.account,))
    for user in workspace.people():
        book.sharing.share("user", "writer", email=user.email)
    with book.editing(by=drive.account):
        book.sheets[0].facts.title = "Assignments"
        book.add_sheet("Record usage")
    lay_out(book, drive.account)
    return book


def lay_out(book: Spreadsheet, account: str) -> None:
    """Put every cell back as it was at the beginning."""
    with book.editing(by=account):
        for sheet in book.sheets:
            sheet.resize(1, 1)
            sheet.resize(60, 8)
            sheet.facts.grid_properties["frozenRowCount"] = 1
            sheet.facts.protected_ranges = []
            for column, words in enumerate(HEADER):
                sheet.put(0, column, words)
            book.touch(sheet)
        sheet = book.sheet("Assignments")
        for row, values in enumerate(ROWS, start=1):
            for column, value in enumerate(values):
                sheet.put(row, column, value)
            sheet.put_detail(row, 1, CellDetails(validation=_one_of("Guest pass", "Banner")))
        sheet.put_detail(0, 2, CellDetails(note="How many units were offered"))
        locked = GridRange(sheet.id, 0, None, 3, 5).to_json()
        sheet.facts.protected_ranges.append({"range": locked, "editors": {"users": [account]}})


def _one_of(*choices: str) -> Json:
    values = [{"userEnteredValue": choice} for choice in choices]
    return {"strict": True, "condition": {"type": "ONE_OF_LIST", "values": values}}


def a_playground(workspace: Workspace, book: Spreadsheet, account: str) -> Playground:
    """Put workspace and spreadsheet together."""
    return Playground(
        workspace=workspace,
        spreadsheet=book,
        account=account,
        channel=workspace.channel_named("membership"),
        manager=workspace.user_named("morgan"),
        parts=PARTS,
    )
