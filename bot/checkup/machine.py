"""What can be looked at without any network: the settings, the time zone, the store."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.checkup.finding import Finding, not_checked, ok, wrong
from bot.opening import database_address, is_there, opened_store, store_name, store_path
from bot.schedule.nightly_copies import copies
from bot.settings import Settings
from core.errors import day
from core.store import StoreError
from core.stores.examining import Examined, examine
from core.stores.failures import NoLedger, NotAStore


def settings_found(settings: Settings) -> Iterator[Finding]:
    """The settings file, which could be read, and what it leaves open."""
    file = settings.environment.benefit_desk_config
    if file.exists():
        yield ok("Settings", f"{file} has no mistake.")
    else:
        yield ok("Settings", f"There is no {file}, so every setting has its default.")


def time_zone_found(settings: Settings, now: datetime) -> Finding:
    """What time it is for the organisation; only a person can tell whether that is right."""
    zone = settings.organisation.time_zone
    here = now.astimezone(zone)
    says = f"It is {here:%H:%M on} {here:%A}, {day(here.date())} in {zone.key}."
    if "time_zone" in settings.organisation.model_fields_set:
        return ok("Time zone", says)
    return ok("Time zone", f"{says} Another one can be set as organisation.time_zone.")


def store_found(settings: Settings) -> Iterator[Finding]:
    """The store: whether it opens, is sound, and who writes to it."""
    if database_address(settings):
        yield _database_found(settings)
        return
    path = store_path(settings)
    try:
        if not is_there(path):
            yield _to_be_made(path)
            return
        found = examine(path)
    except StoreError as broken:
        yield wrong("Store", f"{broken}{_copy_at_hand(settings, broken)}")
        return
    if found.damages:
        damaged = NotAStore(path, f"it is damaged: {found.damages[0]}")
        yield wrong("Store", f"{damaged}{_copy_at_hand(settings, damaged)}")
        return
    yield ok("Store", f"{path} opens, in layout {found.layout}, and its pages are sound.")
    yield _writer(path, found)


def _writer(path: Path, found: Examined) -> Finding:
    if found.stopped:
        return wrong(
            "Writer",
            f"The Benefit Desk that writes to {path} takes nothing more ({found.stopped}). Look at"
            " the disk, and at what benefit-desk verify finds; then start it again: it reads what"
            " was really written. See then whether the last use is there.",
        )
    if found.in_use:
        return ok("Writer", "A Benefit Desk is writing to the store; it is the only one that may.")
    if found.may_write:
        return ok("Writer", "Nobody is writing to the store just now.")
    return wrong(
        "Writer",
        f"You may read {path} but not write there. Change its permissions, or those of its folder.",
    )


def _copy_at_hand(settings: Settings, broken: StoreError) -> str:
    """Which file to restore, where one of the nightly copies is in reach."""
    try:
        kept = copies(settings.schedule.nightly_backup.folder)
    except OSError:
        return ""
    wanted = isinstance(broken, NotAStore)
    return f" The newest nightly copy is {kept[-1]}." if kept and wanted else ""


def _database_found(settings: Settings) -> Finding:
    try:
        with closing(opened_store(settings, read_only=True)) as store:
            last = next(iter(store.entries()), None)
    except NoLedger as missing:
        return not_checked("Store", str(missing))
    except StoreError as refused:
        return wrong("Store", str(refused))
    holds = "holds a ledger" if last else "holds a ledger without entries"
    return ok("Store", f"{store_name(settings)} answers, and {holds}.")


def _to_be_made(path: Path) -> Finding:
    folder = path.resolve().parent
    if not folder.is_dir():
        return wrong(
            "Store", f"There is no folder {folder}. Make it, or change BENEFIT_DESK_STORE."
        )
    if not os.access(folder, os.W_OK):
        return wrong(
            "Store",
            f"No store can be made in {folder}. Let this user write there, or change"
            " BENEFIT_DESK_STORE.",
        )
    return not_checked("Store", f"There is none at {path} yet: the first import makes it.")
