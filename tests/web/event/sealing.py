"""Parcels as a device makes them, for tests of the server: the same steps, in Python."""

import base64
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from alongside.web.event.keys import PublicKey
from alongside.web.event.sealing import NONCE_BYTES, bound_to, derive_key


def new_name() -> str:
    return secrets.token_hex(16)


def seal(response: Any, study: str, name: str, key: PublicKey) -> str:
    """Return a response sealed for a study under a name."""
    own = generate_private_key(SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key.point)
    secret = derive_key(own.exchange(ECDH(), theirs), point)
    nonce = secrets.token_bytes(NONCE_BYTES)
    words = response if isinstance(response, str) else json.dumps(response)
    body = AESGCM(secret).encrypt(nonce, words.encode(), bound_to(study, name))
    parts = {"key": key.name, **{n: _text(p) for n, p in _named(point, nonce, body)}}
    return json.dumps(parts)


def _named(point: bytes, nonce: bytes, body: bytes) -> list[tuple[str, bytes]]:
    return [("point", point), ("nonce", nonce), ("body", body)]


def _text(part: bytes) -> str:
    return base64.b64encode(part).decode()
