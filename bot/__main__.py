"""`benefit-desk`, or `python -m bot`."""

import sys

from bot.stopping import hold_signals


def main() -> None:
    """Run the command line. The bot ends in order even if it is told to while it is loading."""
    if sys.argv[1:2] == ["serve"]:
        hold_signals()
    from bot.cli import main as run  # noqa: PLC0415 - loading takes a while, and signals come first

    run()


if __name__ == "__main__":
    main()
