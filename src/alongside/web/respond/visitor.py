"""What the cookie says of one person and one study: a random key and how they read."""

from dataclasses import dataclass, replace
from typing import Self

from django.contrib.sessions.backends.base import SessionBase

from alongside.questionnaire import Study
from alongside.web.records.mapping import About
from alongside.web.records.store import new_key

STANDARD, EASY = "standard", "easy"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person at one study.

    Parameters
    ----------
    key
        Random; under it their answers are kept.
    started
        Whether they pressed Start.
    done
        Whether answers were sent from this browser before; their key is forgotten then.
    """

    key: str
    language: str
    edition: str = STANDARD
    started: bool = False
    done: bool = False

    @property
    def easy_read(self) -> bool:
        """Whether they read the Easy Read wording."""
        return self.edition == EASY

    @property
    def about(self) -> About:
        """What is kept beside their answers."""
        return About(self.language, self.edition, "web")

    def choosing(self, study: Study, language: str, edition: str) -> Self:
        """Return the visitor with another language and wording, if the study has them."""
        chosen = language if language in study.settings.languages else self.language
        wording = edition if edition in (STANDARD, EASY) else self.edition
        return replace(self, language=chosen, edition=wording)

    def begun(self) -> Self:
        """Return the visitor after pressing Start."""
        return replace(self, started=True, done=False)

    def anew(self, *, done: bool) -> Self:
        """Return the visitor with a new key and nothing started."""
        return replace(self, key=new_key(), started=False, done=done)


def read_visitor(session: SessionBase, study: Study) -> Visitor:
    """Return the visitor of the cookie, or a new one."""
    kept = session.get("studies", {}).get(study.slug)
    if kept is None:
        return Visitor(new_key(), study.settings.languages[0])
    return Visitor(**kept).choosing(study, "", "")


def keep_visitor(session: SessionBase, study: Study, visitor: Visitor) -> None:
    """Put the visitor into the cookie; other studies stay as they are."""
    entry = {
        "key": visitor.key,
        "language": visitor.language,
        "edition": visitor.edition,
        "started": visitor.started,
        "done": visitor.done,
    }
    session["studies"] = session.get("studies", {}) | {study.slug: entry}
