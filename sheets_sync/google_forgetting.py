"""Taking words out of a whole spreadsheet: every tab, hidden ones and the history too."""

import re
from collections.abc import Iterable
from pathlib import Path

from sheets_sync.google_client import GoogleAccount, Patience


def replace_everywhere(
    service_account_file: Path,
    identity: str,
    google: str | None,
    words: Iterable[str],
    replacement: str,
) -> None:
    """Put the replacement wherever one of the words stands by itself, in capitals or not.

    Raises:
        SheetError: the sheet can't be written to; the sentence says what to do.
    """
    requests = [
        {
            "findReplace": {
                "find": rf"(?<!\w){re.escape(word)}(?!\w)",
                "replacement": replacement,
                "searchByRegex": True,
                "matchCase": False,
                "allSheets": True,
            }
        }
        for word in words
    ]
    account = GoogleAccount(service_account_file, identity, google, Patience())
    body = {"requests": requests}
    if requests:
        account.write(lambda: account.client.batch_update(identity, body))
