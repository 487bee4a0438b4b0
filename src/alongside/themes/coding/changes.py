"""The changes of a codebook, by the verb they are logged under.

Each takes a codebook and what it is given (plain JSON values), and returns its codes as they are
afterwards. :func:`change_codebook` adds the change itself; :func:`replay` makes a codebook from
its changes alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from alongside.kernel.errors import CodingError
from alongside.themes.coding.codes import COLOURS, Change, Code, Codebook, start_codebook
from alongside.themes.coding.given import Given, name_of, same_name, text_of, texts_of, words_of

Verb = Callable[[Codebook, Given], tuple[Code, ...]]


def change_codebook(
    book: Codebook, verb: str, given: Given, by: str = "", on: str = ""
) -> Codebook:
    """Return the codebook after one change; the version goes up by one.

    ``verb`` is a name in :data:`VERBS`; ``given`` is what it needs, see there, in plain JSON
    values; ``by`` and ``on`` say who made the change, and the day (ISO 8601).

    Raises :class:`~alongside.kernel.errors.CodingError` when the change cannot be made, with
    what would help. The codebook that was given stays as it is.

    >>> book = change_codebook(start_codebook("j"), "create", {"name": "Time"}, by="Ann")
    >>> book = change_codebook(book, "rename", {"code": "j1", "name": "No time"}, by="Ben")
    >>> [(code.id, code.name) for code in book.in_use], book.version
    ([('j1', 'No time')], 2)
    """
    make = VERBS.get(verb)
    if make is None:
        raise CodingError(
            f"A codebook cannot “{verb}”.", remedy=f"Choose from: {', '.join(VERBS)}."
        )
    codes = make(book, given)
    change = Change(book.version + 1, verb, dict(given), by, on)
    return replace(book, codes=codes, changes=(*book.changes, change))


def replay(book: Codebook, version: int | None = None) -> Codebook:
    """Return the codebook made anew from its changes, up to a version (None: all of them)."""
    made = start_codebook(book.prefix, book.start)
    for change in book.changes[:version]:
        made = change_codebook(made, change.verb, change.given, change.by, change.on)
    return made


def create(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Add a code: ``name``; ``definition``, ``parent``, ``colour`` and ``stands_for`` if wanted."""
    name = _free_name(book, given)
    parent = text_of(given, "parent")
    if parent:
        _usable(book, parent)
    code = Code(
        id=_next_id(book),
        name=name,
        definition=words_of(given, "definition"),
        parent=parent,
        colour=_colour(given),
        stands_for=texts_of(given, "stands_for"),
    )
    return (*book.codes, code)


def rename(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Give ``code`` another ``name``."""
    code = _usable(book, text_of(given, "code"))
    return _put(book, replace(code, name=_free_name(book, given, code.id)))


def define(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Say what ``code`` means: ``definition``."""
    code = _usable(book, text_of(given, "code"))
    return _put(book, replace(code, definition=words_of(given, "definition")))


def recolour(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Give ``code`` a ``colour`` of :data:`~alongside.themes.coding.codes.COLOURS`, or none."""
    code = _usable(book, text_of(given, "code"))
    return _put(book, replace(code, colour=_colour(given)))


def move(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Put ``code`` under ``parent`` ("": under none), ``before`` another code or at the end."""
    code = _usable(book, text_of(given, "code"))
    parent, before = text_of(given, "parent"), text_of(given, "before")
    above: str | None = parent
    while above:
        if above == code.id:
            raise CodingError(
                f"“{code.name}” cannot stand under itself.", remedy="Choose another place for it."
            )
        above = _usable(book, above).parent
    moved = replace(code, parent=parent)
    others = [other for other in book.codes if other.id != code.id]
    spot = len(others)
    if before:
        _usable(book, before)
        spot = next(spot for spot, other in enumerate(others) if other.id == before)
    return (*others[:spot], moved, *others[spot:])


def merge(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Let the code ``into`` take over ``code``: what was coded with it is now coded with that."""
    code, into = _usable(book, text_of(given, "code")), _usable(book, text_of(given, "into"))
    if code.id == into.id:
        raise CodingError(
            "A code cannot be merged with itself.", remedy="Choose two different codes."
        )
    if _stands_under(book, into, code.id):
        into = replace(into, parent=code.parent)
    taking = replace(
        into,
        examples=tuple(dict.fromkeys((*into.examples, *code.examples))),
        stands_for=tuple(dict.fromkeys((*into.stands_for, *code.stands_for))),
    )
    gone = replace(code, merged_into=into.id, examples=(), stands_for=())
    heirs = {
        other.id: replace(other, parent=into.id)
        for other in book.codes
        if other.parent == code.id and other.id != into.id
    }
    return _put(book, taking, gone, *heirs.values())


def split(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Replace ``code`` by new codes with these ``names``; what it was given to is read again."""
    code = _usable(book, text_of(given, "code"))
    names = texts_of(given, "names")
    if len(names) < 2:
        raise CodingError(
            f"“{code.name}” needs at least two new names to be split into.",
            remedy="Write one name a line.",
        )
    made = replace(book, codes=_put(book, replace(code, name=f"{code.name} (split)")))
    parts = []
    for name in names:
        codes = create(made, {"name": name, "parent": code.parent, "colour": code.colour})
        parts.append(codes[-1].id)
        made = replace(made, codes=codes)
    heirs = [replace(other, parent=code.parent) for other in made.codes if other.parent == code.id]
    return _put(made, replace(code, parts=tuple(parts), examples=()), *heirs)


def retire(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Take ``code`` out of use; it stays in the history and can be restored."""
    code = _usable(book, text_of(given, "code"))
    heirs = [replace(other, parent=code.parent) for other in book.codes if other.parent == code.id]
    return _put(book, replace(code, retired=True), *heirs)


def restore(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Take ``code`` back into use after it was retired."""
    code = book.find(text_of(given, "code"))
    if not code.retired:
        raise CodingError(f"“{code.name}” was not retired.", remedy="Nothing is to be done.")
    _free_name(book, {"name": code.name}, code.id)
    parent = code.parent if code.parent in {other.id for other in book.in_use} else ""
    return _put(book, replace(code, retired=False, parent=parent))


def exemplify(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Name an ``answer`` as an example of ``code``; ``not`` true takes it away again."""
    code = _usable(book, text_of(given, "code"))
    answer = text_of(given, "answer")
    examples = [name for name in code.examples if name != answer]
    if not given.get("not"):
        examples.append(answer)
    return _put(book, replace(code, examples=tuple(examples)))


def match(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Say that ``code`` of the joint frame stands for the single coder's code ``own``.

    "" for ``code``: for none of them. A code of a single coder stands for one at most.
    """
    own, wanted = text_of(given, "own"), text_of(given, "code")
    if wanted:
        _usable(book, wanted)
    codes = []
    for code in book.codes:
        others = tuple(name for name in code.stands_for if name != own)
        codes.append(replace(code, stands_for=(*others, own) if code.id == wanted else others))
    return tuple(codes)


def put_back(book: Codebook, given: Given) -> tuple[Code, ...]:
    """Make the codes what they were in ``version``: how a change is undone.

    Ids given since are not given again, because codes made since stay as retired ones.
    """
    version = given.get("version")
    if not isinstance(version, int) or not 0 <= version <= book.version:
        raise CodingError(
            f"There is no version {version} of this codebook.",
            remedy=f"Choose from 0 to {book.version}.",
        )
    before = replay(book, version).codes
    known = {code.id for code in before}
    since = (replace(code, retired=True) for code in book.codes if code.id not in known)
    return (*before, *since)


VERBS: Mapping[str, Verb] = {
    "create": create,
    "rename": rename,
    "define": define,
    "recolour": recolour,
    "move": move,
    "merge": merge,
    "split": split,
    "retire": retire,
    "restore": restore,
    "exemplify": exemplify,
    "match": match,
    "put_back": put_back,
}


def _next_id(book: Codebook) -> str:
    own = re.compile(rf"{re.escape(book.prefix)}(\d+)")
    numbers = [int(found[1]) for code in book.codes if (found := own.fullmatch(code.id))]
    return f"{book.prefix}{max(numbers, default=0) + 1}"


def _put(book: Codebook, *changed: Code) -> tuple[Code, ...]:
    """Return the codes with these in place of those of the same id; a later one wins."""
    new = {code.id: code for code in changed}
    return tuple(new.get(code.id, code) for code in book.codes)


def _stands_under(book: Codebook, code: Code, above: str) -> bool:
    codes = book.by_id
    parent = code.parent
    while parent in codes:
        if parent == above:
            return True
        parent = codes[parent].parent
    return False


def _usable(book: Codebook, code_id: str) -> Code:
    code = book.find(code_id)
    if not code.in_use:
        raise CodingError(
            f"“{code.name}” is no longer in use.",
            remedy="Choose a code from the list; the history says what became of this one.",
        )
    return code


def _free_name(book: Codebook, given: Given, own: str = "") -> str:
    name = name_of(given, "code")
    taken = next((code for code in book.codes if code.in_use and same_name(code.name, name)), None)
    if taken and taken.id != own:
        raise CodingError(
            f"There is a code “{taken.name}” already.",
            remedy="Use that one, or give another name.",
        )
    return name


def _colour(given: Given) -> str:
    colour = text_of(given, "colour")
    if colour and colour not in COLOURS:
        raise CodingError(
            f"“{colour}” is not a colour of codes.", remedy=f"Choose from: {', '.join(COLOURS)}."
        )
    return colour
