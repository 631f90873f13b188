"""Reading the settings, once. Every mistake is told at once, each with its place."""

import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from bot.settings.environment import DEFAULT_FILE, Environment
from bot.settings.mistakes import SettingsWrong, in_environment, in_file, not_toml
from bot.settings.whole import Settings, SettingsFile


def read_settings(variables: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment and its settings file give.

    Without a benefit-desk.toml every setting has its default; a file that the environment names
    has to be there.

    Raises:
        SettingsWrong: with every mistake and its place.
    """
    given = {name: text for name, value in variables.items() if (text := value.strip())}
    environment, file, mistakes = Environment(), SettingsFile(), list[str]()
    try:
        environment = Environment.model_validate(given)
    except ValidationError as error:
        mistakes += in_environment(error)
    try:
        file = _file(given.get("BENEFIT_DESK_CONFIG"))
    except SettingsWrong as wrong:
        mistakes += wrong.mistakes
    if mistakes:
        raise SettingsWrong(mistakes)
    return Settings(environment=environment, **dict(file))


def log_format_asked(variables: Mapping[str, str] = os.environ) -> str:
    """The log's form that the settings file asks for, whatever else is wrong in it.

    It is `text` where nothing is said, or nothing can be read.
    """
    path = Path(variables.get("BENEFIT_DESK_CONFIG", "").strip() or DEFAULT_FILE)
    try:
        asked = tomllib.loads(path.read_text(encoding="utf-8-sig"))["operations"]["log_format"]
    except (OSError, ValueError, LookupError, TypeError):
        return "text"
    return "json" if asked == "json" else "text"


def _file(named: str | None) -> SettingsFile:
    path = Path(named or DEFAULT_FILE)
    if path.exists():
        return read_file(path)
    if named:
        raise SettingsWrong([f"BENEFIT_DESK_CONFIG names {path}, and there is no such file."])
    return SettingsFile()


def read_file(path: Path) -> SettingsFile:
    """What a settings file says.

    Raises:
        SettingsWrong: with every mistake and its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsWrong([f"{path} can't be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise SettingsWrong([f"{path} is not a text file in UTF-8."]) from error
    try:
        return SettingsFile.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong([not_toml(path, text, error)]) from error
    except ValidationError as error:
        raise SettingsWrong(in_file(path, text, SettingsFile, error)) from error
