"""A stand-in for Google: the token endpoint, Sheets v4 and the Drive calls that gspread makes.

`Drive` holds files and `Spreadsheet` is one in the process, for a page to show and type into;
`google_app` serves a drive over HTTP, and `running` does so for the length of a test.
"""

from playground.google.accounts import ServiceAccount
from playground.google.drive import Drive
from playground.google.faults import Fault, Quota, Traffic
from playground.google.running import Running, running
from playground.google.spreadsheet import Spreadsheet
from playground.google.web.app import google_app

__all__ = [
    "Drive",
    "Fault",
    "Quota",
    "Running",
    "ServiceAccount",
    "Spreadsheet",
    "Traffic",
    "google_app",
    "running",
]
