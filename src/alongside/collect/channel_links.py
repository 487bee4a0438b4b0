"""The link of a channel, and the square pattern that opens it."""

import io
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno

from alongside.kernel.errors import AlongsideError

PAPER = "paper"
"""Code of the channel of people who were given a paper form and answer on a screen instead."""


def channel_link(address: str, slug: str, short: str = "") -> str:
    """Return the full link to a study, by a channel if ``short`` is given.

    >>> channel_link("https://survey.example.org/", "care", "bulletin")
    'https://survey.example.org/c/care/bulletin/'
    """
    way = f"c/{slug}/{short}" if short else f"s/{slug}"
    return f"{address.rstrip('/')}/{way}/"


def public_address(address: str) -> str:
    """Return the address of the site as people reach it, without a stroke at its end.

    Raises ``AlongsideError`` when it is no address, or would send answers unencrypted: only
    the computer itself may be named with ``http``.
    """
    wanted = "Write it as people type it, such as https://survey.example.org"
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise AlongsideError(f"“{address}” is not the address of a site.", remedy=f"{wanted}.")
    if parts.query or parts.fragment or parts.username:
        raise AlongsideError(
            f"“{address}” is more than the address of a site.", remedy=f"{wanted}."
        )
    if parts.scheme == "http" and not _is_this_computer(host):
        raise AlongsideError(
            f"“{address}” does not begin with https.",
            remedy="Answers must travel encrypted: serve the site over HTTPS and give that.",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def short_address(link: str) -> str:
    """Return a link as people type it: without ``https://`` and the last stroke.

    >>> short_address("https://survey.example.org/c/care/paper/")
    'survey.example.org/c/care/paper'
    """
    return link.removeprefix("https://").removeprefix("http://").rstrip("/")


def qr_picture(link: str) -> bytes:
    """Return the square pattern (QR code) of a link as SVG: black on white, with its margin.

    Error correction Q: it can still be read with a quarter of it dirty or torn.
    """
    out = io.BytesIO()
    segno.make(link, error="q", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue()


def _is_this_computer(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
