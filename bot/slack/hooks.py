"""Hooks: the addresses at which Slack takes answers to an act for a while.

Connections are kept: a new one for each answer would cost more than all the rest of an act.
"""

import json
import logging
import ssl
import time
from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from bot.slack.patience import ASKED_AT_LEAST, TOO_MANY, WHILE_SOMEBODY_WAITS
from bot.views.parts import Message

SLACKS: Final = "https://hooks.slack.com"
OK: Final = 200
TIMEOUT: Final = Timeout(10)
"""Seconds that Slack is given to take one answer."""
KEPT: Final = 32
"""Connections that are kept for the next answers."""
_MANNER: Final[Mapping[bool, dict[str, Any]]] = {
    True: {"replace_original": True},
    False: {"response_type": "ephemeral", "replace_original": False},
}
"""How to answer, by whether the message clicked in is replaced; it stays seen by whom it was."""
_HEADERS: Final = {"content-type": "application/json; charset=utf-8"}
_log: Final = logging.getLogger(__name__)


class Hooks:
    """Sends answers to Slack's own addresses, `own` being where they begin, and to no others."""

    def __init__(self, own: str = SLACKS) -> None:
        self._own = own.rstrip("/") + "/"
        proxy = load_http_proxy_from_env(_log)
        # One for all connections: each would else read the authorities' certificates anew.
        trust = ssl.create_default_context()
        how: dict[str, Any] = {"maxsize": KEPT, "timeout": TIMEOUT, "ssl_context": trust}
        pools = ProxyManager(proxy, **how) if proxy else PoolManager(**how)
        self._pool = pools.connection_from_url(own)
        # A proxy that passes plain HTTP on has to be told the whole address.
        self._in_full = bool(proxy) and own.startswith("http:")

    def take(self, address: str, message: Message, *, replacing: bool) -> bool:
        """Whether Slack took the answer at this address; `otherwise` where it draws no figures."""
        if not address.startswith(self._own):
            _log.warning("An address to answer at is not one of Slack's; it is not used.")
            return False
        for said in (message, message.otherwise):
            if said is None:
                return False
            try:
                answer = self._send(address, said.as_arguments() | _MANNER[replacing])
            except (HTTPError, OSError) as error:
                _log.warning("Slack could not be reached for an answer: %s", type(error).__name__)
                return False
            if answer.status == OK or b"invalid_blocks" not in answer.data:
                return answer.status == OK
        return False

    def _send(self, address: str, content: Mapping[str, Any]) -> BaseHTTPResponse:
        """Send it, again after a pause where Slack asks for one that somebody can wait for."""
        body = json.dumps(content).encode()
        path = address if self._in_full else "/" + address.removeprefix(self._own)
        left = WHILE_SOMEBODY_WAITS
        while True:
            answer = self._pool.urlopen(
                "POST",
                path,
                body=body,
                headers=_HEADERS,
                retries=False,
                redirect=False,
                assert_same_host=False,
            )
            asked = answer.headers.get("retry-after", "")
            pause = float(asked) if asked.isdecimal() else ASKED_AT_LEAST
            left -= pause
            if answer.status != TOO_MANY or left < 0:
                return answer
            time.sleep(pause)
