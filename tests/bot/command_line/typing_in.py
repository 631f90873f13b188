"""Typing commands in a test: the real entry point, on a real store in a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app
from playground.google.running import Running as Google

ENTRY_POINT = Path(sys.executable).with_name("benefit-desk")


@cache
def the_command() -> TyperGroup:
    """The whole command line, put together once: that takes longer than most commands do."""
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    return command


@dataclass(frozen=True)
class Answer:
    """What a command wrote, and its exit status."""

    status: int
    out: str
    error: str


@dataclass
class CommandLine:
    """Somebody who types commands in a folder, where the store is too."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Have a settings file, with nothing in it, where there is none yet."""
        (self.folder / "benefit-desk.toml").touch()

    def variables(self) -> Mapping[str, str]:
        """The environment variables that the commands see; store and settings are in the folder."""
        return {
            "BENEFIT_DESK_STORE": f"tinydb:{self.folder / 'benefit-desk.db'}",
            "BENEFIT_DESK_CONFIG": str(self.folder / "benefit-desk.toml"),
            **self.environment,
        }

    def type(self, *words: str) -> Answer:
        """Run one command in this process."""
        with CliRunner().isolation(env=self.variables()) as (out, error, _):
            with pytest.raises(SystemExit) as left:
                the_command().main(args=list(words), prog_name="benefit-desk")
            sys.stdout.flush()
            sys.stderr.flush()
            status = left.value.code
            assert isinstance(status, int)
            return Answer(status, out.getvalue().decode(), error.getvalue().decode())

    def start(self, *words: str, log: IO[str] | None = None) -> subprocess.Popen[str]:
        """Start `benefit-desk` as a process of its own; its stderr goes into `log`, if given."""
        return subprocess.Popen(
            [ENTRY_POINT, *words],
            env={**os.environ, **self.variables()},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=log or subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *words: str) -> Answer:
        """Run `benefit-desk` as a process of its own, to its end."""
        with self.start(*words) as running:
            out, error = running.communicate(timeout=60)
            return Answer(running.returncode, out, error)

    def shell(self, command: str) -> Answer:
        """Run a whole line of shell, with the real entry point as `benefit-desk`."""
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("benefit-desk", str(ENTRY_POINT))],
            env={**os.environ, **self.variables()},
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def done(self, *words: str) -> str:
        """Run one command that must succeed without a complaint, and give what it wrote."""
        answer = self.type(*words)
        assert (answer.status, answer.error) == (0, ""), answer
        return answer.out

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """The rows of a report in JSON."""
        rows: list[dict[str, Any]] = json.loads(self.done("report", *words, "--format", "json"))
        return rows

    def copied_to(self, folder: Path) -> "CommandLine":
        """The same store in another folder."""
        self.done("backup", str(folder / "benefit-desk.db"))
        return CommandLine(folder)

    def file(self, name: str, text: str) -> Path:
        """Write a file in the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def settings(self, text: str) -> None:
        """Write the settings file."""
        self.file("benefit-desk.toml", text)

    def import_text(self, kind: str, text: str) -> str:
        """Import rows that are written out in the test."""
        return self.done("import", str(self.file(f"{kind}.csv", text)), "--kind", kind)


BENEFIT_TYPES = """\
code,name,categories,kind,tracked,unit,step
ROOM,Conference room,Facilities,custom,yes,hour,0.5
GUEST,Guest pass,Admission,custom,yes,pass,1
GALA,Gala seat,Admission;Events,custom,yes,seat,1
ADMIT,General admission,Admission,custom,yes,,1
LISTNG,Directory listing,Advertising,custom,no,,
"""
MEMBERSHIP_TYPES = """\
code,name,term_months,price,currency
GOLD,Gold,12,1950.00,USD
FRIEND,Friend of the house,,,
"""
MEMBERSHIP_BENEFITS = """\
code,membership_type,benefit_type,number,single_value,standard,quid_pro_quo
G1,GOLD,ROOM,10,35.00,yes,no
G2,GOLD,GUEST,4,12.3456,yes,yes
G3,GOLD,ADMIT,unlimited,,yes,no
G4,GOLD,LISTNG,1,,yes,no
G5,GOLD,GALA,2,95.00,no,yes
F1,FRIEND,GUEST,2,,yes,no
"""
CONTACTS = """\
code,name,kind,affiliated_to,authorised,email,authorised_until,authorised_max
ACME,Acme Hardware,organisation,,,office@acme.example,,
JANE,Jane Field,person,ACME,yes,jane@acme.example,2099-12-31,500
OMAR,Omar Lake,person,,,omar@lake.example,,
"""
EVENTS = """\
code,name,held_on
GALA26,Winter gala,2099-12-12
"""
REGISTRATION_TYPES = """\
event,code,name,price,benefit_type
GALA26,MEM,Member seat,95.00,GALA
"""


def an_organisation(line: CommandLine) -> CommandLine:
    """A catalogue and three contacts, imported."""
    line.import_text("benefit-types", BENEFIT_TYPES)
    line.import_text("membership-types", MEMBERSHIP_TYPES)
    line.import_text("membership-benefits", MEMBERSHIP_BENEFITS)
    line.import_text("contacts", CONTACTS)
    return line


def with_sheet(line: CommandLine, google: Google) -> None:
    """Name the spreadsheet and the service account."""
    line.environment |= {
        "GOOGLE_SERVICE_ACCOUNT_FILE": str(google.key_file),
        "GOOGLE_SHEET_ID": google.spreadsheet_id,
        "GOOGLE_API_URL": google.base_url,
    }
