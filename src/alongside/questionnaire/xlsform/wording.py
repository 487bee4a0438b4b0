"""Words of a form: languages by their tags, formatting taken out, references to answers."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.kernel.text import Text
from alongside.questionnaire.xlsform.losses import Losses
from alongside.questionnaire.xlsform.rows import FormRow
from alongside.questionnaire.xlsform.workbook import Sheet

PLAIN = "default"
"""What pyxform calls the language of columns that name none."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TAG_IN_BRACKETS = re.compile(rf"\(\s*({_TAG.pattern})\s*\)\s*$")
_NAMES = {
    **{"english": "en", "welsh": "cy", "cymraeg": "cy", "scottish gaelic": "gd", "irish": "ga"},
    **{"french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es"},
    **{"portuguese": "pt", "português": "pt", "german": "de", "deutsch": "de", "italian": "it"},
    **{"italiano": "it", "dutch": "nl", "polish": "pl", "polski": "pl", "romanian": "ro"},
    **{"lithuanian": "lt", "russian": "ru", "ukrainian": "uk", "turkish": "tr", "greek": "el"},
    **{"arabic": "ar", "persian": "fa", "farsi": "fa", "dari": "prs", "pashto": "ps"},
    **{"kurdish": "ku", "somali": "so", "swahili": "sw", "kiswahili": "sw", "amharic": "am"},
    **{"tigrinya": "ti", "hausa": "ha", "yoruba": "yo", "igbo": "ig", "bengali": "bn"},
    **{"bangla": "bn", "punjabi": "pa", "gujarati": "gu", "hindi": "hi", "urdu": "ur"},
    **{"tamil": "ta", "nepali": "ne", "chinese": "zh", "vietnamese": "vi", "burmese": "my"},
    **{"khmer": "km", "indonesian": "id", "filipino": "fil", "tagalog": "tl", "japanese": "ja"},
}
_HTML = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"\*\*|(?m:^\s*#+\s+)")
_PIPE = re.compile(r"\$\{\s*([\w.\-]+)\s*\}")
_FAULTS = {"#REF!", "#NAME?", "#N/A", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}


@dataclass
class Wording:
    """Turns pyxform's words into texts; remembers which languages there are.

    Parameters
    ----------
    default
        Tag of the columns that name no language.
    codes
        Codes of the questions asked so far, by their name in the form.
    """

    losses: Losses
    default: str
    codes: Mapping[str, str]
    languages: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def text(self, row: FormRow, raw: object) -> Text:
        """Return wording by language; ``${name}`` becomes piping of that earlier answer."""
        if raw in (None, ""):
            return Text()
        given = raw if isinstance(raw, Mapping) else {PLAIN: raw}
        plain: dict[str, str] = {}
        for language, cell in given.items():
            tag = self.tag(str(language))
            words = str(cell).strip()
            if words in _FAULTS:
                self.losses.add(row, "xlsform-error-value", words=words, language=tag)
            elif words and (tag not in plain or language != PLAIN):
                plain[tag] = self._clean(row, words)
                if tag not in self.languages:
                    self.languages.append(tag)
        return Text(plain)

    def tag(self, language: str) -> str:
        """Return the tag of a language as XLSForm names it: ``French (fr)``, ``French``, ``fr``."""
        if language == PLAIN:
            return self.default
        if language not in self.tags:
            self.tags[language] = self._new_tag(language)
        return self.tags[language]

    def _new_tag(self, language: str) -> str:
        found = _TAG_IN_BRACKETS.search(language) or _TAG.fullmatch(language.strip())
        name = language.strip().lower()
        if name in _NAMES:
            return _NAMES[name]
        if found and (found.lastindex or len(name.split("-")[0]) <= 3):
            written = found.group(found.lastindex or 0)
            primary, _, rest = written.partition("-")
            return primary.lower() + (f"-{rest}" if rest else "")
        letters = re.sub(r"[^a-z0-9]", "", name)[:6] or "x"
        tag, number = f"und-{letters:0<2}", 2
        while tag in self.tags.values():
            tag, number = f"und-{letters}{number}", number + 1
        self.losses.add_apart("languages", "xlsform-language", words=language, tag=tag)
        return tag

    def _clean(self, row: FormRow, words: str) -> str:
        bare = _MARKS.sub("", html.unescape(_HTML.sub("", words)))
        if bare != words:
            self.losses.add(row, "xlsform-formatting")

        def fill(found: re.Match[str]) -> str:
            name = found.group(1)
            if name in self.codes:
                return "{{" + self.codes[name] + "}}"
            self.losses.add(row, "xlsform-pipe", name=name)
            return "…"

        return _PIPE.sub(fill, bare).strip()


def default_language(survey: Sheet, setting: str) -> str:
    """Return the language of columns without one, as the form names it; "" when it does not.

    The setting ``default_language`` wins; else, when every label names its language, the first
    of them.
    """
    if setting and setting != PLAIN:
        return setting
    if any(head.strip().lower() in ("label", "caption") for head in survey.written_heads):
        return ""
    for head in survey.written_heads:
        parts = [part.strip() for part in head.split("::")]
        if len(parts) == 2 and parts[0].lower() in ("label", "caption") and parts[1]:
            return parts[1]
    return ""
