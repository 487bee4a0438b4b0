"""How many people of a data set have each combination of states."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import MISSING_SUFFIX, STATUS, DataSet, Missing, VariableType
from alongside.dataset.expressions import condition_to_expr, mask_of, number_text
from alongside.questionnaire import parse_condition
from alongside.tabulate.guard.traits import ANSWERED, GAP_STATES, IN, OUT, Kind, States, Trait

Places = npt.NDArray[np.int64]


class People:
    """The people of a data set, finished or not, as states of traits."""

    def __init__(self, dataset: DataSet, states: States) -> None:
        self._dataset, self._states = dataset, states
        self._places: dict[Trait, Places] = {}

    def count(self, traits: tuple[Trait, ...]) -> Mapping[tuple[str, ...], int]:
        """Return how many people have each combination of states that occurs."""
        if not traits:
            return {(): self._dataset.frame.height}
        sizes = [len(self._states[trait]) for trait in traits]
        joint = np.zeros(self._dataset.frame.height, np.int64)
        for trait, size in zip(traits, sizes, strict=True):
            joint = joint * size + self._of(trait)
        held, people = np.unique(joint, return_counts=True)
        places = np.unravel_index(held, sizes)
        return {
            tuple(
                self._states[trait][place] for trait, place in zip(traits, each, strict=True)
            ): int(n)
            for *each, n in zip(*places, people, strict=True)
        }

    def _of(self, trait: Trait) -> Places:
        if trait not in self._places:
            order = {state: place for place, state in enumerate(self._states[trait])}
            frame = self._dataset.frame.select(self._state(trait).alias("state"))
            self._places[trait] = (
                frame.to_series()
                .replace_strict(list(order), list(order.values()), return_dtype=pl.Int64)
                .to_numpy()
            )
        return self._places[trait]

    def _state(self, trait: Trait) -> pl.Expr:
        column = pl.col(trait.name)
        match trait.kind:
            case Kind.FINISHED:
                return _either(pl.col(STATUS).cast(pl.String) == "completed")
            case Kind.CONDITION:
                condition = parse_condition(trait.name)
                return _either(condition_to_expr(condition, self._dataset.codebook))
            case Kind.OPTION:
                variable = self._dataset.codebook.by_code[trait.name]
                bit = pl.lit(mask_of(variable, (trait.option,)), dtype=pl.UInt64)
                return _either(((column & bit) != 0).fill_null(value=False))
            case Kind.REPLIED:
                return pl.coalesce(
                    pl.when(column.is_not_null()).then(pl.lit(ANSWERED)), _gap(trait.name)
                )
            case Kind.ANSWER:
                return pl.coalesce(self._answer(trait.name), _gap(trait.name))
            case Kind.JOINT:
                raise ValueError("a joint trait is counted by the traits it is made of")

    def _answer(self, code: str) -> pl.Expr:
        variable = self._dataset.codebook.by_code[code]
        column = pl.col(code)
        if variable.type is VariableType.NUMERIC:
            values = self._dataset.frame.select(column.drop_nulls().unique()).to_series().to_list()
            return column.replace_strict(
                values, [number_text(value) for value in values], return_dtype=pl.String
            )
        if variable.type is VariableType.DATE:
            return column.dt.to_string("%Y-%m-%d")
        return column.cast(pl.String)


def _either(holds: pl.Expr) -> pl.Expr:
    return pl.when(holds).then(pl.lit(IN)).otherwise(pl.lit(OUT))


def _gap(code: str) -> pl.Expr:
    kinds = [kind.value for kind in Missing]
    states = [GAP_STATES[kind] for kind in Missing]
    return (
        pl.col(code + MISSING_SUFFIX)
        .cast(pl.String)
        .replace_strict(kinds, states, return_dtype=pl.String)
    )
