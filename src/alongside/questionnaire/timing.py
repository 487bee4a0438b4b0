"""How long answering takes: reading measured, answering assumed, both stated."""

from collections.abc import Iterable

from alongside.kernel.text import Text
from alongside.questionnaire.model import Question, QuestionType

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults: mean of 190 studies, 18,573 readers
(Brysbaert 2019, Journal of Memory and Language 109, 104047)."""

TYPED_WORDS_PER_MINUTE = 36
"""Typing on a phone: mean of 37,370 volunteers (Palin and others 2019, How do people type
on mobile devices?, MobileHCI '19). Faster than many people who answer slowly elsewhere."""

SECONDS_PER_PAGE = 2.0
"""Loading a page and finding one's place. Our assumption."""

SECONDS_TO_DECIDE = {
    QuestionType.ONE_OF: 3.0,
    QuestionType.YES_NO_UNSURE: 3.0,
    QuestionType.SCALE: 3.0,
    QuestionType.ANY_OF: 6.0,
    QuestionType.NUMBER: 5.0,
    QuestionType.DATE: 8.0,
    QuestionType.SHORT_TEXT: 5.0,
    QuestionType.LONG_TEXT: 15.0,
    QuestionType.INFORMATION: 0.0,
}
"""Thinking and choosing, after reading. Our assumptions: no published table fits them all.
A short question with a few options comes to about 10 seconds with its reading and its page,
which is what the Pew Research Center sees for one (How we keep our online surveys from
running too long, 8 December 2022)."""

WORDS_TYPED = {QuestionType.SHORT_TEXT: 6, QuestionType.LONG_TEXT: 25}
"""A usual answer, in words. Our assumption."""


def estimate_minutes(
    questions: Iterable[Question], language: str = "en", *, easy_read: bool = False
) -> float:
    """Return about how many minutes it takes to read and answer these questions.

    Reading: every word of label, hint, body and options at 238 words a minute
    (Brysbaert 2019, for English; no figure for Welsh is used, so Welsh is read at the same
    pace). Text answers: 6 or 25 words typed at 36 words a minute (Palin and others 2019).
    Deciding and turning pages: assumptions of ours, named in this module. People who read
    slowly, use a screen reader or think in another language take longer: two or three
    times is not rare, so say "about" when you print it.

    >>> box = Question("box", QuestionType.INFORMATION, Text({"en": "word " * 238}))
    >>> round(estimate_minutes([box]), 2)
    1.03
    """
    return sum(_seconds(question, language, easy_read) for question in questions) / 60


def _seconds(question: Question, language: str, easy_read: bool) -> float:
    texts: list[Text] = [question.label, question.hint, question.body, question.unit]
    texts += [question.low_label, question.high_label]
    for option in question.options:
        texts += [option.label, option.hint]
    words = sum(len(text.say(language, easy_read=easy_read).split()) for text in texts)
    typed = WORDS_TYPED.get(question.type, 0)
    return (
        60 * words / WORDS_PER_MINUTE
        + 60 * typed / TYPED_WORDS_PER_MINUTE
        + SECONDS_TO_DECIDE[question.type]
        + SECONDS_PER_PAGE
    )
