"""Groups of people as an outsider can describe them: traits, tests of traits, groups.

A *trait* has states of which every person has exactly one: the answer to a question, whether an
option was ticked, whether a condition holds. A *test* passes some states of one trait, or some
pairs, triples … of several. A *group* is everybody who passes several tests. Two tables count the
same people exactly when their cells are the same group, whatever the tables are called.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from math import prod
from typing import NamedTuple

from alongside.dataset import DataSet, Missing, Profiles, VariableType
from alongside.kernel.errors import ExpressionError
from alongside.questionnaire import Condition, condition_text
from alongside.questionnaire.conditions import All, Answered, AnyIn, Compare, comparisons_in, holds
from alongside.tabulate.lanes import categories_of
from alongside.tabulate.table import Base

IN, OUT = "in", "out"
ANSWERED, SHOWN, UNSHOWN, ELSEWHERE = "·answered", "·shown", "·unshown", "·elsewhere"
"""Classes of people without an answer that bases tell apart; ``·answered``: gave some answer."""
NEVER_ASKED = (UNSHOWN, ELSEWHERE)
GAP_STATES: Mapping[Missing, str] = {
    Missing.SKIPPED: SHOWN,
    Missing.DECLINED: SHOWN,
    Missing.BROKE_OFF: SHOWN,
    Missing.NOT_SHOWN: UNSHOWN,
    Missing.NOT_ASKED: ELSEWHERE,
    Missing.NOT_REACHED: ELSEWHERE,
}
BASE_GAPS: Mapping[Base, tuple[str, ...]] = {
    Base.ANSWERED: (),
    Base.SHOWN: (SHOWN,),
    Base.ASKED: (SHOWN, UNSHOWN),
}
"""The classes without an answer that count into a base."""
BETWEEN = "\x1f"
"""Between the states that a state of a joint trait is made of."""
MOST_COMBINATIONS = 4096
"""A condition on more combinations of states than this becomes a trait of its own."""


class Kind(StrEnum):
    """What a trait is about."""

    ANSWER = "answer"
    """The one answer to a question, or why there is none."""
    REPLIED = "replied"
    """Whether a question with several answers was answered, or why not."""
    OPTION = "option"
    """Whether one option was ticked."""
    CONDITION = "condition"
    """Whether a condition holds that cannot be taken apart."""
    FINISHED = "finished"
    """Whether the response was completed."""
    JOINT = "joint"
    """Several of these that hang together (see :mod:`alongside.tabulate.guard.kin`)."""


class Trait(NamedTuple):
    """One trait: its kind, its variable or condition, and the option if it is one."""

    kind: Kind
    name: str
    option: str = ""


States = Mapping[Trait, tuple[str, ...]]
"""The states of each trait."""
FINISHED = Trait(Kind.FINISHED, "finished")


@dataclass(frozen=True, slots=True)
class Test:
    """Which states pass: ``passing`` holds one tuple of states in the order of ``traits``."""

    traits: tuple[Trait, ...]
    passing: frozenset[tuple[str, ...]]
    _hash: int = field(init=False, repr=False, compare=False)

    __test__ = False  # for pytest this is no test

    def __post_init__(self) -> None:
        # groups are looked up far more often than made
        object.__setattr__(self, "_hash", hash((self.traits, self.passing)))

    def __hash__(self) -> int:
        """Return what was found when it was made."""
        return self._hash


Group = frozenset[Test]
"""Everybody who passes all the tests; the empty group is everybody."""


def one_of(trait: Trait, states: Iterable[str]) -> Test:
    """Return the test that passes these states of one trait."""
    return Test((trait,), frozenset((state,) for state in states))


def group_of(tests: Iterable[Test], states: States) -> Group:
    """Return the group of these tests, so written that equal groups are equal.

    Tests of the same traits become one; a test that everybody passes falls away.
    """
    joined: dict[tuple[Trait, ...], Test] = {}
    for test in tests:
        known = joined.get(test.traits)
        if known is None or known is test:
            joined[test.traits] = test
        else:
            joined[test.traits] = Test(test.traits, known.passing & test.passing)
    return frozenset(
        test
        for traits, test in joined.items()
        if len(test.passing) < prod([len(states[trait]) for trait in traits])
    )


def traits_of(group: Group) -> frozenset[Trait]:
    """Return the traits that a group looks at."""
    return frozenset(trait for test in group for trait in test.traits)


def impossible(one: Trait, state: str, two: Trait, other: str) -> bool:
    """Return whether nobody can have both states, whatever was answered.

    An option can be ticked only by those who answered its question.
    """
    for trait, has, beside, is_in in ((one, state, two, other), (two, other, one, state)):
        if trait.kind is Kind.OPTION and beside == Trait(Kind.REPLIED, trait.name):
            return has == IN and is_in != ANSWERED
    return False


def option_trait(variable: str, option: str) -> Trait:
    """Return the trait of an option of a question with several answers."""
    return Trait(Kind.OPTION, variable, option)


class Words:
    """Turns conditions into tests, and knows the states of every trait met so far."""

    def __init__(self, dataset: DataSet | Profiles) -> None:
        self.dataset = dataset
        self.codebook = dataset.codebook
        self.states: dict[Trait, tuple[str, ...]] = {}
        self._tests: dict[str, list[Test]] = {}

    def answer(self, code: str) -> Trait:
        """Return the trait of a question with one answer, and note its states."""
        trait = Trait(Kind.ANSWER, code)
        if trait not in self.states:
            known = categories_of(self.dataset.frame, self.codebook.by_code[code])
            self.states[trait] = (*known, SHOWN, UNSHOWN, ELSEWHERE)
        return trait

    def replied(self, code: str) -> Trait:
        """Return the trait of having answered a question with several answers."""
        trait = Trait(Kind.REPLIED, code)
        self.states.setdefault(trait, (ANSWERED, SHOWN, UNSHOWN, ELSEWHERE))
        return trait

    def given(self, code: str) -> Trait:
        """Return the trait that says whether a question was answered.

        For one answer that is the answer itself; for several, and for numbers and words of many
        values, only whether there is one.
        """
        if self.codebook.by_code[code].type is VariableType.MULTI:
            return self.replied(code)
        try:
            return self.answer(code)
        except ExpressionError:
            return self.replied(code)

    def option(self, code: str, option: str) -> Trait:
        """Return the trait of one option."""
        trait = option_trait(code, option)
        self.states.setdefault(trait, (IN, OUT))
        return trait

    def options(self) -> dict[Trait, frozenset[Trait]]:
        """Return all the options of each question with several answers met so far."""
        return {
            trait: frozenset(
                option_trait(trait.name, category.code)
                for category in self.codebook.by_code[trait.name].categories
            )
            for trait in self.states
            if trait.kind is Kind.REPLIED and self.codebook.by_code[trait.name].categories
        }

    def finished(self) -> Test:
        """Return the test that passes completed responses (everybody where all are)."""
        if FINISHED not in self.states:
            unfinished = self.dataset.completed().frame.height < self.dataset.frame.height
            self.states[FINISHED] = (IN, OUT) if unfinished else (IN,)
        return one_of(FINISHED, [IN])

    def based(self, code: str, base: Base) -> Test:
        """Return the test of being in the base of a question."""
        trait = self.given(code)
        if trait.kind is Kind.REPLIED:
            return one_of(trait, (ANSWERED, *BASE_GAPS[base]))
        known = [state for state in self.states[trait] if not state.startswith("·")]
        return one_of(trait, (*known, *BASE_GAPS[base]))

    def tests(self, condition: Condition | None) -> list[Test]:
        """Return the tests that say together what a condition says."""
        if condition is None:
            return []
        words = condition_text(condition)
        if words not in self._tests:
            self._tests[words] = self._find_tests(condition)
        return [*self._tests[words]]

    def _find_tests(self, condition: Condition) -> list[Test]:
        if isinstance(condition, All):
            return [test for part in condition.parts for test in self.tests(part)]
        traits = self._traits(condition)
        if traits is None:
            trait = Trait(Kind.CONDITION, condition_text(condition))
            self.states.setdefault(trait, (IN, OUT))
            return [one_of(trait, [IN])]
        if isinstance(condition, AnyIn) and len(traits) > 1:  # several answers, by far the most
            every = product(*(self.states[trait] for trait in traits))
            return [Test(traits, frozenset(states for states in every if IN in states))]
        combinations = product(*(self.states[trait] for trait in traits))
        return [
            Test(
                traits,
                frozenset(
                    states for states in combinations if holds(condition, _answers(traits, states))
                ),
            )
        ]

    def _traits(self, condition: Condition) -> tuple[Trait, ...] | None:
        """Return the traits that decide a condition; None when it cannot be taken apart."""
        found: dict[Trait, None] = {}
        for part in comparisons_in(condition):
            variable = self.codebook.by_code[part.question]
            if variable.type is VariableType.SINGLE and not isinstance(part, Compare):
                found[self.answer(variable.code)] = None
            elif variable.type is VariableType.MULTI and isinstance(part, AnyIn | Answered):
                found[self.replied(variable.code)] = None
                values = part.values if isinstance(part, AnyIn) else ()
                found |= {self.option(variable.code, value): None for value in values}
            elif isinstance(part, Answered):
                found[self.given(variable.code)] = None
            else:
                return None
        if prod(len(self.states[trait]) for trait in found) > MOST_COMBINATIONS:
            return None
        return tuple(sorted(found))


def _answers(traits: Sequence[Trait], states: Sequence[str]) -> dict[str, str | tuple[str, ...]]:
    """Return what somebody with these states answered, as conditions read it."""
    answers: dict[str, str | tuple[str, ...]] = {}
    ticked: dict[str, list[str]] = {}
    for trait, state in zip(traits, states, strict=True):
        if trait.kind is Kind.ANSWER and not state.startswith("·"):
            answers[trait.name] = state
        elif trait.kind is Kind.REPLIED and state == ANSWERED:
            ticked.setdefault(trait.name, [])
        elif trait.kind is Kind.OPTION and state == IN:
            ticked.setdefault(trait.name, []).append(trait.option)
    return {**answers, **{name: tuple(options) for name, options in ticked.items()}}
