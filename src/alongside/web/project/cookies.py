"""The signed cookie as Django keeps it, without working out its signature at every page.

A person's cookie stays the same from page to page. What a signature was found to be right for is
remembered for a while; how old the cookie is, is looked at each time.
"""

import json
import zlib
from functools import lru_cache
from time import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import signed_cookies
from django.core.signing import BadSignature, TimestampSigner, b62_decode

SIGNED_AS = "django.contrib.sessions.backends.signed_cookies"
"""The salt is Django's own, so that cookies are good for either."""
MOST_REMEMBERED = 2048


class SessionStore(signed_cookies.SessionStore):
    """Reads and writes the cookie as its base does."""

    def load(self) -> dict[str, Any]:
        """Return what the cookie says; nothing when it is not ours or too old."""
        try:
            words, signed_at = _read(self.session_key or "", settings.SECRET_KEY)
            if time() - signed_at > self.get_session_cookie_age():
                raise BadSignature("too old")
            said = json.loads(words)
        except (ValueError, BadSignature, zlib.error):
            self.create()
            return {}
        return said if isinstance(said, dict) else {}


class _AsItIs:
    """In place of a serializer: what was signed, still in writing."""

    def dumps(self, obj: bytes) -> bytes:
        """Return the writing."""
        return obj

    def loads(self, data: bytes) -> bytes:
        """Return the writing."""
        return data


@lru_cache(maxsize=MOST_REMEMBERED)
def _read(cookie: str, key: str) -> tuple[bytes, int]:
    """Return what a cookie says and when it was signed (seconds since 1970).

    Raises ``BadSignature`` for a cookie that this site did not sign, ``ValueError`` or an error of
    zlib for one that cannot be read; neither is remembered.
    """
    words = TimestampSigner(key=key, salt=SIGNED_AS).unsign_object(cookie, serializer=_AsItIs)
    return words, b62_decode(cookie.rsplit(":", 2)[1])
