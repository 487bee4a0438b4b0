"""Every way through a questionnaire, followed at once.

A *state* is what a person may have answered so far, reduced to what later conditions look
at. States that the rest of the questionnaire cannot tell apart are merged, so the number
of states stays small even when the number of possible answers is astronomic. Beyond the
limit a reproducible sample of the states is followed, and the result says so.

The walk mirrors :func:`alongside.questionnaire.routing.find_path`: a property test compares
the two.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from alongside.kernel.seeds import Seed
from alongside.questionnaire.answer_classes import (
    AnswerClasses,
    Comparison,
    answer_classes,
    comparisons_by_question,
    other_words_leaf,
    text_answers,
)
from alongside.questionnaire.conditions import Equals, Value, holds
from alongside.questionnaire.model import (
    CHOICE_TYPES,
    OTHER_SUFFIX,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.routing import offered_options
from alongside.questionnaire.sites import (
    Site,
    SiteKey,
    looked_at,
    option_site,
    pipes_of,
    question_site,
)

MOST_STATES = 2_000
"""States followed at once before only a sample of them is."""

Step = tuple[str, str]
"""A page and a question shown on it."""


class Met(IntEnum):
    """What a person was shown so far, besides the question for the audience."""

    NOTHING = 0
    BOXES = 1
    QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class State:
    """What a person may have answered, and what was shown to get there.

    Parameters
    ----------
    answers
        Only those that something looks at, the ones no longer needed included.
    steps
        Pages and questions shown, when they are followed.
    met
        What was shown besides the audience question: nothing, only boxes, or questions.
    """

    answers: Mapping[str, Value]
    steps: tuple[Step, ...] = ()
    met: Met = Met.NOTHING


@dataclass(slots=True)
class Sight:
    """An example of answers for which a site is shown, and one for which it is not."""

    shown: Mapping[str, Value] | None = None
    hidden: Mapping[str, Value] | None = None


@dataclass(slots=True)
class Exploration:
    """What was seen on all ways through.

    Parameters
    ----------
    ends
        The states at the end.
    sights
        For each site with a condition, whether it was ever shown and ever hidden, in
        states that came that far.
    starved
        Questions that must be answered, with answers for which no option is left.
    unfilled
        (question, repeated answer) pairs with answers for which there is nothing to repeat.
    exact
        False when states had to be sampled: then "never" means "not in the sample".
    """

    ends: tuple[State, ...] = ()
    sights: dict[SiteKey, Sight] = field(default_factory=dict)
    starved: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    unfilled: dict[tuple[str, str], Mapping[str, Value]] = field(default_factory=dict)
    exact: bool = True


def explore(
    questionnaire: Questionnaire,
    *,
    limit: int = MOST_STATES,
    follow_steps: bool = False,
    doubtful: Collection[SiteKey] = (),
) -> Exploration:
    """Follow every way through a questionnaire.

    Parameters
    ----------
    questionnaire
        What to follow.
    limit
        Most states to follow at once.
    follow_steps
        Keep states apart that saw different questions; needed to list routes.
    doubtful
        Sites whose condition is known to be faulty: both ways are followed, so that one
        fault is not reported again at every place behind it.
    """
    walker = _Walker(questionnaire, limit, follow_steps, frozenset(doubtful))
    walker.walk()
    return walker.found


class _Walker:
    """One walk; holds what does not change along it and collects what is seen."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        limit: int,
        follow_steps: bool,
        doubtful: frozenset[SiteKey],
    ) -> None:
        self.questionnaire = questionnaire
        self.limit = limit
        self.follow_steps = follow_steps
        self.doubtful = doubtful
        self.found = Exploration()
        self.comparisons = comparisons_by_question(questionnaire)
        self.last_look = looked_at(questionnaire)
        audience = questionnaire.audience_question
        if audience:  # who took which route matters to the very end
            self.comparisons.setdefault(audience, ())
            self.last_look[audience] = sum(1 for _ in questionnaire.walk())
        self.last_looks = frozenset(self.last_look.values())
        self.classes: dict[tuple[int, tuple[str, ...]], AnswerClasses] = {}
        self.position = 0

    def walk(self) -> None:
        states = [State({})]
        for section in self.questionnaire.sections:
            states = self._section(section, states)
        self.found.ends = tuple(states)

    def _section(self, section: Section, states: list[State]) -> list[State]:
        condition = section.show_if
        site = Site("section", section.code, self.position, condition, condition, "")
        inside, outside = self._split(states, site)
        for page in section.pages:
            inside = self._page(page, inside)
        return self._merge([*inside, *outside])

    def _page(self, page: Page, states: list[State]) -> list[State]:
        condition = page.show_if
        site = Site("page", page.code, self.position, condition, condition, "")
        inside, outside = self._split(states, site)
        for question in page.questions:
            inside = self._question(page, question, inside)
            self.position += 1
        return self._merge([*inside, *outside])

    def _question(self, page: Page, question: Question, states: list[State]) -> list[State]:
        site = question_site(self.questionnaire, question, self.position)
        on, off = self._split(states, site)
        pipes = pipes_of(page, question)
        after: list[State] = []
        for state in on:
            for code in pipes:
                if code not in state.answers:
                    self.found.unfilled.setdefault((question.code, code), state.answers)
            steps = (*state.steps, (page.code, question.code)) if self.follow_steps else ()
            shown = State(state.answers, steps, max(state.met, self._meets(question)))
            after.extend(self._answered(question, shown))
        joined = [*after, *off]
        if not off and not self._branches(question) and self.position not in self.last_looks:
            return joined  # nothing was told apart and nothing forgotten: none can be merged
        return self._merge(joined, self.position + 1)

    def _answered(self, question: Question, state: State) -> Iterable[State]:
        offered = self._offered(question, state)
        if question.takes_answer and question.required and _is_starved(question, offered):
            self.found.starved.setdefault(question.code, state.answers)
            return [state]  # one dead end is one fault: what lies behind is still judged
        if not self._branches(question):
            return [state]
        own_words = question.code + OTHER_SUFFIX
        made: list[State] = []
        for value in self._classes(question, offered).answers:
            answers = dict(state.answers)
            answers.pop(question.code, None)
            answers.pop(own_words, None)
            if value is not None:
                answers[question.code] = value
            made.append(State(answers, state.steps, state.met))
            opens = holds(other_words_leaf(question), answers)
            if opens and own_words in self.comparisons:
                for words in text_answers(self.comparisons[own_words]):
                    more = {**answers, own_words: words}
                    made.append(State(more, state.steps, state.met))
        return made

    def _branches(self, question: Question) -> bool:
        own_words = question.code + OTHER_SUFFIX
        return question.code in self.comparisons or own_words in self.comparisons

    def _meets(self, question: Question) -> Met:
        if question.code == self.questionnaire.audience_question:
            return Met.NOTHING
        return Met.QUESTIONS if question.takes_answer else Met.BOXES

    def _offered(self, question: Question, state: State) -> tuple[Option, ...]:
        for option in question.options:
            if option.show_if is not None:
                site = option_site(question, option, self.position)
                self._split([state], site)
        if not self.doubtful:
            return offered_options(question, state.answers)
        return tuple(
            option
            for option in question.options
            if ("option", self.position, option.code) in self.doubtful
            or holds(option.show_if, state.answers)
        )

    def _classes(self, question: Question, offered: tuple[Option, ...]) -> AnswerClasses:
        key = (self.position, tuple(option.code for option in offered))
        if key not in self.classes:
            comparisons: list[Comparison] = list(self.comparisons.get(question.code, ()))
            if question.code + OTHER_SUFFIX in self.comparisons:
                comparisons.append(other_words_leaf(question))
            if question.code == self.questionnaire.audience_question:
                comparisons += [Equals(question.code, option.code) for option in offered]
            self.classes[key] = answer_classes(question, comparisons, offered)
            if not self.classes[key].exact:
                self.found.exact = False
        return self.classes[key]

    def _split(self, states: list[State], site: Site) -> tuple[list[State], list[State]]:
        if site.condition is None:
            return states, []
        if site.key in self.doubtful:
            return states, list(states)
        sight = self.found.sights.setdefault(site.key, Sight())
        on: list[State] = []
        off: list[State] = []
        for state in states:
            (on if holds(site.condition, state.answers) else off).append(state)
        if on and sight.shown is None:
            sight.shown = on[0].answers
        if off and sight.hidden is None:
            sight.hidden = off[0].answers
        return on, off

    def _merge(self, states: list[State], position: int | None = None) -> list[State]:
        """Keep one state of each kind that the questions from here on can tell apart."""
        here = self.position if position is None else position
        live = [code for code, last in self.last_look.items() if last >= here]
        kept: dict[object, State] = {}
        for state in states:
            answers = state.answers
            known = tuple([answers.get(code) for code in live])
            kept.setdefault((known, state.steps, state.met), state)
        merged = list(kept.values())
        if len(merged) <= self.limit:
            return merged
        self.found.exact = False
        generator = Seed(1, f"states at {here}").generator()
        chosen = generator.choice(len(merged), size=self.limit, replace=False)
        return [merged[spot] for spot in sorted(chosen)]


def _is_starved(question: Question, offered: tuple[Option, ...]) -> bool:
    """Return whether a question that must be answered offers too little to choose from."""
    if question.type is QuestionType.ANY_OF:
        if any(option.exclusive for option in offered):
            return False
        return len(offered) < max(1, int(question.minimum or 1))
    return question.type in CHOICE_TYPES and not offered
