"""Codings: the codes that readers gave to open answers, kept in a CSV file per variable."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.kernel.problems import Place, Problem

_COLUMNS = ("respondent", "codes")


@dataclass(frozen=True, slots=True)
class Coding:
    """The codes given to one person's answer, and the line of the file they stand on."""

    codes: tuple[str, ...]
    line: int


def read_codings(
    path: Path, known: Sequence[str], problems: list[Problem], *, single: bool
) -> Mapping[int, Coding]:
    """Return the codes given to each respondent; every faulty row becomes a problem.

    Parameters
    ----------
    path
        A CSV file with the columns ``respondent`` and ``codes``; several codes are joined by
        ";". No codes: the answer was read and nothing fitted.
    known
        The codes there are, in table order.
    problems
        Faults are added here.
    single
        Whether more than one code is a fault.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        words = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is not written in UTF-8"
        problems.append(Problem("file-unreadable", Place(name), {"reason": reason}))
        return {}
    rows = csv.DictReader(io.StringIO(words, newline=""))
    header = rows.fieldnames or ()
    if not set(_COLUMNS) <= set(header):
        found = ", ".join(header) or "nothing"
        problems.append(Problem("codings-columns", Place(name, 1), {"found": found}))
        return {}
    made: dict[int, Coding] = {}
    for row in rows:
        place = Place(name, rows.line_num)
        number = (row["respondent"] or "").strip()
        codes = tuple(code.strip() for code in (row["codes"] or "").split(";") if code.strip())
        extra = row.get(None)  # cells beyond the header
        if extra:
            problems.append(Problem("codings-cells", place, {"found": "; ".join(extra)}))
        if not (number.isascii() and number.isdigit()) or int(number) in made:
            problems.append(Problem("codings-respondent", place, {"found": number}))
            continue
        for code in codes:
            if code not in known:
                params = {"code": code, "known": ", ".join(known)}
                problems.append(Problem("codings-unknown-code", place, params))
        if single and len(codes) > 1:
            problems.append(Problem("codings-one-code", place, {"found": "; ".join(codes)}))
        made[int(number)] = Coding(tuple(dict.fromkeys(codes)), rows.line_num)
    return made
