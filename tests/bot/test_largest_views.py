"""Every view at its largest and with the longest of names, held against Slack's limits.

The limits are those of Slack's pages, and then once more those of the stand-in: neither was written
from the code under test.
"""

import ast
import importlib
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View

import bot.views
import tests.bot.largest_forms  # noqa: F401 - it notes what is largest there
from bot.views.parts import Message
from bot.views.shown_again import shown_again
from bot.views.statement import Look, Rights, Statement, statement_message
from bot.views.usage_form import contact_option
from core.balance import balance
from core.catalogue import Period
from core.contact import Contact
from core.level import BenefitLevel
from core.quantity import UNLIMITED
from core.statement import LevelLine, MembershipTree
from core.tally import tally_of
from playground.slack import block_kit
from playground.slack.forms import initial_values
from tests.bot import largest_schedule as largest_schedule  # noqa: PLC0414 - its lines are added
from tests.bot.agreement import disagreements
from tests.bot.largest import (
    BENEFIT,
    CODE,
    ENDLESS,
    EVERYTHING,
    LARGEST,
    ORGANISATION,
    PERSON,
    TYPE,
    AtLargest,
    Shown,
    line,
    statement_of,
)
from tests.slack_limits import (
    problems_of_message,
    problems_of_options,
    problems_of_view,
    texts_in,
)

MADE_OF_PARTS = {"bot.views.parts", "bot.views.figures"}
"""Where the parts of views come from; what is made of them is looked at."""
SHOWN = {Message, View, Option}


def views() -> Iterator[Callable[..., Any]]:
    """Every function of `bot.views` that makes something to show."""
    for found in pkgutil.walk_packages(bot.views.__path__, "bot.views."):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            own = getattr(thing, "__module__", "") == found.name and not name.startswith("_")
            if own and callable(thing) and not isinstance(thing, type):
                made = typing.get_type_hints(thing).get("return")
                if SHOWN & {made, *typing.get_args(made)} and found.name not in MADE_OF_PARTS:
                    yield thing


def test_every_view_has_a_largest_form() -> None:
    """Whoever adds a view says how large it may become."""
    named = {each.view for each in LARGEST}
    assert {f"{view.__module__}.{view.__name__}" for view in views() if view not in named} == set()


def test_nothing_is_shown_that_is_no_view() -> None:
    """Messages and modals are made in `bot.views`, where their largest forms are looked for."""
    root = Path(bot.views.__path__[0])
    makers = {
        str(path.relative_to(root.parent))
        for path in root.parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Message", "View", "modal"}
        and root not in path.parents
    }
    assert makers == set()


@pytest.mark.parametrize("each", LARGEST, ids=str)
def test_a_view_at_its_largest_fits(each: AtLargest) -> None:
    """Slack takes it, and nobody's words call anybody."""
    shown = each.shown()
    assert shown is not None
    assert problems_of(shown) == []
    assert problems_of_the_stand_in(shown) == []
    assert_nobody_is_called(shown)
    if isinstance(shown, Message) and shown.otherwise:
        assert problems_of(shown.otherwise) == []
        assert problems_of_the_stand_in(shown.otherwise) == []
        assert_nobody_is_called(shown.otherwise)


def submitted_forms() -> Iterator[dict[str, Any]]:
    """Every form at its largest, as Slack tells of it when it is submitted."""
    for each in LARGEST:
        form = each.shown()
        content = form.to_dict() if isinstance(form, View) and form.submit else {"blocks": []}
        blocks = [{"block_id": f"words{n}", **block} for n, block in enumerate(content["blocks"])]
        if any(block["type"] == "input" for block in blocks):
            yield content | {"blocks": blocks, "state": {"values": initial_values(blocks)}}


def test_a_form_that_comes_back_fits_too() -> None:
    """It has a line more, and its fields start with what was submitted in them."""
    forms = list(submitted_forms())
    assert len(forms) > 30
    for form in forms:
        at_fault = next(block for block in form["blocks"] if block["type"] == "input")
        again = shown_again(form, {at_fault["block_id"]: ENDLESS})
        assert problems_of_view(again) == []
        assert block_kit.problems_of_view(again, surface="modal") == []
        assert initial_values(again["blocks"]) == form["state"]["values"]


@pytest.mark.parametrize("each", LARGEST, ids=str)
def test_text_and_blocks_of_a_message_agree(each: AtLargest) -> None:
    """Whoever hears it is told what whoever sees it is, and nothing else."""
    shown = each.shown()
    messages = [shown, shown.otherwise] if isinstance(shown, Message) else []
    assert [one for told in messages if told for one in disagreements(told.as_arguments())] == []


def problems_of(shown: Shown) -> list[str]:
    """What Slack's pages would have against it."""
    if isinstance(shown, Message):
        return problems_of_message(shown.as_arguments())
    if isinstance(shown, View):
        return problems_of_view(shown.to_dict())
    assert shown is not None
    return problems_of_options({"options": [shown.to_dict()]})


def problems_of_the_stand_in(shown: Shown) -> list[block_kit.Problem]:
    """What the stand-in would have against it."""
    if isinstance(shown, Message):
        blocks = shown.as_arguments()["blocks"]
        assert block_kit.length_of_message(blocks) <= 12_000
        return block_kit.problems_of_message(blocks)
    if isinstance(shown, View):
        content = shown.to_dict()
        surface: Any = content["type"]
        return block_kit.problems_of_view(content, surface=surface)
    assert shown is not None
    return block_kit.problems_of_suggestions({"options": [shown.to_dict()]})


def assert_nobody_is_called(shown: Shown) -> None:
    """See that somebody's words stay words, and that Slack looks for no names in them."""
    if isinstance(shown, Message):
        content: Any = shown.as_arguments()
        texts = [*texts_in(content["blocks"], of="mrkdwn"), content["text"]]
        content = content["blocks"]
    else:
        assert shown is not None
        content = shown.to_dict()
        texts = list(texts_in(content, of="mrkdwn"))
    assert [text for text in texts if "<!" in text or "<@U0" in text] == []
    assert "'mrkdwn', 'verbatim': False" not in f"{content}"


def test_a_page_beyond_the_last_is_the_last() -> None:
    """An old button after a smaller filter still shows something."""
    told = statement_of(30)
    last = statement_message(told, Look(CODE, page=999), EVERYTHING)
    assert (
        last.as_arguments()
        == statement_message(told, Look(CODE, page=99), EVERYTHING).as_arguments()
    )


def test_an_unlimited_line_has_no_bar() -> None:
    """There is no end to count to."""
    first = line(1, usages=0)
    level = _without_end(first.level)
    unlimited = LevelLine(level, BENEFIT, balance(level, tally_of(level), level.starts_on))
    told = statement_of(0)
    tree = MembershipTree(told.trees[0].membership, TYPE, ORGANISATION, (unlimited,))
    shown = statement_message(Statement(PERSON, [tree], {}), Look(CODE), Rights())
    assert "unlimited" in f"{shown.as_arguments()}"
    assert "░" not in f"{shown.as_arguments()}"


@pytest.mark.parametrize(("period", "told"), [(Period.TERM, False), (Period.MONTH, True)])
def test_only_an_allowance_says_when_what_is_left_ends(period: Period, told: bool) -> None:
    """The end of a term stands in the membership's heading."""
    begins = date(2026, 11, 1)
    level = replace(
        line(1, usages=0).level, starts_on=begins, ends_on=date(2027, 10, 31), period=period
    )
    held = LevelLine(level, BENEFIT, balance(level, tally_of(level), begins))
    tree = MembershipTree(statement_of(0).trees[0].membership, TYPE, ORGANISATION, (held,))
    shown = statement_message(Statement(PERSON, [tree], {}), Look(CODE), Rights())
    assert ("ends 30 Nov 2026" in f"{shown.as_arguments()}") is told
    assert "31 Oct 2027" not in f"{shown.as_arguments()}"


def _without_end(level: BenefitLevel) -> BenefitLevel:
    return replace(level, number=UNLIMITED)


def test_a_code_longer_than_slack_sends_is_not_offered() -> None:
    """One such contact must not take the menu from all the others."""
    assert contact_option(Contact(code="C" * 151, name="Long")) is None
    assert contact_option(PERSON) is not None
