"""What a printed questionnaire is: its questions in order, and the instructions between them.

The instructions are data (gates and jumps by position), and the printed words are made from
them; so what a person reads and what the tests follow cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from alongside.kernel.text import Text
from alongside.questionnaire import Condition, Option, Question, Questionnaire, Section, Value


class Edition(StrEnum):
    """How a questionnaire is set on paper."""

    STANDARD = "standard"
    LARGE = "large"
    EASY = "easy"

    @property
    def easy_read(self) -> bool:
        """Whether it uses the Easy Read wording."""
        return self is Edition.EASY


@dataclass(frozen=True, slots=True)
class Gate:
    """An instruction before a question: who answers it, and where the others go on.

    Parameters
    ----------
    condition
        Holds for those who read on; looks only at earlier printed questions.
    otherwise
        Position of the item where the others go on; the number of items: the end.
    """

    condition: Condition
    otherwise: int


@dataclass(frozen=True, slots=True)
class PaperOption:
    """One option with its box; ``condition`` says for whom it is meant, None: for everyone."""

    option: Option
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question or information box as printed.

    Parameters
    ----------
    number
        What stands before it: ``4`` for a question, ``A`` for an information box.
    section
        The section it stands in; ``opens_section`` says whether it is the first there.
    gates
        Instructions before it, to be read one after the other.
    options
        Those that may be offered, in the order in which they are printed.
    jumps
        Where an option leads: positions by option code. Empty: on to the next item.
    then
        Where everybody goes after this item; None: on to the next, or as ``jumps`` says.
    """

    question: Question
    number: str
    section: Section
    opens_section: bool = False
    page_title: Text = field(default_factory=Text)
    gates: tuple[Gate, ...] = ()
    options: tuple[PaperOption, ...] = ()
    jumps: Mapping[str, int] = field(default_factory=dict)
    then: int | None = None


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A questionnaire as printed for one audience, in one language and one edition.

    Parameters
    ----------
    audience
        Code of the audience it is for; "": everybody.
    given
        Answers that the form itself gives: the audience it was printed for.
    """

    questionnaire: Questionnaire
    audience: str
    language: str
    edition: Edition
    items: tuple[PaperItem, ...]
    given: Mapping[str, Value]

    @property
    def numbers(self) -> Mapping[str, str]:
        """The printed number of each question and box, by its code, in order."""
        return {item.question.code: item.number for item in self.items}

    def item(self, code: str) -> PaperItem | None:
        """Return the printed item with this question code, or None."""
        return next((item for item in self.items if item.question.code == code), None)
