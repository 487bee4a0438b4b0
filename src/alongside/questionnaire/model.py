"""What a questionnaire is: frozen values, no behaviour beyond look-up.

Terms follow survey methodology: a *construct* is what a question measures (two questions
with one construct are linked across audiences), an *audience* is a group that answers its
own branch, an *exclusive* option rules out every other.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from alongside.kernel.text import Text
from alongside.questionnaire.conditions import Condition, questions_in


class QuestionType(StrEnum):
    """The types of question, by their names in a questionnaire file."""

    ONE_OF = "one-of"
    ANY_OF = "any-of"
    YES_NO_UNSURE = "yes-no-unsure"
    SHORT_TEXT = "short-text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    DATE = "date"
    SCALE = "scale"
    INFORMATION = "information"


CHOICE_TYPES = frozenset({QuestionType.ONE_OF, QuestionType.YES_NO_UNSURE, QuestionType.SCALE})
TEXT_TYPES = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})
OTHER_SUFFIX = "_other"
"""The words a person writes for "other, please say" are kept as ``<question>_other``."""
SHOWN_SUFFIX = "_shown"
"""Whether an information box was shown stands in data as ``<box>_shown``."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that helps to understand, in the study's folder ``pictures``.

    Parameters
    ----------
    alt
        What it shows, for those who cannot see it; empty when the words beside it say it all.
    """

    file: str
    alt: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose.

    Parameters
    ----------
    code
        What is stored; never shown; unique within the question.
    exclusive
        Rules out every other option ("None of these").
    other
        Opens a box for the person's own words ("Something else").
    declined
        Means "I prefer not to say": stored, but counted as missing.
    show_if
        Offered only when this holds for the earlier answers; None: always.
    line
        Line in the questionnaire file, for messages; two options that differ only in it
        are equal.
    """

    code: str
    label: Text
    hint: Text = field(default_factory=Text)
    exclusive: bool = False
    other: bool = False
    declined: bool = False
    show_if: Condition | None = None
    picture: Picture | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One question or information box.

    Parameters
    ----------
    body
        Longer words in Markdown: the definition and case of an information box.
    definition
        What a word of the question means, in Markdown; opened by who needs it.
    picture
        Shown with the Easy Read wording.
    interviewer
        What an interviewer on the telephone should know or do; respondents never see it.
    identifies
        True when the answer can say who someone is (a name, an e-mail address).
    display
        ``"radio"`` or ``"drop-down"`` for one-of; ignored elsewhere.
    required
        False (the default for text) lets a person go on without an answer.
    minimum, maximum
        Smallest and largest number; fewest and most options for any-of; the ends of a
        scale; shortest and longest text in characters. Both ends included. None: no bound.
    decimals
        Decimal places a number may have; 0: whole numbers.
    earliest, latest
        Bounds of a date as ISO text (``2023-03-14``) or ``today``.
    low_label, high_label
        Words at the two ends of a scale.
    audiences
        Codes of the audiences asked; empty: everyone.
    construct
        What is measured; shared by linked questions of different audiences.
    line
        Line in the questionnaire file, for messages.
    """

    code: str
    type: QuestionType
    label: Text
    hint: Text = field(default_factory=Text)
    body: Text = field(default_factory=Text)
    options: tuple[Option, ...] = ()
    display: str = "radio"
    required: bool = True
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    unit: Text = field(default_factory=Text)
    earliest: str | None = None
    latest: str | None = None
    low_label: Text = field(default_factory=Text)
    high_label: Text = field(default_factory=Text)
    show_if: Condition | None = None
    audiences: tuple[str, ...] = ()
    construct: str = ""
    definition: Text = field(default_factory=Text)
    picture: Picture | None = None
    interviewer: Text = field(default_factory=Text)
    identifies: bool = False
    line: int | None = field(default=None, compare=False)

    @property
    def takes_answer(self) -> bool:
        """Whether a person answers it (an information box is only read)."""
        return self.type is not QuestionType.INFORMATION

    def option(self, code: str) -> Option | None:
        """Return the option with this code, or None."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once: usually one question."""

    code: str
    questions: tuple[Question, ...]
    title: Text = field(default_factory=Text)
    show_if: Condition | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A named run of pages."""

    code: str
    title: Text
    pages: tuple[Page, ...]
    show_if: Condition | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page on a path, with the questions shown on it."""

    page: Page
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """What a path is apart from the answers: pages, and the questions that take an answer.

    Parameters
    ----------
    answered_by
        Each question with the codes of the options it offers; None: it has no options.
    """

    visits: tuple[Visit, ...]
    answered_by: tuple[tuple[Question, frozenset[str] | None], ...]
    page_codes: tuple[str, ...]
    question_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """A group with its own branch, chosen by one answer to ``audience_question``."""

    code: str
    label: Text


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire for one or more audiences.

    Parameters
    ----------
    languages
        Language tags offered; the first is the default.
    audience_question
        Code of the one-of question whose answer is the person's audience; "" when there
        is one audience.
    """

    title: Text
    sections: tuple[Section, ...]
    languages: tuple[str, ...] = ("en",)
    audiences: tuple[Audience, ...] = ()
    audience_question: str = ""
    version: str = ""
    file: str = "questionnaire.yaml"

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page in order."""
        return tuple(page for section in self.sections for page in section.pages)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by code, in order; with duplicates, the first."""
        found: dict[str, Question] = {}
        for question in self.walk():
            found.setdefault(question.code, question)
        return found

    @cached_property
    def steering(self) -> tuple[str, ...]:
        """Codes of the answers that decide which pages, questions and options somebody is shown.

        Every other answer can change without changing the path.
        """
        conditions = [section.show_if for section in self.sections]
        conditions += [page.show_if for page in self.pages]
        for question in self.walk():
            conditions += [question.show_if, *(option.show_if for option in question.options)]
        read = {self.audience_question} - {""}
        for condition in conditions:
            for code in questions_in(condition):
                # words beside an option count while that option is chosen
                read |= {code, code.removesuffix(OTHER_SUFFIX)}
        return tuple(sorted(read))

    @cached_property
    def remembered_ways(self) -> dict[Hashable, Way]:
        """The ways that were found, by the answers that steer (:attr:`steering`)."""
        return {}

    @cached_property
    def option_codes(self) -> Mapping[str, frozenset[str]]:
        """Codes of the options of each question."""
        return {
            code: frozenset(option.code for option in question.options)
            for code, question in self.questions.items()
        }

    @cached_property
    def fixed_options(self) -> Mapping[str, frozenset[str]]:
        """Codes of the options of each question that offers them all to everybody."""
        found = Counter(question.code for question in self.walk())
        return {
            code: self.option_codes[code]
            for code, question in self.questions.items()
            if question.options
            and found[code] == 1
            and all(option.show_if is None for option in question.options)
        }

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each page, by page code."""
        return {page.code: section for section in self.sections for page in section.pages}

    @cached_property
    def has_easy_read(self) -> bool:
        """Whether any question has an Easy Read wording."""
        return any(question.label.easy for question in self.walk())

    def walk(self) -> Iterator[Question]:
        """Yield every question in order, duplicates included."""
        for page in self.pages:
            yield from page.questions
