"""Charts of Slack's as options of ECharts."""

import pytest

from playground.page.blocks.charts import chart_options
from playground.slack.json_shapes import JsonObject


def a_plot(kind: str) -> JsonObject:
    """Write a chart of two series over two categories, whose points come in another order."""
    points = [{"label": "Feb", "value": 2}, {"label": "Jan", "value": 1}]
    return {
        "type": "data_visualization",
        "title": "Uses",
        "chart": {
            "type": kind,
            "series": [{"name": "Passes", "data": points}, {"name": "Rooms", "data": points}],
            "axis_config": {"categories": ["Jan", "Feb"], "y_label": "Uses"},
        },
    }


@pytest.mark.parametrize(("kind", "drawn"), [("bar", "bar"), ("line", "line"), ("area", "line")])
def test_points_follow_the_categories(kind: str, drawn: str) -> None:
    """Each series has its values in the order of the axis."""
    options = chart_options(a_plot(kind))
    assert options["xAxis"]["data"] == ["Jan", "Feb"]
    assert [one["data"] for one in options["series"]] == [[1, 2], [1, 2]]
    assert {one["type"] for one in options["series"]} == {drawn}
    assert ("areaStyle" in options["series"][0]) is (kind == "area")


def test_a_pie_has_its_segments() -> None:
    """Segments become named values."""
    chart = {"type": "pie", "segments": [{"label": "Passes", "value": 3}]}
    options = chart_options({"type": "data_visualization", "title": "Uses", "chart": chart})
    assert options["series"][0]["data"] == [{"name": "Passes", "value": 3}]
