"""The words on a printed form: the study's own, and those that Alongside adds."""

import re
from dataclasses import dataclass

from alongside.collect.paper.model import PaperForm
from alongside.kernel.messages import load_messages, message
from alongside.kernel.sentences import split_sentences
from alongside.kernel.text import Text

_SLOT = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_MARKDOWN_SIGN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


@dataclass(frozen=True)
class Saying:
    """Says words in the language and wording of one form."""

    form: PaperForm

    def words(self, code: str, **params: object) -> str:
        """Return words of ours; English where a language has none yet."""
        return paper_words(
            code, self.form.language, easy_read=self.form.edition.easy_read, **params
        )

    def study(self, text: Text, *, markdown: bool = False) -> str:
        """Return words of the study; ``{{role}}`` becomes "your answer to question 3".

        An answer that the form itself gives, such as the audience, is said outright; one to a
        question that this form does not ask is left out, as on the screen.
        """
        said = text.say(self.form.language, easy_read=self.form.edition.easy_read)
        numbers = self.form.numbers

        def fill(match: re.Match[str]) -> str:
            code = match.group(1)
            if code in self.form.given:
                words = self.option(code, str(self.form.given[code]))
            elif code in numbers:
                words = self.words("piped", number=numbers[code])
            else:
                return ""
            return _MARKDOWN_SIGN.sub(r"\\\1", words) if markdown else words

        return _SLOT.sub(fill, said)

    def lines(self, words: str) -> list[str]:
        """Return words as they are set: in Easy Read one sentence, so one idea, a line."""
        if not self.form.edition.easy_read:
            return [words] if words else []
        return list(split_sentences(words))

    def option(self, question_code: str, code: str) -> str:
        """Return the label of an option, or its code where there is no such option."""
        question = self.form.questionnaire.questions.get(question_code)
        option = question.option(code) if question else None
        if option is None:
            return code
        return option.label.say(self.form.language, easy_read=self.form.edition.easy_read)


def paper_words(code: str, language: str, *, easy_read: bool = False, **params: object) -> str:
    """Return words of printed forms by their code without ``paper-``.

    The number of a question stays on the line of the word before it.
    """
    said = spoken(f"paper-{code}", language, easy_read=easy_read, **params)
    number = params.get("number")
    return said.replace(f" {number}", f"\u00a0{number}") if number else said


def spoken(name: str, language: str, *, easy_read: bool = False, **params: object) -> str:
    """Return a sentence of the catalogue, in Easy Read where it has that wording."""
    catalogue = load_messages(language)
    easy = easy_read and "easy" in catalogue.get(name, load_messages("en")[name])
    return message(name, "easy" if easy else "say", params, language)
