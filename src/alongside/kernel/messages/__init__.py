"""The catalogue of sentences that people read, one YAML file per room and language.

Each entry has a ``what`` and, for problems, a ``remedy``; ``{name}`` is filled from the
problem's parameters. A missing entry is a programmer's mistake and fails the tests, not
the person.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


@cache
def load_messages(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return every sentence of one language, by code; none for a language without a folder.

    Raises ``ValueError`` when two rooms use the same code.
    """
    folder = files(__package__).joinpath(language)
    merged: dict[str, Mapping[str, str]] = {}
    if not folder.is_dir():
        return merged
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".yaml"):
            continue
        for code, words in (YAML(typ="safe").load(entry.read_text("utf-8")) or {}).items():
            if code in merged:
                raise ValueError(f"the message code {code!r} is defined twice")
            merged[code] = words
    return merged


def message(code: str, part: str, params: Mapping[str, object], language: str = "en") -> str:
    """Return one sentence with its parameters filled in.

    >>> message("study-missing", "what", {"folder": "x"})
    'There is no study in the folder x.'
    """
    words = load_messages(language).get(code) or load_messages("en")[code]
    return words[part].format_map(dict(params))
