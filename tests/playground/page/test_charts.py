"""Charts of Slack's as options of ECharts."""

import pytest

from playground.page.blocks.axis_names import axis_names
from playground.page.blocks.charts import chart_height, chart_options
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


def test_short_names_stand_in_lines_of_whole_words() -> None:
    """A name of several words is broken between them only."""
    names = axis_names(["Guest pass", "Conference room hours", "Job"], 264)
    assert names.written == ["Guest pass", "Conference\nroom hours", "Job"]
    assert not names.is_slanted


def test_names_whose_words_do_not_fit_are_slanted() -> None:
    """With many categories no word is broken: names are slanted, and the longest are cut short."""
    names = axis_names(["Conference room hours", *["Guest pass"] * 7], 264)
    assert names.is_slanted
    assert names.written == ["Conference room hou…", *["Guest pass"] * 7]
    assert "\n" not in "".join(names.written)
    assert names.overhang > 60


def test_a_slanted_first_name_has_room_on_the_left() -> None:
    """The plot begins further right where a name reaches beyond it; the tooltip has the whole."""
    plot = a_plot("bar")
    plot["chart"]["axis_config"]["categories"] = ["Conference room hours", *"ABCDEFGHI"]
    options = chart_options(plot)
    assert options["grid"]["left"] > 40
    assert options["xAxis"]["data"][0] == "Conference room hours"
    assert chart_height(plot) > chart_height(a_plot("bar"))
