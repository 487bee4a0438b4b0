"""The ticket in each form: with it a page can be sent after the cookie has gone.

A form may stay open for days; the cookie ends with the browser. What somebody typed must not be
lost for that. So each form carries what the cookie says of the person, signed. It is used when
the cookie has nothing to lose, and it shows when a form is older than what happened since.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from django.core.signing import BadSignature, Signer

from alongside.questionnaire import Study
from alongside.web.records.returning import Returned
from alongside.web.respond.visitor import Visitor, entry_of, visitor_of

TICKET = "page-ticket"
"""Name of the hidden field; with its hyphen no question can have it."""
MOST_TICKETS, LONGEST_KEPT = 2048, 1024
_SALT = "alongside.respond.ticket"


class Late(StrEnum):
    """Why a form is not taken."""

    SENT = "sent"
    """Its answers were sent before, all of them."""
    DELETED = "deleted"
    """Its answers were deleted."""
    OTHER = "other"
    """Other answers have been begun in this browser since."""


class LateFormError(Exception):
    """A form that is not taken, and nothing is changed."""

    def __init__(self, late: Late) -> None:
        super().__init__(late.value)
        self.late = late


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose form it is.

    Parameters
    ----------
    kept
        Whether answers of theirs were kept already when the form was shown.
    """

    visitor: Visitor
    kept: bool


def make_ticket(slug: str, visitor: Visitor, *, kept: bool) -> str:
    """Return the ticket of a form. It says no time, and nothing the cookie does not say."""
    plain = entry_of(replace(visitor, code="", sent="", withdrew=""))
    return Signer(salt=_SALT).sign_object([slug, kept, plain])


def read_ticket(words: str, study: Study) -> Ticket | None:
    """Return a ticket of this study that this site signed; None for anything else."""
    # what is longer than any ticket must not fill the memory
    signed = (_signed if len(words) <= LONGEST_KEPT else _signed.__wrapped__)(words)
    if signed is None:
        return None
    slug, kept, entry = signed
    visitor = visitor_of(entry, study)
    return Ticket(visitor, bool(kept)) if visitor and slug == study.slug else None


@lru_cache(maxsize=MOST_TICKETS)
def _signed(words: str) -> tuple[object, object, object] | None:
    """Return what a ticket says; None when this site did not sign it.

    One person's forms carry the same ticket page after page, so it is worked out once.
    """
    try:
        slug, kept, entry = Signer(salt=_SALT).unsign_object(words)
    except (BadSignature, ValueError, TypeError):
        return None
    return slug, kept, entry


def whose_form(
    ticket: Ticket | None,
    live: Visitor,
    find: Callable[[str], Returned | None],
    *,
    trusted: bool,
) -> Visitor:
    """Return who sent a form: the visitor of the cookie, or of the ticket if that is gone.

    Answers begun in the browser are never let go of for a ticket that speaks of others.

    Parameters
    ----------
    ticket
        The ticket of the form; None: it has none, or one that is not ours.
    live
        The visitor of the cookie; a new one when the cookie does not speak of the study.
    find
        Looks up what is kept under a key.
    trusted
        Whether the cookie is the one the form was made with, as far as can be told. If so, and
        it knows nothing begun, then what was begun was ended in this very browser.

    Raises :class:`LateFormError` when the form is older than what happened since.
    """
    if ticket is None:
        return live
    if ticket.visitor.key == live.key:
        return live if live.started else replace(ticket.visitor, code=live.code, sent=live.sent)
    if live.started:
        if ticket.visitor.started:
            raise LateFormError(Late.OTHER)
        return live
    row = find(ticket.visitor.key)
    if not ticket.visitor.started:
        return live if trusted or (row is not None and row.completed) else ticket.visitor
    if row is not None and row.completed:
        raise LateFormError(Late.SENT)
    if row is None and (ticket.kept or trusted):
        raise LateFormError(Late.DELETED)
    return ticket.visitor
