"""Words in several languages, each with an optional Easy Read wording.

The codes never change with the wording: whoever reads Easy Read or Welsh answers the
same question with the same codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
LANGUAGE_NAMES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cy": "Cymraeg",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "gu": "ગુજરાતી",
    "it": "Italiano",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "so": "Soomaali",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}
"""What some languages call themselves."""


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of wording.

    Parameters
    ----------
    plain
        Wording by language tag (BCP 47: ``en``, ``cy``).
    easy
        Easy Read wording by language tag; may be empty or cover fewer languages.
    """

    plain: Mapping[str, str] = field(default_factory=dict)
    easy: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def say(self, language: str, *, easy_read: bool = False) -> str:
        """Return the wording to show.

        Falls back from Easy Read to plain, and from a missing language to the first one
        the author wrote; checks name such gaps before launch. An empty text gives "".

        >>> hello = Text({"en": "Hello", "cy": "Helo"}, {"en": "Hi"})
        >>> hello.say("cy"), hello.say("en", easy_read=True), hello.say("fr")
        ('Helo', 'Hi', 'Hello')
        """
        if easy_read and language in self.easy:
            return self.easy[language]
        if language in self.plain:
            return self.plain[language]
        return next(iter(self.plain.values()), "")

    def missing_languages(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Return the languages that have no plain wording, in the order asked."""
        return tuple(tag for tag in languages if tag not in self.plain)

    def wordings(self) -> tuple[tuple[str, bool, str], ...]:
        """Return every wording as (language, is it Easy Read, words)."""
        return tuple((tag, False, words) for tag, words in self.plain.items()) + tuple(
            (tag, True, words) for tag, words in self.easy.items()
        )


def plain_text(words: str, language: str = "en") -> Text:
    """Return a text with one wording in one language."""
    return Text({language: words})


def writing_direction(language: str) -> str:
    """Return ``rtl`` for a language usually written from right to left, else ``ltr``.

    >>> writing_direction("ur-PK"), writing_direction("cy")
    ('rtl', 'ltr')
    """
    return "rtl" if language.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"
