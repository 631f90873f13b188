"""Signed assertions (JSON Web Tokens of RFC 7519), checked against a public key."""

from __future__ import annotations

import base64
import binascii
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from playground.google.cells import Json

_PARTS = 3


class NotValid(Exception):
    """The text is no assertion, or nobody with the key has signed it."""


def read_assertion(text: str, public_key: str) -> Json:
    """The claims of an assertion that is signed with RS256 by the owner of a key (a PEM text).

    Raises:
        NotValid: another algorithm, another signer, or no assertion at all.
    """
    parts = text.split(".")
    if len(parts) != _PARTS:
        raise NotValid("Invalid JWT: it has to have three parts.")
    head, claims = _object(parts[0]), _object(parts[1])
    if head.get("alg") != "RS256":
        raise NotValid("Invalid JWT: it has to be signed with RS256.")
    key = serialization.load_pem_public_key(public_key.encode())
    assert isinstance(key, rsa.RSAPublicKey)
    signed = f"{parts[0]}.{parts[1]}".encode()
    try:
        key.verify(_bytes(parts[2]), signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise NotValid("Invalid JWT Signature.") from error
    return claims


def _bytes(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError) as error:
        raise NotValid("Invalid JWT: a part isn't base64.") from error


def _object(part: str) -> Json:
    try:
        found = json.loads(_bytes(part))
    except ValueError as error:
        raise NotValid("Invalid JWT: a part isn't JSON.") from error
    if not isinstance(found, dict):
        raise NotValid("Invalid JWT: a part isn't an object.")
    return found
