"""Words as nobody should write them: nobody is called, nothing breaks, nobody reads a traceback."""

import logging
import random
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from bot.names import Command, Field
from core.contact import Contact, ContactKind
from core.errors import BenefitError
from playground.slack import Running
from tests.bot.office import SlackOffice, answers, usage_form
from tests.bot.sent import problems_of_everything
from tests.slack_limits import texts_in

PIECES: Final = (
    *("<!channel>", "<!here>", "<!everyone|all>", "<@U0123ABCD>", "<@W1>", "<#C012AB3CD|general>"),
    *("<!subteam^S012|@managers>", "<https://evil.example|Acme>", "https://evil.example/?a=1&b=2"),
    *(
        "&lt;!channel&gt;",
        "&amp;lt;!here&amp;gt;",
        "&",
        "<",
        ">",
        "<<!channel>>",
        "@channel",
        "@here",
    ),
    *("*bold*", "_italic_", "~struck~", "`code`", "```block```", "> quoted", "• item", "|", "\\"),
    *('"', "“", "”", "'", '"acme"', "{", "}", "{name}", "%s", "{0}", "$", "=SUM(A1)", "+1", "-2"),
    *("\u202e\u202bשלום עולם", "مرحبا بالعالم", "\u2066hidden\u2069", "\u200b", "\ufeff", "\u00ad"),
    *("😀", "👩‍👩‍👧‍👦", "🇩🇪", "e\u0301" * 5, "Z̸͍̝̊a̵̛l̷̢g̶o", "ﷺ", "𝕬𝖈𝖒𝖊", "ǅ", "ß", "İ"),
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\r\n", "\t", "\n\n", " ", "   "),
    *("acme", "pass", "1", "0", "1e9", "99999999999999999999", "0.0000000001", "½", "١٢", "NaN"),
    *("yesterday", "today", "2026-02-30", "31/31/2026", "3 Nov", "9999-12-31", "0000-00-00"),
    *("x" * 4000, "a " * 2000, "<!channel> " * 370, '" ' * 300, "\u202e" * 500, "Ünï" * 900),
)
CALLS: Final = re.compile(r"<(?:[!#@]|https?:|mailto:)")
MENTION: Final = re.compile(r"<@U\w+>")


def texts(number: int, seed: int) -> Iterator[str]:
    """So many texts of up to six pieces, 4,000 characters at most, as Slack sends them."""
    chance = random.Random(seed)
    for _ in range(number):
        some = chance.choices(PIECES, k=chance.randint(1, 6))
        yield chance.choice(("", " ")).join(some)[:4000]


def few_and_many() -> pytest.MarkDecorator:
    """A few every day; ten thousand of all three kinds in a storm."""
    counts = [60, pytest.param(3334, marks=[pytest.mark.storm, pytest.mark.timeout(1800)])]
    return pytest.mark.parametrize("number", counts, ids=["few", "many"])


def assert_calm(office: SlackOffice, caplog: pytest.LogCaptureFixture) -> None:
    """See that nobody was called, that nothing broke, and that Slack took it all."""
    recorder = office.slack.workspace.recorder
    assert problems_of_everything(recorder) == []
    known = {f"<@{user}>" for user in office.slack.workspace.users}
    for said in everything_said(office.slack):
        mentions = set(MENTION.findall(said))
        assert mentions <= known, said
        assert CALLS.search(MENTION.sub("", said)) is None, said
        assert "Traceback" not in said
        assert 'File "' not in said
        assert "Sorry, something went wrong" not in said, said
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []
    recorder.clear()


def everything_said(slack: Running) -> Iterator[str]:
    """Every text that Slack reads for mentions, of all that the bot sent."""
    recorder = slack.workspace.recorder
    sent: list[Any] = [call.arguments for call in recorder.calls]
    sent += [each.ack.payload for each in recorder.deliveries if each.ack]
    for content in sent:
        yield from texts_in(content, of="mrkdwn")
        if isinstance(content.get("text"), str):
            yield content["text"]


@few_and_many()
def test_names_of_any_kind(
    office: SlackOffice, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    """Contacts: taken as they are, or refused in a sentence; found, chosen and shown as words."""
    home = office.sam
    for place, name in enumerate(texts(number, 1)):
        code = f"F{place}"
        try:
            office.put([Contact(code=code, name=name[:255], kind=ContactKind.ORGANISATION)])
        except BenefitError:
            continue
        office.enroll(code, "GOLD")
        office.use(code, "PASS", description=f"For {place}")
        home.run_command(office.channel, Command.CHECK, code)
        home.run_command(office.channel, Command.CHECK, name[:100])
        home.run_command(office.channel, Command.USE, f"{code} pass today Tour {place}")
        if place % 20 == 0:
            form = usage_form(office, home)
            home.suggest(form, Field.CONTACT, name[:20])
            home.close_view(form)
            home.open_home()
            office.settle()
            assert_calm(office, caplog)
    office.settle()
    assert_calm(office, caplog)


@few_and_many()
def test_descriptions_of_any_kind(
    office: SlackOffice, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    """In a form: recorded as written, or refused under its field with all that was typed kept."""
    form = usage_form(office, office.sam)
    for place, text in enumerate(texts(number, 2)):
        typed = answers(benefit_type="NOTARY", quantity=str(place + 1), description=text[:255])
        done = office.sam.submit_view(form, typed)
        assert done.kind in {"updated", "errors"}, done
        if done.kind == "updated":
            kept = office.usages[-1].description
            assert kept.split() == text[:255].split() or kept in text
            office.sam.close_view(form)
            form = usage_form(office, office.sam)
        if place % 20 == 0:
            office.says(office.staff, Command.PANEL, "undo", words="recorded")
            office.settle()
            assert_calm(office, caplog)
    office.settle()
    assert_calm(office, caplog)


@few_and_many()
def test_commands_of_any_kind(
    office: SlackOffice, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    """Each is answered: recorded, asked about, or refused in a sentence that quotes some of it."""
    chance = random.Random(3)
    for place, text in enumerate(texts(number, 3)):
        command = chance.choice((Command.USE, Command.CHECK, Command.PANEL))
        before = chance.choice(("", "acme pass ", "acme ", "use ", "report ", "undo ", "check "))
        told = len(office.sam.sees(office.channel)) + len(office.slack.workspace.stacks)
        assert office.sam.run_command(office.channel, command, f"{before}{text}").ok
        office.settle()
        if office.sam.modal:
            office.sam.close_view(office.sam.modal)
        elif not text.strip():
            continue
        else:
            assert len(office.sam.sees(office.channel)) + len(office.slack.workspace.stacks) > told
        if place % 20 == 0:
            assert_calm(office, caplog)
    assert_calm(office, caplog)
