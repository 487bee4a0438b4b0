"""The words of a page for one person: their language, their edition, their answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from markupsafe import Markup

from alongside.kernel.messages import load_messages, message
from alongside.kernel.problems import Problem
from alongside.kernel.text import Text
from alongside.questionnaire import Answers, Question, Questionnaire, QuestionType, Study
from alongside.questionnaire.model import OTHER_SUFFIX
from alongside.questionnaire.piping import fill_text, say_date, say_moment
from alongside.web.pages.lines import markdown

# A language is offered in its own name; others are offered by their tag.


@dataclass(frozen=True)
class Wording:
    """Says texts the way one person reads them; earlier answers are filled in."""

    questionnaire: Questionnaire
    language: str
    easy_read: bool = False
    answers: Answers = field(default_factory=dict)

    def say(self, text: Text) -> str:
        """Return plain words, to be escaped by the template."""
        words = text.say(self.language, easy_read=self.easy_read)
        return self._fill(words, markdown=False)

    def prose(self, text: Text) -> Markup:
        """Return Markdown as HTML, in Easy Read one idea a line; HTML in it is only shown."""
        words = text.say(self.language, easy_read=self.easy_read)
        reader = markdown(easy_read=self.easy_read)
        return Markup(reader.render(self._fill(words, markdown=True)))  # noqa: S704 - html off

    def interface(self, code: str, **params: object) -> str:
        """Return words of the site itself."""
        return interface_words(code, self.language, easy_read=self.easy_read, **params)

    def fault(self, problem: Problem) -> str:
        """Return what to mend, naming the question as the person reads it."""
        question = self.questionnaire.questions.get(str(problem.params.get("question", "")))
        params = dict(problem.params)
        if question is not None:
            params["label"] = self.say(question.label)
            params |= self._option_words(question, problem)
        return message(problem.code, "what", params, self.language)

    def point(self, question: Question, code: str) -> str:
        """Return a point of a scale, with the words of its end if it is one."""
        option = question.option(code)
        words = self.say(option.label) if option else code
        ends = {question.options[0].code: question.low_label}
        ends |= {question.options[-1].code: question.high_label}
        end = self.say(ends[code]) if code in ends else ""
        return self.interface("scale-end", point=words, words=end) if end else words

    def answer(self, question: Question, answers: Answers) -> str:
        """Return the answer to a question in words; "" when there is none."""
        slot = "{{" + question.code + "}}"
        words = fill_text(
            slot, self.questionnaire, answers, self.language, easy_read=self.easy_read
        )
        value = answers.get(question.code)
        if isinstance(value, str) and not question.options:
            return value
        if isinstance(value, str) and question.type is QuestionType.SCALE:
            return self.point(question, value)
        unit = self.say(question.unit)
        if words and unit:
            return f"{words} {unit}"
        return words

    def _fill(self, words: str, *, markdown: bool) -> str:
        if "{{" not in words:
            return words
        return fill_text(
            words,
            self.questionnaire,
            self.answers,
            self.language,
            easy_read=self.easy_read,
            markdown=markdown,
        )

    def _option_words(self, question: Question, problem: Problem) -> dict[str, str]:
        """Return the option a problem names, said in this person's wording."""
        named = problem.params.get("option")
        for option in question.options:
            if named is not None and named == option.label.say(self.language):
                return {"option": self.say(option.label)}
        return {}


def interface_words(code: str, language: str, *, easy_read: bool = False, **params: object) -> str:
    """Return words of the site; English where a language has none yet."""
    name = f"web-{code}"
    part = "say"
    catalogue = load_messages(language)
    if easy_read and "easy" in catalogue.get(name, load_messages("en")[name]):
        part = "easy"
    return message(name, part, params, language)


def speaker(language: str, *, easy_read: bool) -> Callable[..., str]:
    """Return the function that templates call ``t``."""

    def say(code: str, **params: object) -> str:
        return interface_words(code, language, easy_read=easy_read, **params)

    return say


def say_end(moment: datetime | None, language: str) -> str:
    """Return the moment at which something ends, in its own zone; "" when there is none.

    Midnight is said as the end of the day before, which nobody takes for the day after.
    """
    if moment is None:
        return ""
    if moment.time() == time.min:
        day = say_date(moment.date() - timedelta(days=1), language)
        return interface_words("end-of-day", language, day=day)
    return say_moment(moment.date(), moment.time(), language)


def has_easy_read(study: Study) -> bool:
    """Return whether the study has any Easy Read wording of its questions."""
    return study.questionnaire is not None and study.questionnaire.has_easy_read


def other_field(question: Question) -> str:
    """Return the name of the box for the person's own words."""
    return question.code + OTHER_SUFFIX
