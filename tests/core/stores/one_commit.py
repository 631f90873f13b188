"""A process that makes one commit, or one backup, when it is told to, and says what came of it."""

import sys
from pathlib import Path

from core.desk import Desk
from core.errors import BenefitError
from core.recording import UsageRequest
from core.stores.embedded import open_store
from tests.core.building import STAFF, SetClock


def main(path: Path, act: str) -> None:
    """Wait for a line, do it, try something else afterwards, and tell both outcomes."""
    store = open_store(path)
    desk = Desk(store, clock=SetClock())

    def record(request: str) -> None:
        wanted = UsageRequest(
            contact="ACME", benefit_type="NOTARY", again=True, idempotency_key=request
        )
        desk.record(wanted, actor=STAFF)

    print("ready", flush=True)
    sys.stdin.readline()
    for number in (1, 2):
        try:
            if act == "backup":
                store.backup(path.with_name("copy.db"))
            else:
                record(f"fault-{number}")
        except BenefitError as error:
            print(f"{type(error).__name__}: {error}", flush=True)
        else:
            print("confirmed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
