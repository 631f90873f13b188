"""Blocks and views for tests, as short as Slack allows."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """Write a plain text."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Write a text with markup."""
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **more: Any) -> Json:
    """Write a section."""
    return {"type": "section", "text": mrkdwn(text)} | more


def button(text: str = "Press", action_id: str = "press", **more: Any) -> Json:
    """Write a button."""
    return {"type": "button", "text": plain(text), "action_id": action_id} | more


def actions(*elements: Json, **more: Any) -> Json:
    """Write a row of elements."""
    return {"type": "actions", "elements": list(elements)} | more


def option(text: str, value: str | None = None) -> Json:
    """Write an option whose value is its text unless said."""
    return {"text": plain(text), "value": text if value is None else value}


def options(count: int) -> list[Json]:
    """Write so many options."""
    return [option(f"Option {number}", str(number)) for number in range(count)]


def field(block_id: str, element: Json, **more: Any) -> Json:
    """Write an input block whose element's action id is ``value``."""
    named = {"action_id": "value"} | element
    return {"type": "input", "block_id": block_id, "label": plain("Say"), "element": named} | more


def text_field(block_id: str = "who", **more: Any) -> Json:
    """Write an input block for a line of text."""
    return field(block_id, {"type": "plain_text_input"} | more)


def modal(*blocks: Json, **more: Any) -> Json:
    """Write a modal with a submit button."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Record"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [section()],
    } | more


def home(*blocks: Json) -> Json:
    """Write an App Home."""
    return {"type": "home", "blocks": list(blocks) or [section()]}


def chart(kind: str = "bar", series: int = 1, categories: int = 2, title: str = "Use") -> Json:
    """Write a chart of so many series and categories."""
    names = [f"C{number}" for number in range(categories)]
    points = [{"label": name, "value": 1} for name in names]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": [{"name": f"S{number}", "data": points} for number in range(series)],
            "axis_config": {"categories": names},
        },
    }


def pie(segments: int, value: float = 1) -> Json:
    """Write a pie of so many segments."""
    cut = [{"label": f"S{number}", "value": value} for number in range(segments)]
    chart: Json = {"type": "pie", "segments": cut}
    return {"type": "data_visualization", "title": "Use", "chart": chart}


def cell(text: str = "x") -> Json:
    """Write a table's cell."""
    return {"type": "raw_text", "text": text}


def data_table(rows: int = 2, columns: int = 1, **more: Any) -> Json:
    """Write a data table; the header counts as a row."""
    return {
        "type": "data_table",
        "caption": "Use",
        "rows": [[cell() for _ in range(columns)] for _ in range(rows)],
    } | more


def table(rows: int = 2, columns: int = 1, **more: Any) -> Json:
    """Write a table."""
    return {
        "type": "table",
        "rows": [[cell() for _ in range(columns)] for _ in range(rows)],
    } | more


def rich_text(text: str = "Hello") -> Json:
    """Write a rich text of one line."""
    piece = {"type": "text", "text": text}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [piece]}],
    }
