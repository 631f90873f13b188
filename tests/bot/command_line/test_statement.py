"""statement: what a member may see, as text and as a page, and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()


def told(day: object) -> str:
    """A date as the command line writes it."""
    return f"{day:%-d %b %Y}"


@pytest.fixture
def visited(acme: CommandLine) -> CommandLine:
    """Jane and Omar used Acme's passes; the staff made notes of their own."""
    acme.settings('[organisation]\nname = "Harbour & Hills"\n')
    acme.import_text(
        "usage",
        "contact,benefit_type,description,holder,note\n"
        "ACME,GUEST,<b>Tour</b> & tea,JANE,a secret note\nACME,GUEST,Open house,ACME,\n",
    )
    acme.done("convey", "ACME", "GUEST", "--to", "OMAR", "--note", "a secret present")
    acme.done("adjust", "ACME", "ROOM", "--comment", "a secret comment")
    acme.done("adjust", "ACME", "GALA", "--decline")
    acme.done("adjust", "ACME", "LISTNG", "--inactive")
    return acme


class Page(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a tag."""
        assert not [name for name, _ in attrs if name in {"src", "href", "onclick"}]
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)


def test_a_statement_as_text(visited: CommandLine) -> None:
    """Memberships, benefits, and each use with its day, holder and public description."""
    rows = visited.done("statement", "acme").splitlines()
    assert rows[:3] == ["Harbour & Hills", f"Benefits of Acme Hardware, {told(TODAY)}", ""]
    assert rows[3].startswith(f"Gold, {told(TODAY - timedelta(60))} to ")
    assert rows[4:] == [
        "  Conference room: 10 of 10 hours left",
        "  Guest pass: 2 of 4 passes left, 1 of them conveyed",
        f"    {told(TODAY)}: 1 pass, Open house",
        f"    {told(TODAY)}: 1 pass, by Jane Field, <b>Tour</b> & tea",
        "  General admission: unlimited, 0 used",
        "  Gala seat: declined",
    ]


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_statement_keeps_what_is_the_staff_s(visited: CommandLine, form: str) -> None:
    """No note, comment, key or actor; a withdrawn benefit isn't there."""
    text = visited.done("statement", "ACME", "--format", form)
    actor = visited.rows("history")[-1]["actor"]
    assert "Guest pass" in text
    assert "secret" not in text
    assert not re.search(r"\d{13}", text)
    assert not re.search(rf"\b{actor}\b", text)
    assert "Directory listing" not in text


def test_a_statement_as_a_page(visited: CommandLine) -> None:
    """It says what the text says, escaped, with nothing from outside."""
    path = visited.folder / "acme.html"
    out = visited.done("statement", "ACME", "--format", "html", "--out", str(path))
    assert out == f"Wrote the statement of Acme Hardware to {path}.\n"
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert "<b>" not in text
    assert not page.tags & {"script", "img", "link", "b"}
    assert "Harbour & Hills" in page.words
    assert f"{told(TODAY)}: 1 pass, by Jane Field, <b>Tour</b> & tea" in page.words
    assert "2 of 4 passes left, 1 of them conveyed" in page.words


def test_a_person_sees_their_own_uses_only(visited: CommandLine) -> None:
    """Who may use an organisation's benefits doesn't see who else did."""
    text = visited.done("statement", "jane")
    assert "Gold of Acme Hardware, " in text
    assert "by Jane Field, <b>Tour</b> & tea" in text
    assert "Open house" not in text


def test_units_from_others_are_stated(visited: CommandLine) -> None:
    """Who holds conveyed units sees whose they are."""
    rows = visited.done("statement", "OMAR").splitlines()
    assert rows[3] == "Given to you by others"
    assert rows[4].startswith("  Guest pass of Acme Hardware: 1 pass left, until ")


def test_a_statement_as_of_a_day(visited: CommandLine) -> None:
    """Later uses and memberships don't count; no membership is said."""
    before = visited.done("statement", "ACME", "--as-of", "yesterday")
    assert "Guest pass: 4 of 4 passes left\n" in before
    long_ago = visited.done("statement", "ACME", "--as-of", "2020-01-01")
    assert long_ago == "Harbour & Hills\nBenefits of Acme Hardware, 1 Jan 2020\n\nNo membership.\n"
    page = visited.done("statement", "ACME", "--as-of", "2020-01-01", "--format", "html")
    assert "<p>No membership.</p>" in page


def test_a_statement_that_can_t_be_written_is_told(visited: CommandLine) -> None:
    """An unknown contact, a format that isn't, a folder that isn't there."""
    unknown = visited.type("statement", "Nobody")
    assert (unknown.status, unknown.error) == (1, "There is no contact “Nobody”.\n")
    form = visited.type("statement", "ACME", "--format", "pdf")
    assert (form.status, form.error) == (
        2, "Invalid value for '--format': 'pdf' is not one of 'text', 'html'.\n",
    )  # fmt: skip
    path = visited.folder / "none" / "acme.html"
    folder = visited.type("statement", "ACME", "--out", str(path))
    assert (folder.status, folder.error) == (1, f"{path}: No such file or directory.\n")
