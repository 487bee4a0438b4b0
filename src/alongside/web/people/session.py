"""Who of a study's team is signed in at this browser; the table decides each time."""

from django.contrib.sessions.backends.base import SessionBase

from alongside.web.people.team import TeamMember, find_by_name

KEPT_AS = "team"
MOST_STUDIES = 12


def sign_in(session: SessionBase, member: TeamMember) -> None:
    """Keep in the signed cookie who is signed in to this member's study.

    The cookie holds the name and the stamp of the pass, so that a pass taken back lets nobody
    in again, not even when another person of the same name joins later.
    """
    others = {slug: kept for slug, kept in _kept(session).items() if slug != member.study}
    while len(others) >= MOST_STUDIES:
        del others[next(iter(others))]
    session[KEPT_AS] = others | {member.study: [member.name, member.stamp]}


def sign_out(session: SessionBase, slug: str) -> None:
    """Forget who was signed in to this study; other studies stay as they are."""
    left = {other: kept for other, kept in _kept(session).items() if other != slug}
    if left:
        session[KEPT_AS] = left
    else:
        session.pop(KEPT_AS, None)


def signed_in(session: SessionBase, slug: str) -> TeamMember | None:
    """Return who is signed in to this study while their pass is valid, or None.

    A cookie in a form this version does not know lets nobody in.
    """
    match _kept(session).get(slug):
        case [str(name), str(stamp)]:
            member = find_by_name(slug, name)
            return member if member and member.stamp == stamp else None
        case _:
            return None


def _kept(session: SessionBase) -> dict[str, object]:
    kept = session.get(KEPT_AS, {})
    return kept if isinstance(kept, dict) else {}
