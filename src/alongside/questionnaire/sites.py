"""Every place in a questionnaire that carries a condition, in the order of the path."""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.kernel.problems import Place
from alongside.questionnaire.conditions import All, Condition, In, questions_in
from alongside.questionnaire.model import OTHER_SUFFIX, Option, Page, Question, Questionnaire
from alongside.questionnaire.piping import piped_codes

SiteKey = tuple[str, int, str]
"""Kind, position and code: which site it is."""


@dataclass(frozen=True, slots=True)
class Site:
    """A section, page, question or option, with the condition on showing it.

    Parameters
    ----------
    kind
        ``section``, ``page``, ``question`` or ``option``.
    code
        Its own code.
    position
        How many questions come before it: a condition here may look at those only.
    condition
        When it is shown, the audiences of a question included; None: always.
    written
        The part of the condition that the author wrote as ``show_if``.
    item
        What people call it: ``question heard, option yes``.
    """

    kind: str
    code: str
    position: int
    condition: Condition | None
    written: Condition | None
    item: str
    line: int | None = None

    @property
    def key(self) -> SiteKey:
        """Which site this is."""
        return (self.kind, self.position, self.code)

    def place(self, questionnaire: Questionnaire) -> Place:
        """Return where it stands, for a problem."""
        return Place(questionnaire.file, self.line, self.item)


def walk_sites(questionnaire: Questionnaire) -> Iterator[Site]:
    """Yield every section, page, question and option in order."""
    position = 0
    for section in questionnaire.sections:
        yield Site(
            *("section", section.code, position, section.show_if, section.show_if),
            item=f"section {section.code}",
            line=section.line,
        )
        for page in section.pages:
            yield Site(
                *("page", page.code, position, page.show_if, page.show_if),
                item=f"page {page.code}",
                line=page.line,
            )
            for question in page.questions:
                yield question_site(questionnaire, question, position)
                for option in question.options:
                    yield option_site(question, option, position)
                position += 1


def question_site(questionnaire: Questionnaire, question: Question, position: int) -> Site:
    """Return the site of a question; its audiences become part of the condition."""
    condition = question.show_if
    if question.audiences:
        asked = In(questionnaire.audience_question, question.audiences)
        condition = asked if condition is None else All((asked, condition))
    return Site(
        *("question", question.code, position, condition, question.show_if),
        item=f"question {question.code}",
        line=question.line,
    )


def option_site(question: Question, option: Option, position: int) -> Site:
    """Return the site of one option; it cannot look at its own question."""
    return Site(
        *("option", option.code, position, option.show_if, option.show_if),
        item=f"question {question.code}, option {option.code}",
        line=option.line or question.line,
    )


def question_wordings(question: Question) -> Iterator[str]:
    """Yield every wording of a question and its options, in all languages."""
    texts = [question.label, question.hint, question.body, question.unit]
    texts += [question.low_label, question.high_label]
    for option in question.options:
        texts += [option.label, option.hint]
    for text in texts:
        for _, _, words in text.wordings():
            yield words


def pipes_of(page: Page, question: Question) -> tuple[str, ...]:
    """Return the codes of earlier answers that a question repeats, each once, in order.

    What the title of a page repeats counts for its first question.
    """
    found = [code for words in question_wordings(question) for code in piped_codes(words)]
    if page.questions and question is page.questions[0]:
        for _, _, words in page.title.wordings():
            found += piped_codes(words)
    return tuple(dict.fromkeys(found))


def known_answers(questionnaire: Questionnaire) -> dict[str, Question]:
    """Return what conditions and piping may name, with the question it belongs to.

    That is every question that takes an answer and, for one with an ``other`` option, the
    person's own words as ``<question>_other``.
    """
    known: dict[str, Question] = {}
    for question in questionnaire.walk():
        if question.takes_answer:
            known.setdefault(question.code, question)
    for question in questionnaire.walk():
        if any(option.other for option in question.options):
            known.setdefault(question.code + OTHER_SUFFIX, question)
    return known


def looked_at(questionnaire: Questionnaire) -> dict[str, int]:
    """Return each answer that something looks at, with the last position that does.

    Conditions, audiences and piping all count.
    """
    last: dict[str, int] = {}
    for site in walk_sites(questionnaire):
        for code in questions_in(site.condition):
            last[code] = max(site.position, last.get(code, 0))
    shown = ((page, question) for page in questionnaire.pages for question in page.questions)
    for position, (page, question) in enumerate(shown):
        for code in pipes_of(page, question):
            last[code] = max(position, last.get(code, 0))
    return last
