"""Opening what a device has sealed: ECDH on P-256, HKDF-SHA256, AES-256-GCM.

The device makes a pair of keys for each parcel, agrees on a secret with the site's public key,
and forgets its own private half. So nobody can open the parcel there, not even the page that
made it. The study and the parcel's name are bound in: a parcel copied under another name, or
sent to another study, does not open.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"alongside event parcel 1"
KEY_BYTES = 32
NONCE_BYTES = 12
PARTS = frozenset({"key", "point", "nonce", "body"})


class CannotOpenError(ValueError):
    """The parcel does not open; its words are a code: :data:`WRONG_KEY` or :data:`DAMAGED`."""


WRONG_KEY, DAMAGED = "wrong-key", "damaged"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed parcel, as a device sends it.

    Parameters
    ----------
    key
        Name of the public key it was sealed with.
    point
        The device's own public point for this parcel.
    """

    key: str
    point: bytes
    nonce: bytes
    body: bytes


def read_sealed(words: str) -> Sealed:
    """Return the parts of a sealed parcel.

    Raises :class:`CannotOpenError` when they are not all there.
    """
    try:
        raw = json.loads(words)
        if not isinstance(raw, dict) or set(raw) != PARTS:
            raise CannotOpenError(DAMAGED)
        if not all(isinstance(part, str) for part in raw.values()):
            raise CannotOpenError(DAMAGED)
        bits = {name: base64.b64decode(raw[name], validate=True) for name in PARTS - {"key"}}
    except (ValueError, RecursionError, binascii.Error):
        raise CannotOpenError(DAMAGED) from None
    return Sealed(raw["key"], bits["point"], bits["nonce"], bits["body"])


def open_sealed(
    words: str, study: str, parcel: str, private: Mapping[str, EllipticCurvePrivateKey]
) -> str:
    """Return what a device has sealed.

    Parameters
    ----------
    words
        The sealed parcel as JSON.
    study, parcel
        What it was sealed for: the study's name in addresses, and the parcel's name.
    private
        The site's private keys by name.

    Raises :class:`CannotOpenError` when it was sealed with another key, or was changed.
    """
    sealed = read_sealed(words)
    key = private.get(sealed.key)
    if key is None:
        raise CannotOpenError(WRONG_KEY)
    try:
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sealed.point)
        secret = derive_key(key.exchange(ECDH(), theirs), sealed.point)
        opened = AESGCM(secret).decrypt(sealed.nonce, sealed.body, bound_to(study, parcel))
        return opened.decode()
    except (ValueError, InvalidTag):
        raise CannotOpenError(DAMAGED) from None


def derive_key(shared: bytes, point: bytes) -> bytes:
    """Return the key of one parcel from the secret agreed on and the device's point."""
    return HKDF(SHA256(), KEY_BYTES, salt=point, info=PURPOSE).derive(shared)


def bound_to(study: str, parcel: str) -> bytes:
    """Return what is bound in with the parcel without being sealed."""
    return f"{study}\n{parcel}".encode()
