"""A browser without eyes: it opens pages, fills in the form it finds there, and sends it.

It can do only what the page offers: a box that is not there cannot be filled, an option that is
not offered cannot be chosen. That is what makes a walk a test.
"""

import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

TIMEOUT_SECONDS = 30


class NotOfferedError(Exception):
    """A page does not offer what somebody on this route would need."""


@dataclass(frozen=True)
class OpenPage:
    """A page as it arrived.

    Parameters
    ----------
    status
        HTTP status.
    path
        Where the browser ended up, redirects followed, without host and query.
    """

    status: int
    address: str
    path: str
    tree: html.HtmlElement

    @property
    def heading(self) -> str:
        """The words of the first heading; the whole page's title when there is none."""
        found = self.tree.xpath("//h1 | //title")
        return " ".join(found[-1].text_content().split()) if found else ""

    @property
    def faults(self) -> tuple[str, ...]:
        """The lines of the list of errors."""
        lines = self.tree.xpath("//*[contains(@class, 'govuk-error-summary__list')]//li")
        return tuple(" ".join(line.text_content().split()) for line in lines)

    def filled(self, fields: Mapping[str, Sequence[str]]) -> tuple[str, list[tuple[str, str]]]:
        """Return where the page's form goes and what it sends with these boxes filled.

        Raises :class:`NotOfferedError` when the form has no such box or option.
        """
        forms = self.tree.xpath("//main//form[@method='post']")
        if not forms:
            raise NotOfferedError(f"{self.path} has no form: {self.heading}")
        form = forms[0]
        sent = [
            (box.get("name"), box.get("value", ""))
            for box in form.xpath(".//input[@type='hidden'][@name]")
        ]
        for name, values in fields.items():
            for value in values:
                _require_offered(form, name, value, self.path)
                sent.append((name, value))
        return urljoin(self.address, form.get("action") or self.address), sent


class Browser:
    """One person's browser: it keeps cookies until it is thrown away."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _ReadErrors()
        )

    def get(self, path: str) -> OpenPage:
        """Open an address of the site."""
        return self._open(urllib.request.Request(urljoin(self._site, path)))  # noqa: S310

    def send(self, page: OpenPage, fields: Mapping[str, Sequence[str]]) -> OpenPage:
        """Fill in a page's form and press its first button."""
        target, sent = page.filled(fields)
        data = urlencode(sent).encode()
        headers = {"Referer": page.address}
        return self._open(urllib.request.Request(target, data, headers))  # noqa: S310

    def _open(self, request: urllib.request.Request) -> OpenPage:
        with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            address = response.geturl()
            tree = html.fromstring(response.read().decode("utf-8"))
            return OpenPage(response.status, address, urlsplit(address).path, tree)


class _ReadErrors(urllib.request.HTTPErrorProcessor):
    """Hands on pages with an error status like any other: they are to be read too."""

    def http_response(self, request, response):  # type: ignore[no-untyped-def]
        if 300 <= response.status < 400:
            return super().http_response(request, response)
        return response


def _require_offered(form: html.HtmlElement, name: str, value: str, path: str) -> None:
    boxes = [
        box
        for box in form.xpath(".//input | .//textarea | .//select | .//button")
        if box.get("name") == name
    ]
    if not boxes:
        raise NotOfferedError(f"{path} has no box for {name}")
    choices = [box for box in boxes if box.get("type") in ("radio", "checkbox")]
    if choices and value not in {box.get("value") for box in choices}:
        raise NotOfferedError(f"{path} does not offer {value} for {name}")
    options = {option.get("value") for box in boxes for option in box.xpath(".//option")}
    if options and value not in options:
        raise NotOfferedError(f"{path} does not offer {value} for {name}")
