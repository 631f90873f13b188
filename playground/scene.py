"""What the demo sets up before the bot comes: workspace, spreadsheet, settings, key file."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from playground.cast import PARTS, Cast, found_workspace
from playground.google.accounts import ServiceAccount
from playground.google.drive import Drive
from playground.google.spreadsheet import Spreadsheet
from playground.page.playground import Playground
from playground.sample import CONFIG
from playground.slack import Workspace

MANIFEST = Path(__file__).parent.parent / "app_manifest.yml"
OWNER = "office@harbour-hills.example"


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that stands ready in ``folder``."""

    folder: Path
    workspace: Workspace
    cast: Cast
    drive: Drive
    account: ServiceAccount
    spreadsheet: Spreadsheet

    @property
    def settings_file(self) -> Path:
        """The file that says who is who."""
        return self.folder / "benefit-desk.toml"

    def today(self) -> date:
        """The day that it is in the organisation's time zone."""
        settings = tomllib.loads(self.settings_file.read_text("utf-8"))
        return datetime.now(ZoneInfo(settings["organisation"]["time_zone"])).date()

    def store_environment(self) -> dict[str, str]:
        """Give the variables by which the bot finds its settings and its store."""
        return {
            "BENEFIT_DESK_STORE": f"tinydb:{self.folder / 'benefit-desk.db'}",
            "BENEFIT_DESK_CONFIG": str(self.settings_file),
        }

    def environment(self, address: str) -> dict[str, str]:
        """Give all variables that the bot needs, with both servers at ``address``."""
        google = f"{address}/google"
        key_file = self.account.write_key_file(self.folder / "service-account.json", google)
        return self.store_environment() | {
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_APP_TOKEN": self.workspace.app_token,
            "SLACK_SIGNING_SECRET": self.workspace.signing_secret,
            "SLACK_API_URL": f"{address}/api/",
            "GOOGLE_SERVICE_ACCOUNT_FILE": str(key_file),
            "GOOGLE_SHEET_ID": self.spreadsheet.id,
            "GOOGLE_API_URL": google,
        }

    def playground(self) -> Playground:
        """Give what the page shows."""
        return Playground(
            workspace=self.workspace,
            spreadsheet=self.spreadsheet,
            account=self.drive.account,
            channel=self.cast.channel,
            manager=self.cast.manager,
            parts=PARTS,
        )


def _keep_notes(book: Spreadsheet) -> None:
    """Make the first tab one of the organisation's own, which Benefit Desk leaves alone."""
    with book.editing(by=OWNER):
        sheet = book.sheets[0]
        sheet.facts.title = "Our notes"
        sheet.put(0, 0, "Tabs of our own stay as they are: Benefit Desk knows its own by name.")


def found_scene(folder: Path) -> Scene:
    """Found everything in an empty folder."""
    zone = tomllib.loads(CONFIG)["organisation"]["time_zone"]
    workspace, cast = found_workspace(yaml.safe_load(MANIFEST.read_text("utf-8")), tz=zone)
    drive = Drive()
    book = drive.create_spreadsheet("Member benefits", owner=OWNER, editors=(drive.account,))
    _keep_notes(book)
    # With the managers and nobody else, as docs/set-up.md advises.
    book.sharing.share("user", "writer", email=cast.manager.email)
    account = ServiceAccount.create(drive.account)
    scene = Scene(folder, workspace, cast, drive, account, book)
    roles = {part: getattr(cast, part).id for part in ("staff", "manager", "auditor")}
    settings = CONFIG.format(channel=cast.channel.id, **roles)
    scene.settings_file.write_text(settings, encoding="utf-8")
    return scene
