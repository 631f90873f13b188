"""HTTP mode: the same payloads, posted to the app's request URL with Slack's signature."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from playground.slack.json_shapes import JsonObject
from playground.slack.recorder import Delivery

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the app answered; header names are in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def payload(self) -> JsonObject:
        """Read the body as an ack: JSON, or a text that becomes an ephemeral answer."""
        text = self.body.decode(errors="replace").strip()
        if self.headers.get("content-type", "").startswith("application/json"):
            try:
                decoded = json.loads(text or "{}")
            except ValueError:
                return {"text": text}
            return decoded if isinstance(decoded, dict) else {}
        return {"text": text} if text else {}


def signature(signing_secret: str, timestamp: str, body: bytes) -> str:
    """Sign a request body as Slack does (version 0)."""
    base = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()


def encode(delivery: Delivery) -> tuple[str, bytes]:
    """Give the content type and body with which Slack posts a payload."""
    if delivery.kind == "events_api":
        return "application/json", json.dumps(delivery.payload).encode()
    if delivery.kind == "slash_commands":
        return FORM, urlencode(delivery.payload).encode()
    return FORM, urlencode({"payload": json.dumps(delivery.payload)}).encode()


def post(url: str, delivery: Delivery, signing_secret: str, seconds: float) -> HttpAnswer:
    """Post a payload and wait for the answer, at most ``seconds`` at each step.

    Raises:
        TimeoutError: the app took too long.
        OSError: nobody listens there, or the connection broke.
    """
    content_type, body = encode(delivery)
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(signing_secret, timestamp, body),
    }
    if delivery.retry_attempt:
        headers["X-Slack-Retry-Num"] = str(delivery.retry_attempt)
        headers["X-Slack-Retry-Reason"] = delivery.retry_reason
    return _exchange(url, body, headers, seconds)


def _exchange(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> HttpAnswer:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.request("POST", parts.path or "/", body, dict(headers))
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return HttpAnswer(answer.status, answer.read(), found)
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()
