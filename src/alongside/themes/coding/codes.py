"""Codes and the codebook, with every change that made it what it is.

A codebook is made by changes only, one after the other, and each makes a new version. Nothing is
taken out of it: a code that was merged points to the one that took it over, a split one to its
parts, so that what was coded before keeps its meaning. Playing the changes again from the start
gives the same codebook (:func:`replay`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from alongside.kernel.errors import CodingError

COLOURS = ("teal", "ochre", "plum", "blue", "brick", "moss", "slate", "rose")
"""Names of colours that pages know how to draw, told apart by people who see few colours."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code.

    Parameters
    ----------
    id
        Never changes and is never given again: ``j3``.
    parent
        The id of the code it stands under; "" for none.
    examples
        Names of answers (``meaning/364``) that show what is meant.
    merged_into
        The id of the code that took it over; "" while it is in use.
    parts
        The ids of the codes it was split into; such a code is no longer given.
    stands_for
        Ids of codes of single coders that this one of the joint frame stands for.
    """

    id: str
    name: str
    definition: str = ""
    parent: str = ""
    colour: str = ""
    examples: tuple[str, ...] = ()
    merged_into: str = ""
    parts: tuple[str, ...] = ()
    retired: bool = False
    stands_for: tuple[str, ...] = ()

    @property
    def in_use(self) -> bool:
        """Whether it may be given to answers."""
        return not (self.merged_into or self.parts or self.retired)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what was done, by whom, and which version it made.

    Parameters
    ----------
    verb
        A name in :data:`alongside.themes.coding.changes.VERBS`.
    given
        What the verb was given, as it is written in JSON.
    """

    version: int
    verb: str
    given: Mapping[str, object]
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in their order, and the changes that made them.

    Parameters
    ----------
    prefix
        What the ids of codes made here begin with, so that no two codebooks of a project ever
        give the same id: ``j`` for the joint frame, ``a``, ``b`` … for single coders.
    """

    prefix: str = "j"
    codes: tuple[Code, ...] = ()
    changes: tuple[Change, ...] = ()
    start: tuple[Code, ...] = field(default=(), repr=False)

    @property
    def version(self) -> int:
        """How many changes made it; 0 as it began."""
        return len(self.changes)

    @property
    def by_id(self) -> Mapping[str, Code]:
        """The codes by id, with those no longer in use."""
        return {code.id: code for code in self.codes}

    @property
    def in_use(self) -> tuple[Code, ...]:
        """The codes that may be given, each after the one it stands under."""
        return tuple(code for code, _ in self.tree())

    def tree(self) -> tuple[tuple[Code, int], ...]:
        """Return the codes in use with their depth, each after the one it stands under."""
        usable = [code for code in self.codes if code.in_use]
        known = {code.id for code in usable}
        found: list[tuple[Code, int]] = []

        def add(parent: str, depth: int) -> None:
            for code in usable:
                own = code.parent if code.parent in known else ""
                if own == parent:
                    found.append((code, depth))
                    add(code.id, depth + 1)

        add("", 0)
        return tuple(found)

    def find(self, code_id: str) -> Code:
        """Return a code. Raises :class:`CodingError` when there is none of this id."""
        code = self.by_id.get(code_id)
        if code is None:
            raise CodingError(
                f"There is no code “{code_id}” in this codebook.",
                remedy="Choose one from the list; it may have been put back by somebody.",
            )
        return code

    def resolve(self, code_id: str) -> str:
        """Return the id of the code that holds what was coded with this one, after merges."""
        seen = set()
        codes = self.by_id
        while code_id in codes and codes[code_id].merged_into and code_id not in seen:
            seen.add(code_id)
            code_id = codes[code_id].merged_into
        return code_id

    def joint_id(self, code_id: str) -> str:
        """Return the joint frame's id for a code of it or of a single coder; "" without one."""
        if code_id in self.by_id:
            return self.resolve(code_id)
        for code in self.codes:
            if code_id in code.stands_for:
                return self.resolve(code.id)
        return ""


def start_codebook(prefix: str, codes: Sequence[Code] = ()) -> Codebook:
    """Return a codebook that begins with these codes.

    >>> start_codebook("a", [Code("j1", "Time")]).in_use[0].name
    'Time'
    """
    return Codebook(prefix, tuple(codes), (), tuple(codes))


def without_examples(code: Code) -> Code:
    """Return a code as another codebook begins with it: the same, without example answers."""
    return replace(code, examples=())
