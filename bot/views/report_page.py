"""A report in a message: a chart, a table, the same in text, and what chooses another one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ConversationFilter,
    ConversationSelectElement,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.names import Act, Field, Form
from bot.reports.chat_pages import ReportPage
from bot.reports.lined_up import Heading, lined_up
from bot.reports.looks import RANGED, ReportKind, ReportLook
from bot.slips import ShareSlip, written
from bot.views.figures import BARS, Cell, Figure, bars_chart, table
from bot.views.parts import (
    SECTION_TEXT,
    Message,
    bold,
    button,
    context,
    cut,
    date_picker,
    escaped,
    field,
    heading,
    menu_by_typing,
    modal,
    option,
    plain_text,
    row,
    section,
)
from bot.views.sentences import reporting as said
from bot.views.usage_form import who_acted
from core.catalogue import BenefitType
from core.contact import Contact

TEXT_WIDTH: Final = 90
TEXT_MARGIN: Final = 40
REMARKS: Final = 5
REMARK: Final = 200
ABOUT: Final = 300


def report_page_message(organisation: str, shown: ReportPage, names: Mapping[str, str]) -> Message:
    """The report, drawn; `otherwise` is the same in text. `names` are those of who told entries."""
    about, summary = cut(shown.scope, ABOUT), cut(shown.summary, ABOUT)
    scope = f"{bold(organisation)} · {escaped(about)}"
    top = (heading(shown.title), section(f"{scope}\n{escaped(summary)}"))
    text = f"{escaped(shown.title)}, {scope}: {escaped(summary)}"
    lines = [[_named(cell, names) for cell in line] for line in shown.table.lines]
    if not lines:
        return Message(text, top)
    remarks = [context(escaped(cut(each, REMARK))) for each in shown.page.remarks[:REMARKS]]
    headings = shown.table.headings
    written_out = (*top, section(_text_table(headings, lines)), *remarks)
    drawn = (*top, *_figures(shown, lines), *remarks)
    return Message(text, drawn, otherwise=Message(text, written_out))


def _named(cell: Cell, names: Mapping[str, str]) -> Cell:
    return names.get(cell, cell) if isinstance(cell, str) else cell


def with_blocks(message: Message, below: Sequence[Block]) -> Message:
    """The report with other blocks below it, whether it is drawn or in text."""
    otherwise = message.otherwise
    if otherwise:
        otherwise = replace(otherwise, blocks=(*otherwise.blocks, *below))
    return replace(message, blocks=(*message.blocks, *below), otherwise=otherwise)


def _figures(shown: ReportPage, lines: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    drawing = shown.drawing
    if drawing:
        yield bars_chart(
            drawing.title,
            drawing.names,
            drawing.series,
            x_label=drawing.x_label,
            y_label=drawing.y_label,
        )
        if len(drawing.names) > BARS:
            yield context(said.CHART_CUT.format(shown=BARS, all=len(drawing.names)))
    drawn, fitted = table(f"{shown.title}, {shown.scope}", shown.table.headings, lines)
    yield drawn
    if fitted < len(lines):
        yield context(said.CUT.format(shown=fitted, all=len(lines)))


def _text_table(titles: Sequence[str], lines: Sequence[Sequence[Cell]]) -> str:
    """The table in characters of one width, as many rows as a paragraph takes."""
    headings = [
        Heading(title, figures=any(isinstance(line[place], Figure) for line in lines))
        for place, title in enumerate(titles)
    ]
    texts = [[cell if isinstance(cell, str) else cell.text for cell in line] for line in lines]
    # A backtick in a name would end the block of one width early.
    told = lined_up(headings, texts[:100], TEXT_WIDTH).replace("`", "'")
    kept: list[str] = []
    room = SECTION_TEXT - TEXT_MARGIN
    for line in map(escaped, told.rstrip().splitlines()):
        room -= len(line) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    return "```\n" + "\n".join(kept) + "\n```"


def report_controls(
    look: ReportLook, member: Contact | None, benefit: BenefitType | None
) -> Sequence[Block]:
    """What chooses another report, other days, a member, a benefit; and takes it elsewhere."""
    kinds = [option(name, kind) for kind, name in said.KINDS.items()]
    kind = StaticSelectElement(
        action_id=Act.REPORT_KIND,
        placeholder=said.KIND,
        options=kinds,
        initial_option=kinds[list(ReportKind).index(look.kind)],
    )
    days = [date_picker(Act.REPORT_SINCE, look.since)] if look.kind in RANGED else []
    first = row(kind, *days, date_picker(Act.REPORT_UNTIL, look.until), *_grouping(look))
    members = menu_by_typing(Act.REPORT_MEMBER, said.ALL_MEMBERS, _chosen(member))
    benefits = menu_by_typing(Act.REPORT_BENEFIT, said.ALL_BENEFITS, _chosen(benefit))
    narrowing = [members] if look.kind is ReportKind.QUID_PRO_QUO else [members, benefits]
    value = written(look)
    away = row(button(said.CSV, Act.REPORT_CSV, value), button(said.SHARE, Act.REPORT_SHARE, value))
    return (first, row(*narrowing), away)


def _chosen(one: Contact | BenefitType | None) -> Option | None:
    return option(one.name, one.code) if one else None


def _grouping(look: ReportLook) -> Iterator[StaticSelectElement]:
    if look.kind is ReportKind.USAGE:
        options = [
            option(said.BY_GROUP.format(group=name), group) for group, name in said.GROUPS.items()
        ]
        yield StaticSelectElement(
            action_id=Act.REPORT_BY,
            placeholder=said.GROUPED_BY,
            options=options,
            initial_option=options[list(said.GROUPS).index(look.by)],
        )


def backwards(controls: Sequence[Block]) -> Message:
    """What is said where the range ends before it begins."""
    return Message(said.BAD_DATES, (section(said.BAD_DATES), *controls))


def share_form(slip: ShareSlip, title: str, scope: str) -> View:
    """The form that asks for the channel."""
    where = ConversationSelectElement(
        action_id=Field.CHANNEL,
        placeholder=plain_text(said.SHARE_WHERE, 150),
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=True
        ),
    )
    about = said.SHARE_ABOUT.format(title=escaped(title), scope=escaped(scope))
    return modal(
        said.SHARE_TITLE,
        [
            section(about),
            field(Field.CHANNEL, said.SHARE_WHERE, where, hint=said.SHARE_HINT),
        ],
        form=Form.SHARE,
        submit=said.SHARE_SUBMIT,
        close=said.CANCEL,
        slip=written(slip),
    )


def shared_by(message: Message, user: str) -> Message:
    """The report as it stands in a channel: with who shared it, and nothing to press."""
    by = context(said.SHARED_BY.format(who=who_acted(user)))
    otherwise = shared_by(message.otherwise, user) if message.otherwise else None
    return Message(message.text, (*_still(message.blocks), by), otherwise=otherwise)


def _still(blocks: Sequence[Block]) -> Iterator[Block]:
    return (block for block in blocks if not isinstance(block, ActionsBlock))


def shared(link: str) -> Message:
    """What the person who shared it is told."""
    text = said.SHARED.format(link=link)
    return Message(text, (section(text),))
