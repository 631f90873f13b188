"""`benefit-desk`, or `python -m bot`."""

import sys

from bot.operations.first_signals import (
    HURRIED,
    STOPPED,
    hold_signals,
    leave_on_interrupt,
    raise_on_interrupt,
)


def main() -> None:
    """Run the command line. Who ends it while it is loading gets the same answer as later."""
    if sys.argv[1:2] == ["serve"]:
        hold_signals()
    leave_on_interrupt()
    from bot.cli import main as run  # noqa: PLC0415 - loading takes a while, and signals come first

    try:
        raise_on_interrupt()
        run()
    except KeyboardInterrupt:
        sys.stderr.write(f"{STOPPED}\n")
        sys.exit(HURRIED)
    finally:
        leave_on_interrupt()


if __name__ == "__main__":
    main()
