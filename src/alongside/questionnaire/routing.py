"""The path of one person: always recomputed from the answers, never stored.

Walking from the first page, a page or question is on the path when its audience and its
condition allow it, judged only by answers that are themselves on the path. So an answer
left behind on an abandoned branch can neither count nor steer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.questionnaire.conditions import Answers, Value, holds
from alongside.questionnaire.model import (
    OTHER_SUFFIX,
    Option,
    Question,
    Questionnaire,
    Visit,
    Way,
)

MOST_REMEMBERED, LONGEST_REMEMBERED = 4096, 100
"""Ways of one questionnaire that are remembered, and letters of an answer that may steer them."""


@dataclass(frozen=True, slots=True)
class Path:
    """The pages a person with these answers is led through.

    Parameters
    ----------
    way
        The pages in order, and what is asked on them.
    answers
        The answers that count: those on the path.
    set_aside
        Answers given to questions no longer on the path; kept apart, never counted.
    """

    way: Way
    answers: Mapping[str, Value]
    set_aside: Mapping[str, Value]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The pages, in order, each with what is shown on it."""
        return self.way.visits

    @property
    def page_codes(self) -> tuple[str, ...]:
        """Codes of the pages, in order."""
        return self.way.page_codes

    @property
    def question_codes(self) -> tuple[str, ...]:
        """Codes of every question and box shown, in order."""
        return self.way.question_codes

    def visit(self, page_code: str) -> Visit | None:
        """Return the visit to this page, or None when it is not on the path."""
        codes = self.way.page_codes
        return self.way.visits[codes.index(page_code)] if page_code in codes else None

    def after(self, page_code: str) -> Visit | None:
        """Return the visit that follows this page, or None at the end."""
        codes = self.page_codes
        spot = codes.index(page_code) + 1 if page_code in codes else 0
        return self.visits[spot] if spot < len(self.visits) else None

    def before(self, page_code: str) -> Visit | None:
        """Return the visit before this page, or None at the start."""
        codes = self.page_codes
        spot = codes.index(page_code) if page_code in codes else 0
        return self.visits[spot - 1] if spot > 0 else None


def audience_of(questionnaire: Questionnaire, answers: Answers) -> str:
    """Return the code of the person's audience; "" while it is not known."""
    chosen = answers.get(questionnaire.audience_question, "")
    return chosen if isinstance(chosen, str) else ""


def find_path(questionnaire: Questionnaire, answers: Answers) -> Path:
    """Return the path these answers lead along, and sort the answers by it.

    Answers to options that are no longer offered (an option's own condition fails) are
    set aside too. Codes that no question knows are set aside, not dropped.
    """
    way = _way_of(questionnaire, answers)
    kept: dict[str, Value] = {}
    for question, offered in way.answered_by:
        value = answers.get(question.code)
        if value is not None:
            _keep(question, offered, value, answers, kept)
    if kept == answers:
        return Path(way, kept, {})
    aside = {code: value for code, value in answers.items() if kept.get(code) != value}
    return Path(way, kept, aside)


def _way_of(questionnaire: Questionnaire, answers: Answers) -> Way:
    """Return the way these answers lead, from memory if others came along it before.

    Paths are found several times for each page that anybody sends, and most people's answers
    differ only in what steers nobody. What somebody wrote at length is not remembered.
    """
    steering = tuple(map(answers.get, questionnaire.steering))
    if any(isinstance(value, str) and len(value) > LONGEST_REMEMBERED for value in steering):
        return _walk(questionnaire, answers)
    remembered = questionnaire.remembered_ways
    # the type as well: 2, 2.0 and "2" are not always taken alike
    alike = (steering, tuple(map(type, steering)))
    way = remembered.get(alike)
    if way is None:
        if len(remembered) >= MOST_REMEMBERED:
            remembered.clear()
        way = remembered[alike] = _walk(questionnaire, answers)
    return way


def _walk(questionnaire: Questionnaire, answers: Answers) -> Way:
    visits: list[Visit] = []
    answered_by: list[tuple[Question, frozenset[str] | None]] = []
    kept: dict[str, Value] = {}

    def show(question: Question) -> None:
        if not question.takes_answer:
            return
        offered = _offered(questionnaire, question, kept)
        answered_by.append((question, offered))
        value = answers.get(question.code)
        if value is not None:
            _keep(question, offered, value, answers, kept)

    for section in questionnaire.sections:
        if not holds(section.show_if, kept):
            continue
        for page in section.pages:
            if not holds(page.show_if, kept):
                continue
            shown: list[Question] = []
            for question in page.questions:
                if _is_shown(questionnaire, question, kept):
                    shown.append(question)
                    show(question)
            if shown:
                visits.append(Visit(page, tuple(shown)))
    return Way(
        tuple(visits),
        tuple(answered_by),
        tuple(visit.page.code for visit in visits),
        tuple(question.code for visit in visits for question in visit.questions),
    )


def offered_options(question: Question, answers: Answers) -> tuple[Option, ...]:
    """Return the options offered to a person with these answers."""
    return tuple(option for option in question.options if holds(option.show_if, answers))


def _is_shown(questionnaire: Questionnaire, question: Question, kept: Answers) -> bool:
    if question.audiences and audience_of(questionnaire, kept) not in question.audiences:
        return False
    if not holds(question.show_if, kept):
        return False
    # a question whose every option is hidden could never be answered: it is passed over
    options = question.options
    return not options or any(holds(option.show_if, kept) for option in options)


def _offered(
    questionnaire: Questionnaire, question: Question, kept: Answers
) -> frozenset[str] | None:
    """Return the codes of the options offered; None when the question has none."""
    if not question.options:
        return None
    fixed = questionnaire.fixed_options.get(question.code)
    if fixed is not None:
        return fixed
    return frozenset(option.code for option in offered_options(question, kept))


def _keep(
    question: Question,
    offered: frozenset[str] | None,
    value: Value,
    answers: Answers,
    kept: dict[str, Value],
) -> None:
    if offered is not None:
        if isinstance(value, tuple):
            if not offered.issuperset(value):
                value = tuple(code for code in value if code in offered)
            if not value:
                return
        elif str(value) not in offered:
            return
    kept[question.code] = value
    other = answers.get(question.code + OTHER_SUFFIX)
    if other is not None and _opens_words(question, value):
        kept[question.code + OTHER_SUFFIX] = other


def _opens_words(question: Question, value: Value) -> bool:
    """Return whether an option was chosen that asks for the person's own words."""
    chosen = value if isinstance(value, tuple) else (str(value),)
    return any(option.other and option.code in chosen for option in question.options)
