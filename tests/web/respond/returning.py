"""A person who saves, comes back and finishes: for the tests of return codes."""

import re
from typing import Any

from django.core import signing

AMOUNTS = {"cups": "7", "last_day": "1", "last_month": "2", "last_year": "2023"}
SAVE = {"save-later": "1"}


def elsewhere(person: Any) -> Any:
    """Return the same person at another device."""
    return type(person)(person.slug)


def code_on(page: str) -> str:
    """Return the return code that a page shows."""
    found = re.search(r'al-code__row">([^<]+)<', page)
    assert found, "no code on the page"
    return found[1]


def save(person: Any) -> str:
    """Send two pages, the second by the button that saves; return the code."""
    person.start()
    person.answer("likes", likes="no")
    person.answer("amounts", **AMOUNTS, **SAVE)
    assert person.at == "/s/tea/code/"
    return code_on(person.page)


def come_back(person: Any, code: str) -> Any:
    """Type a code."""
    person.get("return/")
    return person.post("return/", **{"return-code": code})


def finish(person: Any) -> None:
    """Send what is left."""
    person.answer("box")
    person.answer("words", words="")
    person.post("check/")
    assert person.at == "/s/tea/done/"


def held(person: Any) -> dict[str, Any]:
    """Return what the cookie says of the study."""
    cookie = signing.loads(
        person.client.cookies["alongside"].value,
        salt="django.contrib.sessions.backends.signed_cookies",
        serializer=signing.JSONSerializer,
    )
    found: dict[str, Any] = cookie["studies"]["tea"]
    return found
