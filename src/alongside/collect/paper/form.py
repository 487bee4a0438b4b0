"""A questionnaire as printed sheets: numbered questions and instructions between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from alongside.collect.paper.flow import Levels, direct
from alongside.collect.paper.knowledge import Knowledge, assume, may_answer, settle
from alongside.collect.paper.model import Edition, PaperForm, PaperItem, PaperOption
from alongside.kernel.text import Text
from alongside.questionnaire import Condition, Question, Questionnaire, QuestionType, Value
from alongside.questionnaire.conditions import Any, In, questions_in
from alongside.questionnaire.model import OTHER_SUFFIX


def paper_form(
    questionnaire: Questionnaire,
    audience: str = "",
    language: str = "en",
    edition: Edition = Edition.STANDARD,
) -> PaperForm:
    """Return the printed form of a questionnaire.

    With an ``audience``, the form is for those people only: the question that asks for it
    is not printed (the cover says whom the form is for), and its answer is ``given``.
    Without, everything is printed and the instructions lead each audience its way.

    Followed instruction by instruction, it leads through exactly the questions that
    ``find_path`` shows on the screen, for any answers and any left blank.

    Raises ``ValueError`` for an audience the questionnaire does not have.
    """
    if audience and audience not in {item.code for item in questionnaire.audiences}:
        raise ValueError(f"there is no audience {audience!r}")
    given: Mapping[str, Value] = {questionnaire.audience_question: audience} if audience else {}
    items, levels = _gather(questionnaire, audience)
    settled = Knowledge()
    if audience:
        settled = settled.knowing(questionnaire.audience_question, audience)
    directed = direct(items, levels, settled)
    return PaperForm(questionnaire, audience, language, edition, directed, given)


def _gather(questionnaire: Questionnaire, audience: str) -> tuple[list[PaperItem], list[Levels]]:
    """Return what is printed, and what must hold for each."""
    reader = _Reader(questionnaire, audience)
    items: list[PaperItem] = []
    levels: list[Levels] = []
    numbers = _Numbers()
    for section in questionnaire.sections:
        of_section = reader.judge(section.show_if)
        opens_section = True
        for page in section.pages:
            of_page = reader.judge(page.show_if)
            title = page.title
            for question in page.questions:
                options = reader.options(question)
                needed = [of_section, of_page, *reader.needs(question, options)]
                if reader.is_given(question):
                    reader.pass_by(question)
                elif reader.may_come(needed):
                    number = numbers.next_for(question)
                    items.append(
                        PaperItem(question, number, section, opens_section, title, options=options)
                    )
                    levels.append(tuple(need for need in needed if not isinstance(need, bool)))
                    opens_section, title = False, Text()
                    reader.pass_by(question)
    return items, levels


class _Reader:
    """Goes through the questionnaire in order and judges each condition at its own place."""

    def __init__(self, questionnaire: Questionnaire, audience: str) -> None:
        self.questionnaire = questionnaire
        self.audience = audience
        self.codes = {""}
        for question in questionnaire.walk():
            self.codes |= {question.code, question.code + OTHER_SUFFIX}
        self.known = Knowledge().blank(*self.codes)

    def judge(self, condition: Condition | None) -> Condition | bool:
        """Settle a condition as far as it goes; what is asked later has no answer yet."""
        strangers = {code for code in questions_in(condition) if code not in self.codes}
        return settle(condition, self.known.blank(*strangers))

    def needs(
        self, question: Question, options: tuple[PaperOption, ...]
    ) -> Iterator[Condition | bool]:
        """Yield what must hold for the question itself."""
        if question.audiences:
            yield self.judge(In(self.questionnaire.audience_question, question.audiences))
        yield self.judge(question.show_if)
        if question.options:
            meant = tuple(printed.condition for printed in options if printed.condition)
            # a question whose every option is hidden could never be answered
            yield True if len(meant) < len(options) else self.judge(Any(meant))

    def may_come(self, needed: Iterable[Condition | bool]) -> bool:
        """Whether anybody can fulfil all of this; what nobody can reach is not printed."""
        known = self.known
        for need in needed:
            left = need if isinstance(need, bool) else settle(need, known)
            if left is False:
                return False
            if not isinstance(left, bool):
                known = assume(left, True, known)
        return True

    def options(self, question: Question) -> tuple[PaperOption, ...]:
        """Return the options that may be offered, each with whom it is meant for.

        In a list to tick several of, those that rule out the others come last.
        """
        many = question.type is QuestionType.ANY_OF
        ordered = sorted(question.options, key=lambda option: many and option.exclusive)
        judged = [(option, self.judge(option.show_if)) for option in ordered]
        return tuple(
            PaperOption(option, None if isinstance(left, bool) else left)
            for option, left in judged
            if left is not False
        )

    def is_given(self, question: Question) -> bool:
        """Whether the form itself answers the question."""
        return bool(self.audience) and question.code == self.questionnaire.audience_question

    def pass_by(self, question: Question) -> None:
        """From here on the question may have an answer."""
        if self.is_given(question):
            self.known = self.known.knowing(question.code, self.audience)
        else:
            self.known = may_answer(question, self.known)


@dataclass
class _Numbers:
    """Numbers for questions and letters for boxes, in the order they are printed."""

    questions: int = 0
    boxes: int = 0

    def next_for(self, question: Question) -> str:
        """Return the number of the next question, or the letter of the next box."""
        if question.takes_answer:
            self.questions += 1
            return str(self.questions)
        self.boxes += 1
        return _letters(self.boxes)


def _letters(count: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    count, last = divmod(count - 1, len(ascii_uppercase))
    return (_letters(count) if count else "") + ascii_uppercase[last]
