"""Where the pictures of a study are on the site."""

from collections.abc import Callable
from pathlib import Path

from django.urls import reverse

from alongside.questionnaire import Study
from alongside.questionnaire.pictures import find_picture

Addresses = Callable[[str], str]
"""The address of a picture by its file; "" when it is not there."""
STAMP = "v"


def picture_addresses(study: Study) -> Addresses:
    """Return what gives the addresses of a study's pictures.

    An address says which state of the file it means, so that browsers may keep a picture for
    good and still fetch one that was changed. A picture that is not there has no address: a page
    without it is better than a broken one, and ``alongside check`` names it.
    """

    def address(file: str) -> str:
        path = find_picture(study.folder, file)
        if path is None:
            return ""
        where = reverse("picture", kwargs={"slug": study.slug, "file": file})
        return f"{where}?{STAMP}={stamp_of(path)}"

    return address


def no_pictures(file: str) -> str:  # noqa: ARG001 - every file has the same address: none
    """Return no address, for pages without pictures."""
    return ""


def stamp_of(path: Path) -> str:
    """Return letters that change when the file changes."""
    state = path.stat()
    return f"{state.st_mtime_ns:x}-{state.st_size:x}"
