"""Service accounts, and the tokens that they get for a signed assertion."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from playground.google.assertions import NotValid, read_assertion
from playground.google.cells import Json
from playground.google.errors import GoogleError

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GOOGLES_OWN_ADDRESS = "https://oauth2.googleapis.com/token"
SHEETS_SCOPES = frozenset(
    f"https://www.googleapis.com/auth/{name}" for name in ("spreadsheets", "drive", "drive.file")
)
READING_SCOPES = SHEETS_SCOPES | frozenset(
    f"https://www.googleapis.com/auth/{name}"
    for name in ("spreadsheets.readonly", "drive.readonly")
)
_LONGEST_LIFE = 3600
_KEY_BITS = 2048
_SKEW_SECONDS = 10


class GrantRefused(Exception):
    """The token endpoint's own kind of refusal: a word and a sentence (400)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class NotSignedIn(GoogleError):
    """No token, one that nobody gave out, or one past its time (401)."""

    def __init__(self) -> None:
        super().__init__(
            401,
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
            "cookie or other valid authentication credential. See "
            "https://developers.google.com/identity/sign-in/web/devconsole-project.",
        )


class ScopeMissing(GoogleError):
    """The token was given out for something else (403)."""

    def __init__(self) -> None:
        super().__init__(
            403,
            "Request had insufficient authentication scopes.",
            details=[
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                    "domain": "googleapis.com",
                }
            ],
        )


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A service account with its key pair, as PEM texts."""

    email: str
    key_id: str
    private_key: str
    public_key: str

    @classmethod
    def create(cls, email: str) -> ServiceAccount:
        """A service account with a new RSA key of its own."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return cls(email, secrets.token_hex(20), private.decode(), public.decode())

    def key_file(self, base_url: str) -> Json:
        """What Google's key file holds, with the token endpoint below a base address."""
        project = self.email.partition("@")[2].partition(".")[0]
        return {
            "type": "service_account",
            "project_id": project,
            "private_key_id": self.key_id,
            "private_key": self.private_key,
            "client_email": self.email,
            "client_id": f"{int(self.key_id[:16], 16):021d}"[:21],
            "token_uri": f"{base_url}/token",
            "universe_domain": "googleapis.com",
        }

    def write_key_file(self, path: Path, base_url: str) -> Path:
        """Write the key file, readable by its owner only; the path."""
        path.touch(mode=0o600)
        path.write_text(json.dumps(self.key_file(base_url), indent=2) + "\n", encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class Token:
    """An access token: whose, for what, until when (seconds since 1970)."""

    text: str
    email: str
    scopes: frozenset[str]
    expires_at: float


@dataclass(slots=True)
class Tokens:
    """Gives out access tokens and knows them again.

    ``fixed`` are texts that count as tokens of the account with every scope, for checkers that
    can't sign. ``life`` is how many seconds a token lasts.
    """

    account: ServiceAccount
    fixed: frozenset[str] = frozenset()
    life: float = _LONGEST_LIFE
    now: Callable[[], float] = time.time
    _known: dict[str, Token] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def grant(self, grant_type: str, assertion: str, address: str) -> Token:
        """A token for a signed assertion that was made for this address.

        Raises:
            GrantRefused: another grant, a bad signature, a wrong time, audience or scope.
        """
        if grant_type != GRANT:
            raise GrantRefused("unsupported_grant_type", f"Invalid grant_type: {grant_type}")
        claims = self._claims(assertion, address)
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes:
            raise GrantRefused("invalid_scope", "Empty or missing scope not allowed.")
        token = Token(
            "ya29.c." + secrets.token_urlsafe(48),
            self.account.email,
            scopes,
            self.now() + self.life,
        )
        with self._lock:
            self._known[token.text] = token
        return token

    def _claims(self, assertion: str, address: str) -> Json:
        try:
            claims = read_assertion(assertion, self.account.public_key)
        except NotValid as error:
            raise GrantRefused("invalid_grant", str(error)) from error
        if claims.get("iss") != self.account.email:
            raise GrantRefused("invalid_grant", "Invalid grant: account not found")
        if claims.get("aud") not in {address, GOOGLES_OWN_ADDRESS}:
            raise GrantRefused("invalid_grant", f"Invalid JWT: the audience isn't {address}.")
        self._must_be_timely(claims)
        return claims

    def _must_be_timely(self, claims: Json) -> None:
        issued, ends = claims.get("iat"), claims.get("exp")
        if not isinstance(issued, int) or not isinstance(ends, int):
            raise GrantRefused("invalid_grant", "Invalid JWT: iat and exp are required.")
        now, lasts = self.now(), ends - issued
        if issued > now + _SKEW_SECONDS or ends < now - _SKEW_SECONDS or lasts > _LONGEST_LIFE:
            raise GrantRefused(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
                "timeframe. Check your iat and exp values in the JWT claim.",
            )

    def check(self, header: str | None) -> Token:
        """The token of an `Authorization` header.

        Raises:
            NotSignedIn: there is none, nobody gave it out, or its time is over.
        """
        scheme, _, text = (header or "").partition(" ")
        if scheme.lower() != "bearer":
            raise NotSignedIn
        if text in self.fixed:
            return Token(text, self.account.email, READING_SCOPES, self.now() + self.life)
        with self._lock:
            token = self._known.get(text)
        if token is None or token.expires_at <= self.now():
            raise NotSignedIn
        return token

    def revoke_all(self) -> None:
        """Forget every token, as when a key is withdrawn."""
        with self._lock:
            self._known.clear()
