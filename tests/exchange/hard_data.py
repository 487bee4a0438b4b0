"""Data sets that are hard to carry: every type and kind of missing, unusual names and texts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl
from hypothesis import strategies as st
from tests.made_data import Given, day, multi, number, single, words

from alongside.dataset import Missing, Variable
from alongside.exchange import Transfer

FAMILY = "👩‍👩‍👧"
TEXTS = [
    "",
    " ",
    "ends with blanks  ",
    f"{FAMILY} é e\u0301 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 𝔘𐍈 \u200fx\u200e",
    "two\nlines",
    "\r",
    "old\rMac",
    "a\r\nb\rc\u2028d",
    'say "x", it\'s; a|b\ttab',
    "-91",
    "not asked",
    "=1+1",
    FAMILY * 3_000,
    "x" * 40_000,
]
VARIABLES: list[Variable] = [
    single("place", "north", "south-east", "x"),
    single("Place", "yes", "no"),
    single("with", "a", "b"),
    multi("got", "tea", "cake", "missing"),
    multi("a_question_with_quite_a_long_code_indeed", "first", "second"),
    number("age"),
    day("seen"),
    words("why"),
    words("place_why"),
    single("_language", "en", "cy"),
]
_GAPS = st.one_of(st.none(), st.sampled_from(list(Missing)))
_WORDS = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
)
_NUMBERS = st.one_of(
    st.sampled_from([-91.0, -96.0, -991.0, 0.1, 1e22, 5e-324, 1.7976931348623157e308]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-1000, 1000).map(float),
)


def _ticks(variable: Variable) -> st.SearchStrategy[Given]:
    codes = [item.code for item in variable.categories]
    return st.lists(st.sampled_from(codes), unique=True).map(tuple)


def _answers(variable: Variable) -> st.SearchStrategy[Given]:
    match variable.type.value:
        case "single":
            return st.sampled_from([item.code for item in variable.categories])
        case "multi":
            return _ticks(variable)
        case "numeric":
            return _NUMBERS
        case "date":
            return st.one_of(st.sampled_from([date(1, 1, 1), date(9999, 12, 31)]), st.dates())
        case _:
            return _WORDS


PEOPLE: st.SearchStrategy[list[Mapping[str, Given]]] = st.lists(
    st.fixed_dictionaries(
        {variable.code: st.one_of(_GAPS, _answers(variable)) for variable in VARIABLES}
    ),
    min_size=1,
    max_size=5,
)


def assert_answers_are_there(
    people: Sequence[Mapping[str, Given]],
    frame: pl.DataFrame,
    transfer: Transfer,
    as_number: Callable[[date], float],
) -> None:
    """Compare a frame read back with what people said, but for answers the transfer names."""
    named = {(change.variable, change.respondent) for change in transfer.changes}
    ticks = {(item.variable, item.option): item.column for item in transfer.written}
    for row, person in enumerate(people):
        for variable in VARIABLES:
            said = person[variable.code]
            if (variable.code, row + 1) in named or isinstance(said, Missing) or said is None:
                continue
            if isinstance(said, tuple):
                cells = [frame[ticks[variable.code, c.code]][row] for c in variable.categories]
                assert cells == [c.code in said for c in variable.categories]
                continue
            written = next(item for item in transfer.written if item.variable == variable.code)
            cell = frame[written.column][row]
            if variable.type.value == "single":
                assert dict(written.values)[f"{cell:.0f}"] == said
            else:
                assert cell == (as_number(said) if isinstance(said, date) else said)
