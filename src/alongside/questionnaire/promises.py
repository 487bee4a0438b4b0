"""The anonymity promise: what is promised in words, and which words bind the software.

A line that names what it keeps (``keeps: no-names``) is checked before a study opens; a line
of the authors' own words is theirs to keep.
"""

from dataclasses import dataclass, field
from importlib.resources import files

from alongside.kernel.messages import load_messages
from alongside.kernel.text import Text

KEPT_PROMISES = (
    "no-names",
    "no-devices",
    "no-exact-times",
    "no-order",
    "no-personal-links",
    "no-small-groups",
    "can-withdraw",
)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One line of the promise.

    Parameters
    ----------
    keeps
        One of :data:`KEPT_PROMISES`, which is then checked; "": only words.
    words
        The authors' words; empty: the standard words of what it keeps.
    """

    keeps: str = ""
    words: Text = field(default_factory=Text)

    @property
    def text(self) -> Text:
        """What people read."""
        return self.words or standard_words(self.keeps)


def standard_words(keeps: str) -> Text:
    """Return the standard words of a promise in every language the catalogue has.

    >>> standard_words("no-names").say("en", easy_read=True)
    'We do not ask your name.'
    """
    plain: dict[str, str] = {}
    easy: dict[str, str] = {}
    folders = files("alongside.kernel.messages").iterdir()
    for language in sorted(folder.name for folder in folders if folder.is_dir()):
        words = load_messages(language).get(f"promise-{keeps}")
        if words is not None:
            plain[language] = words["say"]
            easy[language] = words["easy"]
    return Text(plain, easy)
