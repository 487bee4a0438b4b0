"""Pictures that would not be seen: missing, of another kind, too large, or without words."""

from collections.abc import Iterator
from pathlib import Path

from alongside.kernel.problems import Place, Problem, Severity
from alongside.questionnaire.model import Picture, Questionnaire
from alongside.questionnaire.pictures import (
    LARGEST_PICTURE,
    PICTURES,
    detect_picture_type,
    find_picture,
    picture_type,
)


def check_pictures(questionnaire: Questionnaire, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the pictures that the questionnaire names.

    A file is named once, where it is named first; an alternative text is wanted everywhere.
    """
    looked_at: set[str] = set()
    for picture, place in _places(questionnaire):
        if picture.file not in looked_at:
            looked_at.add(picture.file)
            yield from _file(picture, place, folder)
        if not picture.alt:
            params = {"file": picture.file}
            yield Problem("picture-without-alt", place, params, Severity.WARNING)


def _places(questionnaire: Questionnaire) -> Iterator[tuple[Picture, Place]]:
    for question in questionnaire.walk():
        item = f"question {question.code}"
        if question.picture is not None:
            yield question.picture, Place(questionnaire.file, question.line, item)
        for option in question.options:
            if option.picture is not None:
                spot = f"{item}, option {option.code}"
                yield option.picture, Place(questionnaire.file, option.line or question.line, spot)


def _file(picture: Picture, place: Place, folder: Path) -> Iterator[Problem]:
    params: dict[str, object] = {"file": picture.file, "folder": PICTURES}
    promised = picture_type(picture.file)
    if promised is None:
        yield Problem("picture-of-unknown-type", place, params)
        return
    path = find_picture(folder, picture.file)
    if path is None:
        yield Problem("picture-missing", place, params)
        return
    size = path.stat().st_size
    if size > LARGEST_PICTURE:
        params |= {"size": _thousands(size), "most": _thousands(LARGEST_PICTURE)}
        yield Problem("picture-too-large", place, params, Severity.WARNING)
    try:
        content = path.read_bytes()
    except OSError as fault:
        params["reason"] = fault.strerror or "it cannot be opened"
        yield Problem("picture-unreadable", place, params)
        return
    if detect_picture_type(content) != promised:
        yield Problem("picture-not-its-type", place, params)


def _thousands(size: int) -> str:
    return f"{size / 1000:,.0f} kB"
