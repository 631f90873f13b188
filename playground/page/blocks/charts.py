"""Slack's ``data_visualization`` block as options of an ECharts chart."""

from typing import Any

from playground.slack.json_shapes import JsonObject

_COLOURS = ["#0f766e", "#d97706", "#4f46e5", "#be185d", "#0284c7", "#65a30d"]
_INK = "#475569"
_FAINT = "#e2e8f0"
_MANY_CATEGORIES = 6
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


def _plot(chart: JsonObject) -> dict[str, Any]:
    axes = chart["axis_config"]
    categories = axes["categories"]
    several = len(chart["series"]) > 1
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"show": several, "top": 0, "textStyle": {"color": _INK}},
        "grid": {"left": 8, "right": 12, "top": 34 if several else 26}
        | {"bottom": 24 if axes.get("x_label") else 8}
        | {"outerBoundsMode": "same", "outerBoundsContain": "all", "containLabel": True},
        "xAxis": _category_axis(categories, axes.get("x_label", "")),
        "yAxis": _value_axis(axes.get("y_label", ""), chart["series"]),
        "series": [_series(one, chart["type"], categories) for one in chart["series"]],
    }


def _category_axis(categories: list[str], title: str) -> dict[str, Any]:
    slant = 30 if len(categories) > _MANY_CATEGORIES else 0
    room = 90 if slant else min(92, _WIDTH // len(categories) - 3)
    return {
        "type": "category",
        "data": categories,
        "name": title,
        "nameLocation": "middle",
        "nameGap": 60 if slant else 52,
        "axisLabel": {"color": _INK, "interval": 0, "rotate": slant, "fontSize": 11}
        | {"width": room, "overflow": "break", "lineHeight": 14},
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
