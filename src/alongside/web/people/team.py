"""Letting people in: passes of five words, and roles."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from alongside.collect import code_words
from alongside.kernel.errors import StudyError
from alongside.web.people.models import Member

ROLES = ("enter", "explore", "interview", "watch")
"""Type in paper answers; explore tables of the answers; interview by telephone; see how fieldwork
goes."""

MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody who was let in.

    Parameters
    ----------
    stamp
        Differs from one pass to the next, so that a cookie outlives no pass; the pass cannot be
        found from it.
    """

    study: str
    name: str
    roles: tuple[str, ...]
    stamp: str

    def may(self, role: str) -> bool:
        """Return whether this person has the role."""
        return role in self.roles


def add_member(slug: str, name: str, roles: Sequence[str]) -> str:
    """Let somebody in; return their pass, which is shown this once and not kept.

    Raises :class:`~alongside.kernel.errors.StudyError` when the name is taken or cannot be one,
    or a role is unknown.
    """
    name = " ".join(name.split())
    if not name or len(name) > MOST_LETTERS or not name.isprintable():
        raise StudyError(
            "This cannot be a name in the team.",
            remedy=f"Give 1 to {MOST_LETTERS} letters.",
        )
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        raise StudyError(
            f"There is no role {unknown[0]!r}." if unknown else "No role was given.",
            remedy=f"Choose from: {', '.join(ROLES)}.",
        )
    words = code_words.new_code()
    mark = code_words.mark_of(words, _key())
    try:
        with transaction.atomic():
            Member.objects.create(study=slug, name=name, roles=list(roles), pass_mark=mark)
    except IntegrityError as error:
        raise StudyError(
            f"The team of {slug} has a {name} already.",
            remedy="Give another name, or take the old pass back first.",
        ) from error
    return words


def remove_member(slug: str, name: str) -> bool:
    """Take a pass back; return whether there was one."""
    removed, _ = Member.objects.filter(study=slug, name=" ".join(name.split())).delete()
    return removed > 0


def list_members(slug: str) -> list[TeamMember]:
    """Return the team of a study, by name."""
    return [_member(row) for row in Member.objects.filter(study=slug).order_by("name")]


def find_by_pass(slug: str, words: str) -> TeamMember | None:
    """Return whose pass this is, or None. How it is typed does not matter, only the words."""
    mark = code_words.mark_of(words, _key())
    row = Member.objects.filter(study=slug, pass_mark=mark).first()
    return _member(row) if row else None


def find_by_name(slug: str, name: str) -> TeamMember | None:
    """Return the member of this name while their pass is valid."""
    row = Member.objects.filter(study=slug, name=name).first()
    return _member(row) if row else None


def _member(row: Member) -> TeamMember:
    stamp = hashlib.sha256(row.pass_mark.encode()).hexdigest()[:16]
    return TeamMember(row.study, row.name, tuple(row.roles), stamp)


def _key() -> str:
    return f"team {settings.SECRET_KEY}"
