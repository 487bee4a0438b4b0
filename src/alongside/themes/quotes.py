"""Quotations that stay true to what was said and identify nobody.

``quotes.yaml`` names, for each quotation, the respondent, the question and the words to print.
Two marks may change the words, and nothing else may:

* ``…`` (or ``...``, or ``[…]``): words were left out here;
* ``[words]``: these words stand for the person's own, or explain them.

Whole sentences may be left out before and after without a mark.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import polars as pl

from alongside.dataset import RESPONDENT, DataSet, VariableType, find_variable
from alongside.kernel.errors import DisclosureError, ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import Disclosure
from alongside.questionnaire.yaml_source import read_yaml
from alongside.themes.edits import is_faithful
from alongside.themes.personal import find_personal_data

QUOTES_FILE = "quotes.yaml"
_KEYS = ("id", "respondent", "question", "text")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as the author asks for it, not yet checked.

    Parameters
    ----------
    attribute_by
        Codes of the variables named in the attribution, the most important first, for
        example audience and job.
    """

    id: str
    respondent: int
    question: str
    text: str
    attribute_by: tuple[str, ...] = ()
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True)
class ReleasedQuote:
    """A quotation that may leave. Made by :func:`release_quote` only, else ``TypeError``."""

    PASSED: ClassVar[object] = object()
    id: str
    text: str
    attribution: str
    respondent: int
    question: str
    passed: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.passed is not ReleasedQuote.PASSED:
            raise TypeError("a ReleasedQuote is made by alongside.themes.release_quote only")


def read_quotes(folder: Path) -> tuple[Quote, ...]:
    """Return the quotations a study has chosen; none when it has no quotes.yaml.

    The file is a list of quotations, or a block of ``attribute_by`` and ``quotes``.

    Raises :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault of its form.
    """
    if not (folder / QUOTES_FILE).exists():
        return ()
    source, problems = read_yaml(folder / QUOTES_FILE, QUOTES_FILE)
    if source is None:
        raise ProblemsFoundError(f"{QUOTES_FILE} cannot be read.", problems)
    data = source.data
    attribute_by: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    if isinstance(data, dict):
        problems += [
            Problem(
                "quotes-unknown-key",
                source.place((key,)),
                {"key": key, "known": "attribute_by, quotes"},
            )
            for key in data
            if key not in ("attribute_by", "quotes")
        ]
        named = data.get("attribute_by") or ()
        named = named if isinstance(named, list) else [named] if named else []
        attribute_by = tuple(str(code) for code in named)
        data, trail = data.get("quotes"), ("quotes",)
    quotes: list[Quote] = []
    if not isinstance(data, list):
        problems.append(Problem("quotes-not-a-list", Place(QUOTES_FILE, 1)))
        data = []
    for spot, raw in enumerate(data):
        place = source.place((*trail, spot), f"quotation {spot + 1}")
        quote = _read_quote(raw, place, attribute_by, problems)
        if quote is None:
            continue
        if any(quote.id == other.id for other in quotes):
            problems.append(Problem("quotes-twice", quote.place, {"id": quote.id}))
            continue
        quotes.append(quote)
    if problems:
        raise ProblemsFoundError(
            f"{QUOTES_FILE} has {len(problems)} fault(s).", problems, remedy="Mend them all."
        )
    return tuple(quotes)


def _read_quote(
    raw: object, place: Place, attribute_by: tuple[str, ...], problems: list[Problem]
) -> Quote | None:
    """Return one quotation, or None when its form has faults; they are added to the problems."""
    if not isinstance(raw, dict):
        problems.append(Problem("quotes-missing", place, {"keys": ", ".join(_KEYS)}))
        return None
    name = str(raw.get("id") or "")
    if name:
        place = replace(place, item=f"quotation {name}")
    found = [
        Problem("quotes-unknown-key", place, {"key": key, "known": ", ".join(_KEYS)})
        for key in raw
        if key not in _KEYS
    ]
    missing = [key for key in _KEYS if raw.get(key) in (None, "")]
    respondent = raw.get("respondent")
    if missing:
        found.append(Problem("quotes-missing", place, {"keys": ", ".join(missing)}))
    elif not isinstance(respondent, int) or isinstance(respondent, bool):
        found.append(Problem("quotes-respondent", place, {"found": respondent}))
    elif not isinstance(raw["text"], str):
        found.append(Problem("quotes-text", place, {"found": raw["text"]}))
    else:
        quote = Quote(
            id=name,
            respondent=respondent,
            question=str(raw["question"]),
            text=raw["text"].strip(),
            attribute_by=attribute_by,
            place=place,
        )
        if not found:
            return quote
    problems += found
    return None


def release_quote(
    dataset: DataSet,
    quote: Quote,
    rule: Disclosure | None = None,
    attribute_by: Iterable[str] | None = None,
    language: str = "en",
) -> ReleasedQuote:
    """Return a quotation that may be printed.

    The attribution names the groups of ``attribute_by`` (None: as the quotation says) and the
    respondent number. Groups are left out from the last one on until at least the threshold
    of completed responses share the rest.

    Raises :class:`~alongside.kernel.errors.DisclosureError` when the words depart from the
    answer other than by the marks above, or still hold what looks like an e-mail address,
    telephone number, postcode, web address, NHS or National Insurance number; and
    :class:`~alongside.kernel.errors.ExpressionError` when the question or a group is unknown.
    """
    rule = rule or Disclosure()
    where = str(quote.place)
    groups = tuple(quote.attribute_by if attribute_by is None else attribute_by)
    variable = find_variable(dataset.codebook, quote.question, where=where)
    for group in groups:
        if find_variable(dataset.codebook, group, where=where).type is not VariableType.SINGLE:
            raise DisclosureError(
                f"A quotation cannot be attributed by “{group}”.",
                where=where,
                remedy="Name questions or groups with one answer, such as audience and job.",
            )
    if variable.type is not VariableType.TEXT:
        raise DisclosureError(
            f"“{quote.question}” is not a question with open answers.",
            where=where,
            remedy="Name the question the words were an answer to.",
        )
    rows = dataset.frame.filter(pl.col(RESPONDENT) == quote.respondent)
    original = rows[quote.question].item() if rows.height == 1 else None
    if original is None:
        raise DisclosureError(
            f"Respondent {quote.respondent} gave no answer to “{quote.question}”.",
            where=where,
            remedy="Check the respondent number and the question.",
        )
    if not is_faithful(quote.text, original):
        raise DisclosureError(
            "The words differ from what the person wrote.",
            where=where,
            remedy="Mark every cut with … and put your own words in [brackets].",
        )
    found = find_personal_data(quote.text)
    if found:
        raise DisclosureError(
            f"The words still hold what looks like {found[0].kind}: {found[0].words}.",
            where=where,
            remedy="Put brackets in its place, for example [telephone number].",
        )
    labels = _safe_labels(dataset, rows, groups, rule, language)
    attribution = ", ".join([*labels, f"respondent {quote.respondent}"])
    return ReleasedQuote(
        id=quote.id,
        text=quote.text,
        attribution=attribution[:1].upper() + attribution[1:],
        respondent=quote.respondent,
        question=quote.question,
        passed=ReleasedQuote.PASSED,
    )


def _safe_labels(
    dataset: DataSet,
    rows: pl.DataFrame,
    groups: tuple[str, ...],
    rule: Disclosure,
    language: str,
) -> list[str]:
    """Return the labels of the most detailed group that enough people share."""
    known = [code for code in groups if rows[code].item() is not None]
    people = dataset.completed().frame
    while known:
        same = [pl.col(code) == rows[code].item() for code in known]
        if people.filter(*same).height >= max(rule.withhold_below, 1):
            break
        known.pop()
    labels = []
    for code in known:
        category = dataset.codebook.by_code[code].category(str(rows[code].item()))
        labels.append(category.label.say(language) if category else str(rows[code].item()))
    return [labels[0], *(_lower_first(label) for label in labels[1:])] if labels else []


def _lower_first(label: str) -> str:
    """Begin with a small letter inside the attribution, but leave names and NHS alone."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
