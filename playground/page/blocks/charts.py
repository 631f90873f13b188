"""Slack's ``data_visualization`` block as options of an ECharts chart."""

from typing import Any

from playground.page.blocks.axis_names import AxisNames, axis_names
from playground.slack.json_shapes import JsonObject

_COLOURS = ["#0f766e", "#d97706", "#4f46e5", "#be185d", "#0284c7", "#65a30d"]
_INK = "#475569"
_FAINT = "#e2e8f0"
_HEIGHT, _HEIGHT_OF_SLANTED = 250, 290
_VALUES = 26
"""At least what the figures beside the value axis take, in pixels."""
_WIDTH = 264
"""The room for all labels of an axis, in pixels, where the chat is as narrow as it begins."""


def chart_options(block: JsonObject) -> dict[str, Any]:
    """Give the options for a chart block of any type."""
    chart = block["chart"]
    options: dict[str, Any] = {
        "color": _COLOURS,
        "animationDuration": 300,
        "textStyle": {"fontFamily": "Roboto, sans-serif", "color": _INK},
        "aria": {"enabled": True},
    }
    return options | (_pie(chart) if chart["type"] == "pie" else _plot(chart))


def _pie(chart: JsonObject) -> dict[str, Any]:
    segments = [{"name": one["label"], "value": one["value"]} for one in chart["segments"]]
    return {
        "tooltip": {"trigger": "item", "formatter": "{b}: {c} ({d}%)"},
        "legend": {"orient": "vertical", "right": 0, "top": "middle", "textStyle": {"color": _INK}},
        "series": [
            {
                "type": "pie",
                "radius": ["45%", "78%"],
                "center": ["34%", "50%"],
                "itemStyle": {"borderColor": "#fff", "borderWidth": 2},
                "label": {"show": False},
                "data": segments,
            }
        ],
    }


def chart_height(block: JsonObject) -> int:
    """Give the pixels that a chart needs from top to bottom."""
    categories = block["chart"].get("axis_config", {}).get("categories", [])
    return _HEIGHT_OF_SLANTED if axis_names(categories, _WIDTH).is_slanted else _HEIGHT


def _plot(chart: JsonObject) -> dict[str, Any]:
    axes = chart["axis_config"]
    categories = axes["categories"]
    names = axis_names(categories, _WIDTH)
    several = len(chart["series"]) > 1
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"show": several, "top": 0, "right": 4, "textStyle": {"color": _INK}},
        "grid": {"left": max(8, round(names.overhang) - _VALUES), "right": 12}
        | {"top": 50 if several else 26, "bottom": 24 if axes.get("x_label") else 8}
        | {"outerBoundsMode": "same", "outerBoundsContain": "axisLabel", "containLabel": True},
        "xAxis": _category_axis(categories, names, axes.get("x_label", "")),
        "yAxis": _value_axis(axes.get("y_label", ""), chart["series"]),
        "series": [_series(one, chart["type"], categories) for one in chart["series"]],
    }


def _category_axis(categories: list[str], names: AxisNames, title: str) -> dict[str, Any]:
    return {
        "type": "category",
        "data": categories,
        "name": title,
        "nameLocation": "middle",
        "nameGap": round(names.height) + (8 if names.is_slanted else 22),
        "axisLabel": {"color": _INK, **names.options()},
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": _FAINT}},
    }


def _value_axis(title: str, series: list[JsonObject]) -> dict[str, Any]:
    values = (point["value"] for one in series for point in one["data"])
    return {
        "type": "value",
        "minInterval": 1 if all(float(value).is_integer() for value in values) else 0,
        "name": title,
        "nameTextStyle": {"align": "left", "color": _INK},
        "axisLabel": {"color": _INK},
        "splitLine": {"lineStyle": {"color": _FAINT}},
    }


def _series(one: JsonObject, kind: str, categories: list[str]) -> dict[str, Any]:
    values = {point["label"]: point["value"] for point in one["data"]}
    series: dict[str, Any] = {
        "name": one["name"],
        "type": "bar" if kind == "bar" else "line",
        "data": [values.get(category) for category in categories],
    }
    if kind == "bar":
        return series | {"barMaxWidth": 34, "itemStyle": {"borderRadius": [3, 3, 0, 0]}}
    return series | ({"areaStyle": {"opacity": 0.18}} if kind == "area" else {}) | {"smooth": False}
