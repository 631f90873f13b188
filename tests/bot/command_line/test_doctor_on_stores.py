"""doctor on a store that can't be used: what is wrong, and the way back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.operations.health import Health, endpoint
from bot.settings import Operations
from core.desk import Desk
from core.stores.embedded import open_store
from core.stores.failures import OutcomeUnknown
from tests.bot.command_line.typing_in import CommandLine
from tests.core.stores.ledgers import no_file_may_grow_beyond
from tests.core.stores.other_users import a_public_folder, as_somebody_else


@pytest.fixture
def public(acme: CommandLine) -> Iterator[CommandLine]:
    """The same organisation, in a folder that everybody may enter."""
    with a_public_folder() as folder:
        yield acme.copied_to(folder)


def wrong(line: CommandLine) -> str:
    """What doctor finds wrong; it leaves with 1, and without a traceback."""
    answer = line.type("doctor", "--offline")
    assert (answer.status, "Traceback" in answer.error) == (1, False), answer
    (found,) = (row for row in answer.out.splitlines() if row.startswith("wrong"))
    return found.removeprefix("wrong").strip()


def wrong_for_somebody_else(line: CommandLine) -> str:
    """What doctor finds wrong for a user without rights."""
    return as_somebody_else(lambda: wrong(line))


def spoil(path: Path) -> None:
    """Write over a page."""
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"x" * 4096
    path.write_bytes(content)


def test_a_torn_store(acme: CommandLine) -> None:
    """It names the command that puts a backup in its place, and the newest nightly copy."""
    path = acme.folder / "benefit-desk.db"
    backups = acme.folder / "backups"
    acme.settings(f'[schedule.nightly_backup]\nfolder = "{backups}"\n')
    path.write_bytes(path.read_bytes()[:10_000])
    told = wrong(acme)
    assert told.startswith(f"Store: {path} is not a store that Benefit Desk can read (")
    assert told.endswith("Put a backup in its place with: benefit-desk restore FILE")
    backups.mkdir()
    for night in ("2026-11-24", "2026-11-25"):
        (backups / f"benefit-desk-{night}.db").touch()
    assert wrong(acme).endswith(
        f"restore FILE The newest nightly copy is {backups}/benefit-desk-2026-11-25.db."
    )
    acme.settings('[schedule.nightly_backup]\nfolder = "/dev/null/backups"\n')
    assert wrong(acme) == told


def test_a_damaged_page(acme: CommandLine) -> None:
    """It is told as damage, whether opening sees it or only the closer look."""
    path = acme.folder / "benefit-desk.db"
    spoil(path)
    assert "it is damaged: " in wrong(acme)


def test_a_damaged_page_of_a_large_store(
    acme: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening looks at its first pages only; doctor looks at all."""
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", 0)
    spoil(acme.folder / "benefit-desk.db")
    assert "it is damaged: " in wrong(acme)


def test_a_store_that_may_not_be_read(public: CommandLine) -> None:
    """By this user."""
    (public.folder / "benefit-desk.db").chmod(0)
    assert "can't be opened (you may not read it). Check" in wrong_for_somebody_else(public)


def test_a_store_that_may_only_be_read(public: CommandLine) -> None:
    """It opens, and records nothing."""
    (public.folder / "benefit-desk.db").chmod(0o444)
    told = wrong_for_somebody_else(public)
    assert told.startswith("Writer: You may read ")
    assert told.endswith("but not write there. Change its permissions, or those of its folder.")


def test_a_folder_that_takes_no_files(public: CommandLine) -> None:
    """It is not “in use by another Benefit Desk”."""
    told = "Change its permissions, or those of its folder."
    public.folder.chmod(0o555)
    assert wrong_for_somebody_else(public).endswith(told)
    public.folder.chmod(0o777)
    open_store(public.folder / "benefit-desk.db").close()
    public.folder.chmod(0o555)
    assert "its folder takes no files" in wrong_for_somebody_else(public)
    public.environment["BENEFIT_DESK_STORE"] = f"tinydb:{public.folder / 'new.db'}"
    assert "No store can be made in" in wrong_for_somebody_else(public)


def test_a_folder_that_may_not_be_entered(public: CommandLine) -> None:
    """Nobody can tell from outside whether there is a store."""
    store = public.folder / "inner" / "benefit-desk.db"
    store.parent.mkdir(mode=0)
    public.environment["BENEFIT_DESK_STORE"] = f"tinydb:{store}"
    assert wrong_for_somebody_else(public) == (
        f"Store: {store} can't be opened (Permission denied). Check that its folder exists and that"
        " you may read and write there."
    )


def test_a_writer_that_ended_in_doubt(acme: CommandLine) -> None:
    """What it says while that one runs; a new start makes all well."""
    path = acme.folder / "benefit-desk.db"
    with closing(open_store(path)) as store:
        store.keep("seen", {"a": 0})
        size = path.with_name("benefit-desk.db-wal").stat().st_size
        with no_file_may_grow_beyond(size), pytest.raises(OutcomeUnknown):
            store.keep("seen", {"a": 1})
        assert wrong(acme) == (
            f"Writer: The Benefit Desk that writes to {path} takes nothing more (disk I/O error)."
            " Look at the disk, and at what benefit-desk verify finds; then start it again: it"
            " reads what was really written. See then whether the last use is there."
        )
    acme.done("use", "ACME", "GUEST")
    assert acme.type("doctor", "--offline").status == 0


def test_settings_that_are_not_there(acme: CommandLine) -> None:
    """A file that the environment names has to be there."""
    missing = acme.folder / "none.toml"
    acme.environment["BENEFIT_DESK_CONFIG"] = str(missing)
    assert wrong(acme) == (
        f"Settings: BENEFIT_DESK_CONFIG names {missing}, and there is no such file."
    )


@pytest.fixture
def health(acme: CommandLine) -> tuple[CommandLine, Operations]:
    """The settings name a port for health."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    acme.settings(f'[operations]\nhealth_port = {port}\nhealth_address = "0.0.0.0"\n')
    return acme, Operations(health_port=port)


def test_a_running_bot_is_asked_how_it_is(health: tuple[CommandLine, Operations]) -> None:
    """Where the settings say at which port: none, a ready one, and one that isn't."""
    line, operations = health
    port, registry = operations.health_port, CollectorRegistry()
    out = line.type("doctor", "--offline").out
    assert f"not checked  Running bot: None answers at port {port}." in out
    with closing(open_store(line.folder / "benefit-desk.db")) as store:
        desk = Desk(store)
        with endpoint(operations, Health(desk, connected=lambda: True), registry):
            out = line.type("doctor", "--offline").out
            assert f"ok           Running bot: It is ready, says port {port}." in out
        with endpoint(operations, Health(desk, stopping=lambda: True), registry):
            told = "Running bot: It was told to stop. Slack doesn't reach it."
            assert wrong(line) == told


def test_something_else_at_the_port_is_no_bot(health: tuple[CommandLine, Operations]) -> None:
    """Another program answers otherwise."""
    line, operations = health
    with closing(socket.create_server(("127.0.0.1", operations.health_port or 0))) as other:
        threading.Thread(target=lambda: other.accept()[0].sendall(b"hello\r\n\r\n")).start()
        out = line.type("doctor", "--offline").out
    assert "not checked  Running bot: None answers" in out
