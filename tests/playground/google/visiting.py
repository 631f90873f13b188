"""gspread, looking at the stand-in in Google's place."""

from __future__ import annotations

from typing import Any

import gspread
import requests
from gspread.http_client import HTTPClient

from playground.google import Running

GOOGLES_HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
Json = dict[str, Any]


def client_for(running: Running) -> gspread.Client:
    """A gspread client that signs in with the stand-in's key file and asks the stand-in."""

    class Redirected(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            for host in GOOGLES_HOSTS:
                endpoint = endpoint.replace(host, running.base_url)
            return super().request(method, endpoint, *args, **kwargs)

    client = gspread.service_account(filename=running.key_file, http_client=Redirected)
    client.set_timeout((5, 20))
    return client


class Caller:
    """Sends bare requests to one spreadsheet, with a token that the stand-in takes as it is."""

    def __init__(self, running: Running, spreadsheet_id: str, token: str = "test-token") -> None:
        self.base = f"{running.base_url}/v4/spreadsheets/{spreadsheet_id}"
        self.drive = f"{running.base_url}/drive/v3"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {token}"

    def send(
        self, verb: str, target: str, body: Any = None, **parameters: Any
    ) -> requests.Response:
        """The answer to a request below the spreadsheet's address."""
        return self.session.request(
            verb, self.base + target, json=body, params=parameters, timeout=20
        )

    def get(self, target: str = "", **parameters: Any) -> Json:
        """The object that a GET answers."""
        return self._object(self.send("GET", target, **parameters))

    def post(self, target: str, body: Any = None, **parameters: Any) -> Json:
        """The object that a POST answers."""
        return self._object(self.send("POST", target, body, **parameters))

    def put(self, target: str, body: Any, **parameters: Any) -> Json:
        """The object that a PUT answers."""
        return self._object(self.send("PUT", target, body, **parameters))

    def change(self, kind: str, body: Json) -> Json:
        """The reply to one request of a batchUpdate."""
        reply = self.post(":batchUpdate", {"requests": [{kind: body}]})["replies"][0]
        found: Json = reply.get(kind, {})
        return found

    def write(self, where: str, rows: list[list[Any]], *, raw: bool = False) -> Json:
        """Write values, as typed unless raw."""
        option = "RAW" if raw else "USER_ENTERED"
        return self.put(f"/values/{where}", {"values": rows}, valueInputOption=option)

    def values(self, where: str, **parameters: Any) -> list[list[Any]]:
        """The values of a range."""
        found: list[list[Any]] = self.get(f"/values/{where}", **parameters).get("values", [])
        return found

    def refusal(self, verb: str, target: str, body: Any = None, **parameters: Any) -> Json:
        """The error that a refused request answers."""
        response = self.send(verb, target, body, **parameters)
        assert response.status_code >= 400, response.text
        error: Json = response.json()["error"]
        return error

    def refused_change(self, kind: str, body: Json) -> str:
        """The sentence with which one request of a batchUpdate is refused."""
        error = self.refusal("POST", ":batchUpdate", {"requests": [{kind: body}]})
        assert error["code"] == 400
        return str(error["message"])

    @staticmethod
    def _object(response: requests.Response) -> Json:
        assert response.status_code == 200, response.text
        found: Json = response.json()
        return found


def where(top: int, bottom: int, left: int, right: int, sheet_id: int = 0) -> Json:
    """A GridRange."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def told(caller: Caller, fields: str, ranges: str | None = None) -> list[Json]:
    """The sheets, as far as a field mask lets through."""
    found: list[Json] = caller.get("", fields=fields, **({"ranges": ranges} if ranges else {}))[
        "sheets"
    ]
    return found


def cells(caller: Caller, ranges: str, fields: str) -> list[list[Json]]:
    """Fields of the cells of a range, row by row."""
    sheets = told(caller, f"sheets.data.rowData.values({fields})", ranges)
    rows = sheets[0]["data"][0].get("rowData", [])
    return [row.get("values", []) for row in rows]
