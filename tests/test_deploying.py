"""The files in deploy/: what they name is there, and they give the bot the time it needs."""

import re
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

from packaging.requirements import Requirement

from bot.command_line.answering import WRONG_USE
from bot.operations.stopping import LONGEST

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "benefit-desk.service"
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


def test_the_unit_lets_the_bot_end_in_order(tmp_path: Path) -> None:
    """It serves, has longer to stop than it takes, and systemd reads it, where there is one."""
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    service = unit["Service"]
    program, command = service["ExecStart"].split()
    assert (Path(program).name, command) == ("benefit-desk", "serve")
    assert float(service["TimeoutStopSec"]) > LONGEST
    assert int(service["RestartPreventExitStatus"]) == WRONG_USE
    if found := shutil.which("systemd-analyze"):
        here = Path(sys.executable).with_name("benefit-desk")
        copy = tmp_path / UNIT.name
        copy.write_text(UNIT.read_text("utf-8").replace(program, str(here)), "utf-8")
        verified = subprocess.run(
            [found, "verify", str(copy)], capture_output=True, text=True, check=False
        )
        assert (verified.returncode, verified.stderr) == (0, "")


def test_the_container_copies_what_is_there() -> None:
    """Every package of ours, and nothing that isn't."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    copied = {
        name
        for line in re.findall(r"^COPY (.+) \S+$", CONTAINER, re.MULTILINE)
        for name in line.split()
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]} <= copied
    (extras,) = re.findall(r"'\.\[(.+)\]'", CONTAINER)
    assert {*extras.split(",")} <= {*project["project"]["optional-dependencies"]}
    assert re.search(r"^USER benefit-desk$", CONTAINER, re.MULTILINE)


def test_the_container_pins_every_library(tmp_path: Path) -> None:
    """The line that makes pins of the lock leaves each with its version and its condition."""
    (step,) = re.findall(r"sed .+ requirements\.lock > pins\.txt", CONTAINER)
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    subprocess.run(["sh", "-c", step], cwd=tmp_path, check=True)
    pins = [Requirement(line) for line in (tmp_path / "pins.txt").read_text("utf-8").splitlines()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {Requirement(each).name for each in project["dependencies"]}
    assert wanted <= {pin.name for pin in pins}
    assert all(str(pin.specifier).startswith("==") for pin in pins)
