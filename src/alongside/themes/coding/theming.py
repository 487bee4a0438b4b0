"""Themes: codes gathered into meanings, how they hang together, and how they came to be.

As with a codebook, themes are made by changes only, each attributed, and can be played again.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from alongside.kernel.errors import CodingError
from alongside.themes.coding.codes import Change, Codebook
from alongside.themes.coding.given import Given, name_of, same_name, text_of, texts_of, words_of

PHASES = (
    "Getting to know the answers",
    "Coding",
    "Making first themes",
    "Checking themes against the answers",
    "Defining and naming themes",
    "Writing up",
)
"""The six phases of Braun and Clarke 2006 (doi:10.1191/1478088706qp063oa), in plain words."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    Parameters
    ----------
    codes
        Ids of codes of the joint frame, in their order here. A code may be in several themes.
    parent
        The theme this is a part of; "" for none.
    deviant
        Answers (by name) that speak against the theme, with why: a theme that nothing speaks
        against has not been looked at hard enough.
    """

    id: str
    name: str
    definition: str = ""
    codes: tuple[str, ...] = ()
    parent: str = ""
    deviant: tuple[tuple[str, str], ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One theme bears on another; ``words`` say how: "makes possible", "gets in the way of"."""

    start: str
    end: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Theming:
    """The themes of a project, their links, and every change that made them."""

    themes: tuple[Theme, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def version(self) -> int:
        """How many changes made it."""
        return len(self.changes)

    @property
    def in_use(self) -> tuple[Theme, ...]:
        """The themes in use, each after the one it is a part of."""
        usable = [theme for theme in self.themes if not theme.retired]
        known = {theme.id for theme in usable}
        found: list[Theme] = []

        def add(parent: str) -> None:
            for theme in usable:
                if (theme.parent if theme.parent in known else "") == parent:
                    found.append(theme)
                    add(theme.id)

        add("")
        return tuple(found)

    def find(self, theme_id: str) -> Theme:
        """Return a theme in use. Raises :class:`CodingError` when there is none of this id."""
        found = next((theme for theme in self.in_use if theme.id == theme_id), None)
        if found is None:
            raise CodingError(
                f"There is no theme “{theme_id}”.", remedy="Choose one from the list."
            )
        return found

    def codes_of(self, theme_id: str, frame: Codebook) -> frozenset[str]:
        """Return the codes that count for a theme: its own and those of its parts, after merges."""
        own = {frame.resolve(code) for code in self.find(theme_id).codes}
        for theme in self.in_use:
            if theme.parent == theme_id:
                own |= self.codes_of(theme.id, frame)
        return frozenset(own)

    def themes_of(self, codes: Iterable[str], frame: Codebook) -> tuple[str, ...]:
        """Return the ids of the themes that an answer with these codes belongs to."""
        given = {frame.resolve(code) for code in codes}
        return tuple(theme.id for theme in self.in_use if given & self.codes_of(theme.id, frame))

    def loose_codes(self, frame: Codebook) -> tuple[str, ...]:
        """Return the codes in use that are in no theme yet."""
        placed = {frame.resolve(code) for theme in self.in_use for code in theme.codes}
        return tuple(code.id for code in frame.in_use if code.id not in placed)


def change_themes(theming: Theming, verb: str, given: Given, by: str = "", on: str = "") -> Theming:
    """Return the themes after one change; the version goes up by one.

    ``verb`` is a name in :data:`THEME_VERBS`, ``given`` what it needs in plain JSON values.

    Raises :class:`~alongside.kernel.errors.CodingError` when the change cannot be made.

    >>> theming = change_themes(Theming(), "create", {"name": "Respect", "codes": ["j1"]})
    >>> change_themes(theming, "rename", {"theme": "t1", "name": "Being heard"}).in_use[0].name
    'Being heard'
    """
    make = THEME_VERBS.get(verb)
    if make is None:
        raise CodingError(
            f"Themes cannot “{verb}”.", remedy=f"Choose from: {', '.join(THEME_VERBS)}."
        )
    made = make(theming, given)
    change = Change(theming.version + 1, verb, dict(given), by, on)
    return replace(made, changes=(*theming.changes, change))


def replay_themes(theming: Theming, version: int | None = None) -> Theming:
    """Return the themes made anew from their changes, up to a version (None: all of them)."""
    made = Theming()
    for change in theming.changes[:version]:
        made = change_themes(made, change.verb, change.given, change.by, change.on)
    return made


def create(theming: Theming, given: Given) -> Theming:
    """Add a theme: ``name``; ``definition``, ``codes`` and ``parent`` if wanted."""
    numbers = [int(re.sub(r"\D", "", theme.id)) for theme in theming.themes]
    parent = text_of(given, "parent")
    if parent:
        theming.find(parent)
    theme = Theme(
        id=f"t{max(numbers, default=0) + 1}",
        name=_free_name(theming, given),
        definition=words_of(given, "definition"),
        codes=texts_of(given, "codes"),
        parent=parent,
    )
    return replace(theming, themes=(*theming.themes, theme))


def rename(theming: Theming, given: Given) -> Theming:
    """Give ``theme`` another ``name``."""
    theme = theming.find(text_of(given, "theme"))
    return _put(theming, replace(theme, name=_free_name(theming, given, theme.id)))


def define(theming: Theming, given: Given) -> Theming:
    """Say what ``theme`` means: ``definition``."""
    theme = theming.find(text_of(given, "theme"))
    return _put(theming, replace(theme, definition=words_of(given, "definition")))


def place(theming: Theming, given: Given) -> Theming:
    """Put ``code`` into ``theme``; ``from`` another theme it is taken out of, if any.

    ``theme`` "": it is only taken out.
    """
    code, wanted, left = text_of(given, "code"), text_of(given, "theme"), text_of(given, "from")
    made = theming
    if left:
        source = made.find(left)
        rest = tuple(one for one in source.codes if one != code)
        made = _put(made, replace(source, codes=rest))
    if wanted:
        target = made.find(wanted)
        made = _put(made, replace(target, codes=tuple(dict.fromkeys((*target.codes, code)))))
    return made


def move(theming: Theming, given: Given) -> Theming:
    """Make ``theme`` a part of ``parent`` ("": of none), ``before`` another or at the end."""
    theme = theming.find(text_of(given, "theme"))
    parent, before = text_of(given, "parent"), text_of(given, "before")
    above = parent
    while above:
        if above == theme.id:
            raise CodingError(
                f"“{theme.name}” cannot be a part of itself.", remedy="Choose another place."
            )
        above = theming.find(above).parent
    others = [one for one in theming.themes if one.id != theme.id]
    spot = next((spot for spot, one in enumerate(others) if one.id == before), len(others))
    moved = replace(theme, parent=parent)
    return replace(theming, themes=(*others[:spot], moved, *others[spot:]))


def retire(theming: Theming, given: Given) -> Theming:
    """Take ``theme`` out of use; its parts stand by themselves, its codes are loose again."""
    theme = theming.find(text_of(given, "theme"))
    heirs = [replace(one, parent=theme.parent) for one in theming.themes if one.parent == theme.id]
    links = tuple(link for link in theming.links if theme.id not in (link.start, link.end))
    return replace(_put(theming, replace(theme, retired=True), *heirs), links=links)


def deviate(theming: Theming, given: Given) -> Theming:
    """Name an ``answer`` that speaks against ``theme``, with ``why``; ``not`` takes it away."""
    theme = theming.find(text_of(given, "theme"))
    answer, why = text_of(given, "answer"), words_of(given, "why")
    left = tuple(pair for pair in theme.deviant if pair[0] != answer)
    if given.get("not"):
        return _put(theming, replace(theme, deviant=left))
    if not why:
        raise CodingError("No reason was given.", remedy="Say why it speaks against the theme.")
    return _put(theming, replace(theme, deviant=(*left, (answer, why))))


def link(theming: Theming, given: Given) -> Theming:
    """Say how ``theme`` bears on ``other``, in ``words``; ``not`` takes the link away."""
    start, end = theming.find(text_of(given, "theme")), theming.find(text_of(given, "other"))
    if start.id == end.id:
        raise CodingError("A theme bears on another, not on itself.", remedy="Choose two.")
    left = tuple(one for one in theming.links if (one.start, one.end) != (start.id, end.id))
    if given.get("not"):
        return replace(theming, links=left)
    return replace(theming, links=(*left, Link(start.id, end.id, words_of(given, "words"))))


def put_back(theming: Theming, given: Given) -> Theming:
    """Make the themes what they were in ``version``; themes made since stay as retired ones."""
    version = given.get("version")
    if not isinstance(version, int) or not 0 <= version <= theming.version:
        raise CodingError(
            f"There is no version {version} of these themes.",
            remedy=f"Choose from 0 to {theming.version}.",
        )
    before = replay_themes(theming, version)
    known = {theme.id for theme in before.themes}
    since = (replace(theme, retired=True) for theme in theming.themes if theme.id not in known)
    return replace(before, themes=(*before.themes, *since))


THEME_VERBS: Mapping[str, Callable[[Theming, Given], Theming]] = {
    "create": create,
    "rename": rename,
    "define": define,
    "place": place,
    "move": move,
    "retire": retire,
    "deviate": deviate,
    "link": link,
    "put_back": put_back,
}


def _put(theming: Theming, *changed: Theme) -> Theming:
    new = {theme.id: theme for theme in changed}
    return replace(theming, themes=tuple(new.get(one.id, one) for one in theming.themes))


def _free_name(theming: Theming, given: Given, own: str = "") -> str:
    name = name_of(given, "theme")
    if any(same_name(one.name, name) and one.id != own for one in theming.in_use):
        raise CodingError(
            f"There is a theme “{name}” already.", remedy="Use that one, or give another name."
        )
    return name
