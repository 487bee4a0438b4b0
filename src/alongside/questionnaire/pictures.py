"""The pictures of a study: which files the questionnaire names, and what they really are."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from alongside.questionnaire.model import Picture, Question, Questionnaire

PICTURES = "pictures"
"""Folder of a study with the pictures of its Easy Read edition."""
LARGEST_PICTURE = 500_000
"""Bytes. A page with a larger picture takes several seconds on a slow telephone."""
_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
_SVG = "{http://www.w3.org/2000/svg}"


def pictures_of(question: Question) -> Iterator[Picture]:
    """Yield the picture of a question and those of its options."""
    if question.picture is not None:
        yield question.picture
    yield from (option.picture for option in question.options if option.picture is not None)


def named_pictures(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the names of all files that a questionnaire shows as pictures."""
    return frozenset(
        picture.file for question in questionnaire.walk() for picture in pictures_of(question)
    )


def picture_type(file: str) -> str | None:
    """Return the media type that a file's name promises; None: no picture that browsers show."""
    return _TYPES.get(Path(file).suffix.lower())


def find_picture(folder: Path, file: str) -> Path | None:
    """Return where a picture of the study in ``folder`` lies; None when it is not there.

    What a link leads to outside the study's folder of pictures is not there either.
    """
    inside = (folder / PICTURES).resolve()
    path = (inside / file).resolve()
    return path if path.parent == inside and path.is_file() else None


def detect_picture_type(content: bytes) -> str | None:
    """Return the media type that a picture's content shows; None when it is none of ours.

    An SVG counts when it is well-formed XML with ``svg`` as its root, in the name space without
    which browsers draw nothing.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return "image/svg+xml" if root.tag == f"{_SVG}svg" else None
