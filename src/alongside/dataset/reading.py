"""How each response came about, as variables beside the answers: paradata.

Their codes begin with ``_``, which no question's may. They are counted, split by and released
like any other variable, and stand in every data set of a questionnaire, so that nothing moves
when a study begins to use channels or languages.
"""

from collections.abc import Iterable, Mapping, Sequence

from alongside.collect import Response
from alongside.collect.responses import HELPERS, MODES, WAYS_OF_HELPING
from alongside.dataset.codebook import Category, Missing, Variable, VariableType
from alongside.kernel.messages import message
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import Study

NOBODY = "nobody"
"""Category of ``_helped``: nobody helped, or nobody said so."""
EDITIONS = ("standard", "easy")
UNNAMED = "unnamed"
"""Category of ``_version`` for a questionnaire without a version."""


def reading_variables(study: Study, responses: Sequence[Response]) -> tuple[Variable, ...]:
    """Return the variables that say how responses came about.

    ``_language``, ``_edition`` (standard or Easy Read), ``_channel``, ``_mode``, ``_helped``
    (any number of ways), ``_helper`` and ``_version`` (the one answered last). What stands in
    the responses and not in the settings becomes a category too, named by its code.
    """
    channels = {channel.code: channel.label for channel in study.settings.channels}
    versions = [version.version or UNNAMED for version in study.versions]
    return (
        _one_of(
            "language",
            [*study.settings.languages, *_found(item.language for item in responses)],
            {},
        ),
        _one_of("edition", [*EDITIONS, *_found(item.edition for item in responses)]),
        _one_of("channel", [*channels, *_found(item.channel for item in responses)], channels),
        _one_of("mode", MODES),
        _one_of("helped", [NOBODY, *WAYS_OF_HELPING], several=True),
        _one_of("helper", HELPERS),
        _one_of("version", [*versions, *_found(item.version or UNNAMED for item in responses)], {}),
    )


def reading_cell(variable: Variable, response: Response) -> tuple[object | None, Missing | None]:
    """Return what stands in the column of one of these variables; what is not known is missing.

    ``not_asked`` stands for what nobody recorded: a channel, or a supporter where nobody helped.
    """
    match variable.code:
        case "_language":
            value = response.language
        case "_edition":
            value = response.edition
        case "_channel":
            value = response.channel
        case "_mode":
            value = response.mode
        case "_helped":
            bits = {category.code: bit for bit, category in enumerate(variable.categories)}
            return sum(1 << bits[way] for way in set(response.helped or (NOBODY,))), None
        case "_helper":
            value = response.helper
        case "_version":
            value = response.version or UNNAMED
        case _:
            raise ValueError(f"{variable.code} does not say how a response came about")
    return (value, None) if value else (None, Missing.NOT_ASKED)


def _one_of(
    name: str,
    codes: Iterable[str],
    labels: Mapping[str, Text] | None = None,
    *,
    several: bool = False,
) -> Variable:
    """Return one variable; ``labels`` None: the catalogue of messages has its words."""
    categories = []
    for code in dict.fromkeys(codes):
        words = _WORDS[name].get(code, "") if labels is None else ""
        known = plain_text(message(words, "what", {})) if words else (labels or {}).get(code)
        categories.append(Category(code, known or plain_text(code)))
    return Variable(
        code=f"_{name}",
        type=VariableType.MULTI if several else VariableType.SINGLE,
        label=plain_text(message(f"dataset-reading-{name}", "what", {})),
        categories=tuple(categories),
        paradata=True,
    )


_WORDS = {
    "edition": {code: f"dataset-edition-{code}" for code in EDITIONS},
    "mode": {code: f"dataset-mode-{code}" for code in MODES},
    "helped": {code: f"dataset-helped-{code}" for code in (NOBODY, *WAYS_OF_HELPING)},
    "helper": {code: f"dataset-helper-{code}" for code in HELPERS},
}


def _found(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
