"""The site's pair of keys for answers kept on other devices: made once, kept in the data folder.

Whoever has the public key can seal answers; only the private key opens them. Devices get the
public one, the private one never leaves the server.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from alongside.kernel.errors import AlongsideError

KEY_FILE = "event-key.pem"
EARLIER_KEYS = "event-key-*.pem"
"""Keys used before: they still open what was sealed for them."""
REMEDY = (
    "Put the key file back from your copy of the data folder. Without it, answers that are still "
    "on devices cannot be opened."
)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What devices seal with.

    Parameters
    ----------
    name
        The first 16 hexadecimal figures of the SHA-256 of ``point``.
    point
        The point on P-256, uncompressed: 65 bytes.
    """

    name: str
    point: bytes


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The private keys by name, and the public one to seal with now."""

    public: PublicKey
    private: Mapping[str, EllipticCurvePrivateKey]


def find_keys(data: Path) -> KeyRing:
    """Return the keys in the data folder; the pair is made if there is none yet.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when a key file cannot be read.
    """
    keep_key(data)
    current = _read(data / KEY_FILE)
    earlier = [_read(path) for path in sorted(data.glob(EARLIER_KEYS))]
    return KeyRing(public_key(current), {public_key(key).name: key for key in [*earlier, current]})


def keep_key(data: Path) -> None:
    """Make the pair of keys unless it is there. Only the owner of the file may read it.

    Safe when several server processes start at once: the first to put its file in place wins.
    """
    path = data / KEY_FILE
    if path.exists():
        return
    data.mkdir(parents=True, exist_ok=True)
    draft = data / f"{KEY_FILE}.{secrets.token_hex(8)}.part"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        file.write(
            generate_private_key(SECP256R1()).private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            )
        )
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_key(private: EllipticCurvePrivateKey) -> PublicKey:
    """Return the public half of a key."""
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PublicKey(hashlib.sha256(point).hexdigest()[:16], point)


def _read(path: Path) -> EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except OSError as fault:
        raise AlongsideError(
            f"The key {path.name} cannot be read: {fault.strerror}.", remedy=REMEDY
        ) from None
    except (ValueError, TypeError):
        raise AlongsideError(f"The key {path.name} is damaged.", remedy=REMEDY) from None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise AlongsideError(f"The key {path.name} is of another kind.", remedy=REMEDY)
    return key
