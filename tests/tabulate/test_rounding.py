"""Percentages are worked out exactly and rounded half up."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabulate import percent_text


@pytest.mark.parametrize(
    ("n", "base", "decimals", "words"),
    [
        (0, 7, 0, "0%"),
        (7, 7, 0, "100%"),
        (1, 8, 0, "13%"),
        (1, 200, 0, "1%"),
        (1, 201, 0, "0%"),
        (199, 200, 0, "100%"),
        (2, 3, 1, "66.7%"),
        (1, 2000, 1, "0.1%"),
        (1, 16, 2, "6.25%"),
        (5, 3, 0, "167%"),
        (23, 8, 1, "287.5%"),
    ],
)
def test_known_percentages(n: int, base: int, decimals: int, words: str) -> None:
    assert percent_text(n, base, decimals) == words


@given(n=st.integers(0, 10**12), base=st.integers(1, 10**12), decimals=st.integers(0, 4))
def test_it_equals_decimal_arithmetic(n: int, base: int, decimals: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(100 * n) / Decimal(base)
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert percent_text(n, base, decimals) == f"{rounded}%"


def test_nobody_has_no_percentage() -> None:
    with pytest.raises(ValueError, match="base above 0"):
        percent_text(0, 0)
