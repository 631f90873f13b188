"""Drawing a chart as a PNG, with matplotlib, which is an extra of its own."""

import io
import logging
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.command_line.answering import Failed
from bot.reports.charts import Bar, Chart, Shade

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

MOST_BARS: Final = 60
"""More rows than these are no picture any more; the first ones are drawn."""
NAME_LENGTH: Final = 60
"""Characters of a name, beyond which it is cut, however narrow they are."""
WIDTH, BAR, HEAD, FOOT = 12.0, 0.3, 0.65, 0.6
"""Inches: the whole width; each bar; what stands above the bars and beneath them."""
TITLE: Final = 0.25
"""Inches from the upper edge to the title's middle."""
LEFT, RIGHT = 0.29, 0.64
"""Where the bars begin and end, in parts of the width: names before them, figures after."""
DOTS: Final = 110
"""Dots an inch."""
MARGIN: Final = 12
"""Dots that stay free at the left edge."""
COLOURS: Final[Mapping[Shade, str]] = {
    Shade.USED: "#1f4d46",
    Shade.LEFT: "#9cc5b4",
    Shade.SHORT: "#c2571a",
}
INK, FAINT = "#222222", "#dddddd"


class PicturesMissing(Failed):
    """What draws pictures isn't installed."""

    def __init__(self, package: str | None) -> None:
        super().__init__(f"Pictures need the package {package}: pip install 'benefit-desk[png]'")


def as_png(chart: Chart) -> bytes:
    """The chart as the bytes of a PNG.

    Raises:
        PicturesMissing: matplotlib isn't installed.
    """
    try:
        # It takes half a second to import, and is an extra.
        from matplotlib import rc_context  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise PicturesMissing(missing.name) from missing
    # It tells of its caches, which is no matter of whoever asked for a picture.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    bars = chart.bars[:MOST_BARS]
    height = HEAD + FOOT + BAR * max(len(bars), 1)
    picture = io.BytesIO()
    # A name in letters that the font lacks is drawn as boxes, without a word about it.
    with rc_context({"text.parse_math": False}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure = Figure(figsize=(WIDTH, height), dpi=DOTS)
        axes = figure.add_axes(
            (LEFT, FOOT / height, RIGHT - LEFT, BAR * max(len(bars), 1) / height)
        )
        _draw(axes, chart, bars)
        _dress(axes, chart, bars)
        _explain(figure, chart)
        figure.savefig(picture, format="png")
    return picture.getvalue()


def _draw(axes: "Axes", chart: Chart, bars: Sequence[Bar]) -> None:
    for place, bar in enumerate(bars):
        start = 0.0
        for width, shade in bar.parts:
            axes.barh(place, float(width), left=start, height=0.66, color=COLOURS[shade])
            start += float(width)
        beside: dict[str, Any] = {"va": "center", "size": 9, "color": INK, "clip_on": False}
        across = axes.get_yaxis_transform()
        name = axes.text(-0.02, place, cut(bar.name), ha="right", transform=across, **beside)
        while name.get_window_extent().x0 < MARGIN and len(name.get_text()) > 2:  # noqa: PLR2004
            name.set_text(cut(name.get_text(), len(name.get_text()) - 1))
        axes.text(1.02, place, bar.label, ha="left", transform=across, **beside)
    if not bars:
        axes.text(0.5, 0, "Nothing to report.", ha="center", va="center", color=INK)
    axes.set_ylim(max(len(bars), 1) - 0.5, -0.5)
    if chart.line_at is not None:
        axes.axvline(float(chart.line_at), color=INK, linewidth=1.2)


def _dress(axes: "Axes", chart: Chart, bars: Sequence[Bar]) -> None:
    """The axis, and what was left out."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - an extra, as above

    longest = max((float(sum(width for width, _ in bar.parts)) for bar in bars), default=0)
    least = float(chart.line_at or 1)
    axes.set_xlim(0, float(chart.ends_at) if chart.ends_at else max(longest, least) * 1.02)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.set_yticks([])
    axes.grid(visible=True, axis="x", color=FAINT)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    more = len(chart.bars) - MOST_BARS
    left_out = f"   (the first {MOST_BARS} of {len(chart.bars)})" if more > 0 else ""
    axes.set_xlabel(f"{chart.axis}{left_out}", size=9, color=INK)
    axes.tick_params(labelsize=8, colors=INK)


def _explain(figure: "Drawing", chart: Chart) -> None:
    """The title, and what the shades stand for."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - an extra, as above

    height = 1 - TITLE / figure.get_figheight()
    figure.text(0.01, height, chart.title, size=13, weight="bold", color=INK, va="center")
    if chart.legend:
        figure.legend(
            handles=[Patch(color=COLOURS[shade], label=says) for shade, says in chart.legend],
            loc="center right",
            bbox_to_anchor=(0.99, height),
            ncols=len(chart.legend),
            frameon=False,
            fontsize=9,
        )


def cut(name: str, length: int = NAME_LENGTH) -> str:
    """The name, with so many characters at most."""
    shown = "".join(mark if mark.isprintable() else " " for mark in name)
    return shown if len(shown) <= length else f"{shown[: length - 1].rstrip(' …')}…"
