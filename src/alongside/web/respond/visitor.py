"""What the cookie says of one person and one study: a random key and how they read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.contrib.sessions.backends.base import SessionBase

from alongside.questionnaire import Study
from alongside.web.pages.wording import has_easy_read
from alongside.web.records.mapping import About
from alongside.web.records.store import new_key

STANDARD, EASY = "standard", "easy"
MOST_STUDIES = 12
"""Studies one cookie speaks of; more would not fit into the 4,096 bytes browsers allow."""


DELETED, FILED = "deleted", "filed"


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
    channel
        Code of the channel by which they came; "" when they came by no channel's link.
    mode, helped, helper
        How they answer, and who helps how: see :class:`alongside.collect.Response`.
    began
        The whole minute in which they pressed Start, counted from 1970; None: not known. It is
        kept in the cookie only, until the answers are sent.
    code
        The return code, so that it can be shown again until the browser closes; "": none was
        asked for in this browser.
    sent
        Key of complete answers that were sent from this browser or come back to with a code: who
        sits at it may ask for their code or take them back, until it closes, they leave, or
        somebody starts anew.
    withdrew
        Whether answers were taken back in this browser just now: :data:`DELETED`, :data:`FILED`
        when the team had them in a file by then, "" for no.
    """

    key: str
    language: str
    edition: str = STANDARD
    started: bool = False
    done: bool = False
    channel: str = ""
    mode: str = "web"
    helped: tuple[str, ...] = ()
    helper: str = ""
    began: int | None = None
    code: str = ""
    sent: str = ""
    withdrew: str = ""

    @property
    def easy_read(self) -> bool:
        """Whether they read the Easy Read wording."""
        return self.edition == EASY

    @property
    def returns_to(self) -> str:
        """Key of the answers that a return code is for; "" when there are none."""
        return self.key if self.started else self.sent

    @property
    def about(self) -> About:
        """What is kept beside their answers."""
        return About(self.language, self.edition, self.channel, self.mode, self.helped, self.helper)

    def choosing(self, study: Study, language: str, edition: str) -> Self:
        """Return the visitor with another language and wording, if the study has them.

        What the study no longer has gives way to its first language and standard wording.
        """
        languages = study.settings.languages
        offered = (STANDARD, EASY) if has_easy_read(study) else (STANDARD,)
        chosen = (
            next((tag for tag in (language, self.language) if tag in languages), languages[0]),
            next((name for name in (edition, self.edition) if name in offered), STANDARD),
        )
        if chosen == (self.language, self.edition):
            return self
        return replace(self, language=chosen[0], edition=chosen[1])

    def helped_by(self, helper: str, helped: tuple[str, ...]) -> Self:
        """Return the visitor with who helps and how; both empty: nobody."""
        return replace(self, helper=helper, helped=helped)

    def coming_by(self, channel: str) -> Self:
        """Return the visitor after following a channel's link; who has begun stays where they were.

        The channel of the last link before Start counts.
        """
        return self if self.started else replace(self, channel=channel)

    def begun(self, minute: int | None = None) -> Self:
        """Return the visitor after pressing Start in this minute; the first Start counts."""
        if self.started:
            return self
        return replace(self, started=True, done=False, began=minute, code="", sent="", withdrew="")

    def finished(self) -> Self:
        """Return the visitor after sending everything: the code stays, and what it is for."""
        return replace(self.anew(done=True), code=self.code, sent=self.key)

    def resuming(self, key: str, about: About) -> Self:
        """Return the visitor after coming back to answers that are not all sent.

        Whoever comes back by a page of the web answers there now, even if they began by
        telephone: what an interviewer is shown is not for them.
        """
        return replace(
            self.anew(done=False),
            key=key,
            started=True,
            language=about.language,
            edition=about.edition,
            channel=about.channel,
            helped=about.helped,
            helper=about.helper,
        )

    def anew(self, *, done: bool) -> Self:
        """Return the visitor with a new key and nothing started; the next person may differ."""
        return replace(
            self,
            key=new_key(),
            started=False,
            done=done,
            mode="web",
            helped=(),
            helper="",
            began=None,
            code="",
            sent="",
            withdrew="",
        )


def read_visitor(session: SessionBase, study: Study) -> Visitor:
    """Return the visitor of the cookie, or a new one.

    A cookie that another version of the site wrote, in another form, is a new visitor's.
    """
    found = visitor_of(session.get("studies", {}).get(study.slug), study)
    return found or Visitor(new_key(), study.settings.languages[0]).choosing(study, "", "")


def visitor_of(entry: object, study: Study) -> Visitor | None:
    """Return the visitor that an entry of the cookie or of a ticket speaks of, or None."""
    if not isinstance(entry, Mapping):
        return None
    try:
        visitor = Visitor(**{**entry, "helped": tuple(entry.get("helped", ()))})
    except TypeError:
        return None
    return visitor.choosing(study, "", "")


def entry_of(visitor: Visitor) -> dict[str, object]:
    """Return what the cookie says of a visitor; what is as usual takes no room in it."""
    entry: dict[str, object] = {
        "key": visitor.key,
        "language": visitor.language,
        "edition": visitor.edition,
        "started": visitor.started,
        "done": visitor.done,
    }
    usual = {"channel": "", "mode": "web", "began": None, "code": "", "sent": "", "withdrew": ""}
    entry |= {
        name: getattr(visitor, name)
        for name, value in usual.items()
        if getattr(visitor, name) != value
    }
    if visitor.helped or visitor.helper:
        entry |= {"helped": list(visitor.helped), "helper": visitor.helper}
    return entry


def knows_visitor(session: SessionBase, study: Study) -> bool:
    """Return whether the cookie speaks of this study, because the person was here before."""
    return study.slug in session.get("studies", {})


def keep_visitor(session: SessionBase, study: Study, visitor: Visitor) -> None:
    """Put the visitor into the cookie; other studies stay as they are while there is room.

    Room is made by the study looked at longest ago, one that was not begun if there is any.
    """
    others = {slug: kept for slug, kept in session.get("studies", {}).items() if slug != study.slug}
    while len(others) >= MOST_STUDIES:
        idle = [slug for slug, kept in others.items() if not kept.get("started")]
        del others[(idle or list(others))[0]]
    session["studies"] = others | {study.slug: entry_of(visitor)}
