"""The demonstration: the whole product, with stand-ins for Slack and Google."""

from typing import Annotated

import typer

from bot.command_line.answering import Failed


class PlaygroundMissing(Failed):
    """The demonstration's own packages aren't installed."""

    def __init__(self, package: str | None) -> None:
        super().__init__(
            f"The demonstration needs the package {package}: pip install 'benefit-desk[playground]'"
        )


def demo(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page is served.")] = 8080,
    servers_only: Annotated[
        bool, typer.Option("--servers-only", help="Only the stand-ins for Slack and Google.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Don't open the page by itself.")
    ] = False,
) -> None:
    """Try the whole product in a browser, with no account anywhere."""
    try:
        # The playground is an extra, and no other command knows it.
        from playground.demo import run  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise PlaygroundMissing(missing.name) from missing
    run(port, servers_only=servers_only, open_browser=not no_browser)
