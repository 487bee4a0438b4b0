"""The codebook that lies in the metadata of a Parquet file, as the export writes it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.dataset.codebook import Category, Codebook, Variable, VariableType
from alongside.dataset.frame import Provenance
from alongside.kernel.errors import DataError
from alongside.kernel.text import Text


@dataclass(frozen=True)
class About:
    """What a Parquet file says of itself.

    Parameters
    ----------
    codebook
        What its columns mean.
    provenance
        Where the data came from; its fingerprint is that of the data set that was exported.
    unit
        What a row is, as in :class:`~alongside.dataset.DataSet`.
    """

    codebook: Codebook
    provenance: Provenance
    unit: str


def read_about(words: str, where: str) -> About:
    """Return what the metadata of a file say (the JSON under the key ``alongside``).

    Raises :class:`~alongside.kernel.errors.DataError` when they say nothing that can be read.
    """
    try:
        raw = json.loads(words)
        return About(
            Codebook(tuple(_variable(each) for each in raw["variables"])),
            Provenance(
                str(raw.get("title", "")),
                synthetic=bool(raw.get("synthetic", False)),
                source=str(raw.get("source", "")),
                fingerprint=str(raw.get("fingerprint", "")),
            ),
            str(raw.get("unit", "respondent")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataError(
            "The codebook in this file cannot be read.",
            where=where,
            remedy="Write the file again with: alongside export STUDY --format parquet",
        ) from fault


def same_codebook(one: str, other: str) -> bool:
    """Return whether two files say the same of their columns, whatever else they say.

    >>> same_codebook('{"variables": [], "title": "a"}', '{"variables": [], "title": "b"}')
    True
    """
    if one == other:
        return True
    try:
        first, second = (json.loads(each)["variables"] for each in (one, other))
    except (ValueError, KeyError, TypeError):
        return False
    return bool(first == second)


def _variable(raw: Mapping[str, Any]) -> Variable:
    return Variable(
        code=str(raw["code"]),
        type=VariableType(raw["type"]),
        label=_text(raw["label"]),
        categories=tuple(
            Category(str(each["code"]), _text(each["label"])) for each in raw["categories"]
        ),
        construct=str(raw.get("construct", "")),
        audiences=_words(raw.get("audiences", ())),
        derived_from=_words(raw.get("derived_from", ())),
        since=int(raw.get("since", 0)),
        paradata=bool(raw.get("paradata", False)),
        order=_words(raw.get("order", ())),
    )


def _text(raw: Mapping[str, str]) -> Text:
    return Text(plain={str(tag): str(words) for tag, words in raw.items()})


def _words(raw: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, raw))
