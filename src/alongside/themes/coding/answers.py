"""Open answers as they are read: words with line feeds only, cut into sentences.

Positions are code points counted from 0, and spans are half-open, so that ``words[start:end]`` is
what a span covers: the same in every program that counts characters and not bytes (REFI-QDA).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from alongside.kernel.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """What one person answered to one open question.

    Parameters
    ----------
    words
        What was written, tidied by :func:`tidy_words`; never empty.
    attributes
        Labels of what is known of the person, by the code of the variable, for the page where
        the answer is read: only variables that the set-up chose.
    """

    respondent: int
    question: str
    words: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name of the answer: ``meaning/364``."""
        return answer_key(self.question, self.respondent)


def answer_key(question: str, respondent: int) -> str:
    """Return the name of an answer.

    >>> answer_key("meaning", 364)
    'meaning/364'
    """
    return f"{question}/{respondent}"


def split_key(key: str) -> tuple[str, int]:
    """Return the question and the respondent number of an answer's name.

    >>> split_key("meaning/364")
    ('meaning', 364)
    """
    question, _, number = key.rpartition("/")
    return question, int(number)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of an answer: code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int


def tidy_words(written: str) -> str:
    r"""Return the words with every new line as one line feed, and no space at the ends.

    >>> tidy_words("One.\r\nTwo.\rThree. ")
    'One.\nTwo.\nThree.'
    """
    return written.replace("\r\n", "\n").replace("\r", "\n").strip()


def find_sentences(words: str) -> tuple[Span, ...]:
    """Return where each sentence stands, in order. Spaces between belong to none.

    >>> said = "He came late. Twice! I waited."
    >>> [said[span.start:span.end] for span in find_sentences(said)]
    ['He came late.', 'Twice!', 'I waited.']
    """
    spans = []
    begins = 0
    for sentence in split_sentences(words):
        begins = words.index(sentence, begins)
        spans.append(Span(begins, begins + len(sentence)))
        begins += len(sentence)
    return tuple(spans)


def cut_at(words: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the answer in pieces that no span begins or ends within; together they are it all.

    What a page needs to show spans that overlap.

    >>> cut_at("abcdef", (Span(1, 4), Span(2, 5)))
    (Span(start=0, end=1), Span(start=1, end=2), Span(start=2, end=4), Span(start=4, end=5), \
Span(start=5, end=6))
    """
    edges = {0, len(words)}
    for span in spans:
        edges |= {span.start, span.end}
    ordered = sorted(edges)
    return tuple(Span(start, end) for start, end in pairwise(ordered))
