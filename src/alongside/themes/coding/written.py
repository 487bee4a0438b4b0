"""Values of a reading project as plain JSON, and back: what is kept and what is archived.

What is read back must be what was written: a key that is not known, or one that lacks, is a fault
of whoever wrote it and raises :class:`~alongside.kernel.errors.CodingError`.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from alongside.kernel.errors import CodingError
from alongside.themes.coding.codes import Change, Code, Codebook
from alongside.themes.coding.projects import Method, Project, Round
from alongside.themes.coding.readings import Mark, Reading
from alongside.themes.coding.settling import How, Outcome
from alongside.themes.coding.theming import Link, Theme, Theming

Json = Mapping[str, Any]
Made = TypeVar("Made")


def to_json(value: object) -> dict[str, Any]:
    """Return a value of this room as plain JSON; :data:`READERS` reads it back."""
    found: dict[str, Any] = _plain(asdict(value))  # type: ignore[call-overload]
    return found


def read_project(raw: Json) -> Project:
    """Return a project as it was written."""
    return _read(Project, raw, method=Method, questions=tuple, attributes=tuple)


def read_round(raw: Json) -> Round:
    """Return a round as it was written."""
    return _read(Round, raw, coders=tuple, locked=tuple)


def read_reading(raw: Json) -> Reading:
    """Return a reading as it was written."""
    return _read(Reading, raw, marks=lambda marks: tuple(_read(Mark, mark) for mark in marks))


def read_codebook(raw: Json) -> Codebook:
    """Return a codebook as it was written."""

    def codes(rows: list[Json]) -> tuple[Code, ...]:
        lists = {"examples": tuple, "parts": tuple, "stands_for": tuple}
        return tuple(_read(Code, row, **lists) for row in rows)

    return _read(Codebook, raw, codes=codes, start=codes, changes=_changes)


def read_theming(raw: Json) -> Theming:
    """Return themes as they were written."""

    def themes(rows: list[Json]) -> tuple[Theme, ...]:
        def pairs(found: list[list[str]]) -> tuple[tuple[str, str], ...]:
            return tuple((answer, why) for answer, why in found)

        return tuple(_read(Theme, row, codes=tuple, deviant=pairs) for row in rows)

    def links(rows: list[Json]) -> tuple[Link, ...]:
        return tuple(_read(Link, row) for row in rows)

    return _read(Theming, raw, themes=themes, links=links, changes=_changes)


def read_outcome(raw: Json) -> Outcome:
    """Return an outcome as it was written."""

    def kept(found: Mapping[str, list[str]] | None) -> dict[str, tuple[str, ...]] | None:
        return None if found is None else {name: tuple(codes) for name, codes in found.items()}

    return _read(Outcome, raw, how=How, codes=tuple, by=tuple, kept=kept)


def _changes(rows: list[Json]) -> tuple[Change, ...]:
    return tuple(_read(Change, row) for row in rows)


def _read(kind: Callable[..., Made], raw: Json, **made_by: Callable[[Any], Any]) -> Made:
    try:
        return kind(
            **{key: made_by[key](value) if key in made_by else value for key, value in raw.items()}
        )
    except (TypeError, ValueError, AttributeError) as fault:
        raise CodingError(
            f"What was kept of this reading project cannot be understood: {fault}.",
            remedy="It may come from another version of Alongside; use that one, or its export.",
        ) from fault


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value
