"""How commands end: their exit status, one sentence on stderr, never a traceback."""

import io
import os
import pty
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import main
from core.stores.embedded import open_store
from tests.bot.command_line.typing_in import CONTACTS, ENTRY_POINT, Answer, CommandLine

COMMANDS = (
    "demo",
    "serve",
    "sync",
    "schedule",
    "forget",
    "check",
    "use",
    "bulk",
    "undo",
    "statement",
    "convey",
    "recall",
    "adjust",
    "add",
    "enroll",
    "renew",
    "register",
    "cancel",
    "report",
    "put",
    "retire",
    "import",
    "export",
    "verify",
    "backup",
    "restore",
    "doctor",
)


def test_the_installed_command_works(acme: CommandLine) -> None:
    """`benefit-desk` as a process of its own writes, reads and leaves with 0."""
    used = acme.run("use", "ACME", "GUEST")
    assert (used.status, used.error) == (0, "")
    assert used.out.splitlines()[0].endswith("; 3 of 4 left.")
    assert "Guest pass: 3 of 4 left" in acme.done("check", "ACME")


def test_python_m_bot_is_the_same_command(acme: CommandLine) -> None:
    """The package can be run without its entry point."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "report", "takings"],
        env={**os.environ, **acme.variables()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "No such command 'takings'.\n"


def test_help_names_every_command(line: CommandLine) -> None:
    """Without a command, and with --help, the commands are listed, each on one line."""
    out = line.done()
    assert out == line.done("--help")
    listed = out.partition("Commands:\n")[2].splitlines()
    assert {row.split()[0] for row in listed} == set(COMMANDS)
    assert not [row for row in listed if row.endswith("...") or len(row) > 80]


@pytest.mark.parametrize(
    "words",
    [
        ("use", "ACME", "GUEST"),
        ("enroll", "ACME", "GOLD", "--starts-on", "today"),
        ("retire", "contacts", "ACME"),
        ("undo", "1795341905924", "--reason", "typo"),
    ],
)
def test_no_empty_store_is_left_behind(line: CommandLine, words: tuple[str, ...]) -> None:
    """In a wrong folder a command says that there is no store, and makes none."""
    answer = line.type(*words)
    assert answer.status == 1
    assert answer.error.startswith(f"There is no store at {line.folder / 'benefit-desk.db'} yet")
    assert not (line.folder / "benefit-desk.db").exists()


def test_no_report_s_help_is_cut(line: CommandLine) -> None:
    """Each fits its line."""
    listed = line.done("report", "--help").partition("Commands:\n")[2].splitlines()
    assert not [row for row in listed if row.endswith("...") or len(row) > 80]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(line: CommandLine, command: str) -> None:
    """--help works without any settings, and fits a terminal of 80 columns."""
    line.settings("this is no TOML")
    line.environment["COLUMNS"] = "80"
    out = line.done(command, "--help")
    assert out.startswith(f"Usage: benefit-desk {command}")
    assert max(len(row) for row in out.splitlines()) <= 80


def test_the_version_is_the_package_s(line: CommandLine) -> None:
    """--version says which one is installed."""
    assert line.done("--version") == f"benefit-desk {version('benefit-desk')}\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["recheck"], "No such command 'recheck'. Did you mean 'check'?"),
        (["check"], "Missing argument 'CONTACT'."),
        (["check", "ACME", "GUEST"], "Got unexpected extra argument(s) (GUEST)"),
        (["check", "ACME", "--as-off", "today"], "No such option: --as-off (Possible options: "),
        (["use", "ACME", "GUEST", "--quantity"], "Option '--quantity' requires an argument."),
        (["undo", "abc", "--reason", "x"], "Invalid value for 'KEY': "),
        (["demo", "--port", "99999"], "Invalid value for '--port': "),
        (["report", "expiring", "--within", "99999999999"], "Invalid value for '--within': "),
    ],
)
def test_wrong_use_is_one_line(line: CommandLine, words: list[str], sentence: str) -> None:
    """Typer's own complaints have the same shape as ours, with exit status 2."""
    answer = line.type(*words)
    assert (answer.status, answer.out) == (2, "")
    assert answer.error.startswith(sentence)
    assert answer.error.count("\n") == 1
    assert "Value error" not in answer.error


def test_mistakes_in_the_settings_are_all_told(line: CommandLine) -> None:
    """One line for each mistake, before anything is done; the exit status is 2."""
    line.settings('colour = "red"\n[organisation]\ncurrency = "euro"\n')
    answer = line.type("verify")
    assert (answer.status, answer.out) == (2, "")
    first, second = answer.error.splitlines()
    assert first.startswith(f"{line.folder}/benefit-desk.toml line 1: colour: ")
    assert second.startswith(f"{line.folder}/benefit-desk.toml line 3: organisation.currency: ")


def test_a_database_that_is_not_there_is_told(line: CommandLine) -> None:
    """The sentence names server and variable, and keeps the password to itself."""
    line.environment["BENEFIT_DESK_STORE"] = "postgresql://desk:hunter2@127.0.0.1:1/desk"
    answer = line.type("check", "ACME")
    assert answer.status == 1
    assert answer.error.startswith("postgresql://127.0.0.1:1/desk can't be reached (")
    assert answer.error.endswith(
        "Check BENEFIT_DESK_STORE, the network and the database server; nothing was written.\n"
    )
    assert "hunter2" not in answer.error


def test_a_file_that_is_no_store_is_told(line: CommandLine) -> None:
    """Another program's file is neither read nor written."""
    path = line.file("benefit-desk.db", "Dear diary")
    for words in (["verify"], ["use", "ACME", "GUEST"]):
        answer = line.type(*words)
        assert (answer.status, answer.out) == (1, "")
        assert answer.error.startswith(f"{path} is not a store that Benefit Desk can read (")
    assert path.read_text() == "Dear diary"


def test_a_store_in_a_folder_that_is_not_there_is_told(line: CommandLine) -> None:
    """A mistyped path doesn't make folders."""
    line.environment["BENEFIT_DESK_STORE"] = f"tinydb:{line.folder}/none/desk.db"
    path = line.file("people.csv", CONTACTS)
    answer = line.type("import", str(path), "--kind", "contacts")
    assert answer.status == 1
    assert answer.error.startswith(f"{line.folder}/none/desk.db can't be opened (")


def test_a_store_in_use_refuses_a_second_writer_only(acme: CommandLine) -> None:
    """Beside a running bot one can read, verify and copy, but not write."""
    store = open_store(acme.folder / "benefit-desk.db")
    try:
        for words in (
            ["check", "ACME", "--why"],
            ["statement", "ACME"],
            ["report", "balances"],
            ["verify"],
            ["export", str(acme.folder / "out")],
            ["bulk", "GUEST", "--contacts", "ACME", "--dry-run"],
            ["renew", "ACME", "--dry-run"],
            ["backup", str(acme.folder / "copy.db")],
            ["enroll", "ACME", "GOLD", "--show"],
            ["import", str(acme.file("people.csv", CONTACTS)), "--kind", "contacts", "--dry-run"],
        ):
            acme.done(*words)
        refused = acme.type("use", "ACME", "GUEST")
        assert (refused.status, refused.out) == (1, "")
        assert "is in use by another Benefit Desk. Stop that one first" in refused.error
        assert refused.error.count("\n") == 1
    finally:
        store.close()


def test_a_pipe_that_is_closed_early_is_no_mistake(acme: CommandLine) -> None:
    """`benefit-desk report history | head` ends quietly."""
    # The history has to be more than a pipe holds, which is 64 KiB.
    rows = "".join(f"N{number},Contact number {number}\n" for number in range(600))
    acme.import_text("contacts", "code,name\n" + rows)
    with acme.start("report", "history", "--format", "json") as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == ""


def test_letters_that_a_terminal_lacks_do_no_harm(
    acme: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a terminal's alphabet doesn't have becomes question marks."""
    for name, value in acme.variables().items():
        monkeypatch.setenv(name, value)
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="latin-1"))
    monkeypatch.setattr(sys, "argv", ["benefit-desk", "check", "ACME"])
    with pytest.raises(SystemExit) as left:
        main()
    sys.stdout.flush()
    assert left.value.code == 0
    assert "??? Guest pass: 4 of 4 left" in written.getvalue().decode("latin-1")


def interrupted(running: "subprocess.Popen[str]") -> tuple[str, str]:
    """Press Ctrl-C, again where it was pressed in the blink before the read; what was written."""
    while True:
        running.send_signal(signal.SIGINT)
        try:
            return running.communicate(timeout=3)
        except subprocess.TimeoutExpired:
            continue


def test_ctrl_c_stops_without_a_traceback(line: CommandLine) -> None:
    """Who interrupts an import gets one word, and nothing of it is written."""
    fifo = line.folder / "never-ending.csv"
    os.mkfifo(fifo)
    started = line.start("import", str(fifo), "--kind", "contacts")
    # The fifo opens when the command reads it; then it waits for more.
    with started as running, fifo.open("w") as writing:
        writing.write("code,name\n")
        writing.flush()
        out, error = interrupted(running)
    assert (running.returncode, out, error) == (1, "", "Stopped.\n")
    assert line.rows("history") == []


def test_ctrl_c_while_the_program_loads_is_the_same_word(line: CommandLine) -> None:
    """Whoever changes their mind before the command has begun sees no traceback either."""
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "bot", "check", "ACME"],
        env={**os.environ, **line.variables()},
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        # Of the many modules that the command line needs, this is one of the first.
        while "typer" not in running.stderr.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        told = [row for row in running.stderr if not row.startswith("import time:")]
    assert (running.returncode, told) == (1, ["Stopped.\n"])


@pytest.mark.parametrize("words", ["check ACME", "report usage", "use ACME GUEST", "verify"])
def test_an_output_that_is_closed_is_no_mistake(acme: CommandLine, words: str) -> None:
    """Nobody wanted to read the answer, and what was asked for is done."""
    assert acme.shell(f"benefit-desk {words} >&-") == Answer(0, "", "")


def test_an_answer_that_can_t_be_written_doesn_t_hide_that_it_was_recorded(
    acme: CommandLine,
) -> None:
    """A script that only sees a failure would record it twice."""
    lost = acme.shell("benefit-desk use ACME GUEST >/dev/full")
    assert (lost.status, lost.error) == (
        1,
        "It was recorded, but the answer can't be shown: No space left on device.\n",
    )
    assert "Guest pass: 3 of 4 left" in acme.done("check", "ACME")
    for words in ("check ACME", "bulk GUEST --contacts ACME --dry-run"):
        lost = acme.shell(f"benefit-desk {words} >/dev/full")
        assert (lost.status, lost.error) == (
            1,
            "The answer can't be shown: No space left on device.\n",
        )


@pytest.mark.parametrize(
    "words",
    [
        "bulk GUEST --contacts ACME",
        "renew ACME",
        "renew --all-ending-by 2099-12-31",
        "put contacts code=NEW name=New",
    ],
)
def test_every_command_that_records_says_so_when_its_answer_is_lost(
    acme: CommandLine, words: str
) -> None:
    """Those for many contacts too."""
    lost = acme.shell(f"benefit-desk {words} >/dev/full")
    assert lost.error.startswith("It was recorded, but the answer can't be shown: ")


def test_progress_is_only_for_a_terminal(line: CommandLine) -> None:
    """On a terminal long work shows where it is; in a pipe stderr stays empty."""
    path = line.file("people.csv", CONTACTS)
    words = ["import", str(path), "--kind", "contacts", "--dry-run"]
    assert line.type(*words).error == ""
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [ENTRY_POINT, *words],
            env={**os.environ, **line.variables(), "TERM": "xterm"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            timeout=60,
            check=True,
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Importing people.csv" in shown
    assert done.stdout.decode() == "Would import 3 contacts; nothing was written.\n"


def test_the_actor_is_the_user_of_the_system(acme: CommandLine) -> None:
    """Variables can't make somebody act under another name."""
    acme.environment |= {"LOGNAME": "somebody", "USER": "somebody"}
    acme.done("use", "ACME", "GUEST")
    owner = Path(acme.folder).owner()
    assert acme.rows("history")[-1]["actor"] == owner
