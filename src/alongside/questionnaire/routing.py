"""The path of one person: always recomputed from the answers, never stored.

Walking from the first page, a page or question is on the path when its audience and its
condition allow it, judged only by answers that are themselves on the path. So an answer
left behind on an abandoned branch can neither count nor steer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.questionnaire.conditions import Answers, Value, holds
from alongside.questionnaire.model import OTHER_SUFFIX, Option, Question, Questionnaire, Visit


@dataclass(frozen=True, slots=True)
class Path:
    """The pages a person with these answers is led through.

    Parameters
    ----------
    visits
        Pages in order.
    answers
        The answers that count: those on the path.
    set_aside
        Answers given to questions no longer on the path; kept apart, never counted.
    """

    visits: tuple[Visit, ...]
    answers: Mapping[str, Value]
    set_aside: Mapping[str, Value]

    @property
    def page_codes(self) -> tuple[str, ...]:
        """Codes of the pages, in order."""
        return tuple(visit.page.code for visit in self.visits)

    @property
    def question_codes(self) -> tuple[str, ...]:
        """Codes of every question and box shown, in order."""
        return tuple(question.code for visit in self.visits for question in visit.questions)

    def visit(self, page_code: str) -> Visit | None:
        """Return the visit to this page, or None when it is not on the path."""
        return next((item for item in self.visits if item.page.code == page_code), None)

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
    visits: list[Visit] = []
    kept: dict[str, Value] = {}
    always = questionnaire.always_asked
    for condition, pages in questionnaire.walking:
        # most have no condition, and all are walked at every page: ask before calling
        if condition is not None and not holds(condition, kept):
            continue
        for page, whole in pages:
            if page.show_if is not None and not holds(page.show_if, kept):
                continue
            if whole is not None:
                visits.append(whole)
                for question in page.questions:
                    if answers.get(question.code) is not None:
                        _keep(questionnaire, question, answers, kept)
                continue
            shown: list[Question] = []
            for question in page.questions:
                if question.code in always or _is_shown(questionnaire, question, kept):
                    shown.append(question)
                    if answers.get(question.code) is not None:
                        _keep(questionnaire, question, answers, kept)
            if shown:
                visits.append(Visit(page, tuple(shown)))
    aside = {code: value for code, value in answers.items() if kept.get(code) != value}
    return Path(tuple(visits), kept, aside)


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


def _keep(
    questionnaire: Questionnaire, question: Question, answers: Answers, kept: dict[str, Value]
) -> None:
    value = answers[question.code]
    if question.options:
        fixed = questionnaire.fixed_options.get(question.code)
        if fixed is None:
            fixed = frozenset(option.code for option in offered_options(question, kept))
        chosen = value if isinstance(value, tuple) else (str(value),)
        still = tuple(code for code in chosen if code in fixed)
        if not still:
            return
        value = still if isinstance(value, tuple) else value
    kept[question.code] = value
    other = answers.get(question.code + OTHER_SUFFIX)
    if other is not None and _opens_words(question, value):
        kept[question.code + OTHER_SUFFIX] = other


def _opens_words(question: Question, value: Value) -> bool:
    """Return whether an option was chosen that asks for the person's own words."""
    chosen = value if isinstance(value, tuple) else (str(value),)
    return any(option.other and option.code in chosen for option in question.options)
