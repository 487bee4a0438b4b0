"""Derived variables: groupings by condition, and codes that readers gave to open answers.

``derive.yaml`` is a list. Each entry names the variables it comes ``from``, and categories
with a condition (``when``), a file of codings (``coded_in``), or both. A single variable
takes its coding if there is one, else the first category whose condition holds; a multi
variable takes every one. Where nothing fits, the gap has the reason of the first source
variable, or *skipped* when that one was answered.

Two questions of one construct, asked of different audiences, become one variable like this::

    - code: offered_a_part
      label: Was offered a part
      from: [offered_staff, offered_lived]
      categories:
        - {code: yes, label: Yes, when: offered_staff = yes or offered_lived = yes}
        - {code: no, label: No, when: offered_staff = no or offered_lived = no}
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from alongside.dataset.build import column_type
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.codings import Coding, read_codings
from alongside.dataset.expressions import (
    MASK_BITS,
    condition_faults,
    condition_to_expr,
    variables_in,
)
from alongside.dataset.frame import (
    MISSING_SUFFIX,
    MISSING_TYPE,
    RESERVED_CODES,
    RESPONDENT,
    DataSet,
)
from alongside.kernel.errors import ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import Condition
from alongside.questionnaire.conditions import Answered
from alongside.questionnaire.parse import Reader
from alongside.questionnaire.yaml_source import YamlSource, read_yaml

DERIVE_FILE = "derive.yaml"
_KEYS = ("code", "label", "type", "from", "coded_in", "categories", "construct")
_CATEGORY_KEYS = ("code", "label", "when")
_CODED = "__coded"
_CODE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one variable is made: the variable, a condition per category, codings by person.

    Parameters
    ----------
    codings_file
        Name of the file the codings came from; "" when there is none.
    places
        Where each category stands, by code.
    """

    variable: Variable
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    codings: Mapping[int, Coding] = field(default_factory=dict)
    codings_file: str = ""
    place: Place = field(default_factory=Place)
    places: Mapping[str, Place] = field(default_factory=dict)


def derive_variables(dataset: DataSet, folder: Path, language: str) -> DataSet:
    """Return the data set with every variable of the study's derive.yaml added, in order.

    A later entry may use an earlier one. Without the file the data set comes back as it is.

    Raises :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault of the file
    and of its codings.
    """
    if not (folder / DERIVE_FILE).exists():
        return dataset
    source, problems = read_yaml(folder / DERIVE_FILE, DERIVE_FILE)
    failed: set[str] = set()
    if source is not None:
        for spot, raw in enumerate(_entries(source, problems)):
            before = len(problems)
            derivation = _read_entry(source, spot, raw, folder, language, problems)
            if derivation is not None and not failed.intersection(_looked_at(derivation)):
                problems += derivation_problems(dataset, derivation)
            if derivation is None or len(problems) > before:
                failed |= {str(raw.get("code", ""))}.difference(dataset.codebook.by_code)
            elif failed.intersection(_looked_at(derivation)):
                failed.add(derivation.variable.code)  # its fault is named already
            else:
                dataset = add_derived(dataset, derivation)
    if problems:
        raise ProblemsFoundError(
            f"{DERIVE_FILE} has {len(problems)} fault(s).", problems, remedy="Mend them all."
        )
    return dataset


def derived_codes(folder: Path) -> tuple[str, ...]:
    """Return the codes of a study's derived variables, in order; none without derive.yaml.

    Entries that cannot be read are passed over: :func:`derive_variables` names their faults.
    """
    if not (folder / DERIVE_FILE).exists():
        return ()
    source, _ = read_yaml(folder / DERIVE_FILE, DERIVE_FILE)
    entries = _entries(source, []) if source is not None else []
    return tuple(str(entry["code"]) for entry in entries if "code" in entry)


def derivation_problems(dataset: DataSet, derivation: Derivation) -> list[Problem]:
    """Return every reason why a variable cannot be made from this data set."""
    variable, place = derivation.variable, derivation.place
    problems = []
    if variable.code in dataset.codebook:
        problems.append(Problem("derive-twice", place, {"code": variable.code}))
    for name in variable.derived_from:
        problems += _condition_problems(Answered(name), dataset.codebook, place)
    for code, condition in derivation.conditions.items():
        spot = derivation.places.get(code, place)
        problems += _condition_problems(condition, dataset.codebook, spot)
    if not problems:
        problems += _coding_problems(dataset, derivation)
    return problems


def add_derived(dataset: DataSet, derivation: Derivation) -> DataSet:
    """Return the data set with one derived variable.

    Raises :class:`~alongside.kernel.errors.ExpressionError` when a condition names what is
    not there; ask :func:`derivation_problems` first for every fault.
    """
    variable = derivation.variable
    codings = pl.DataFrame(
        {
            RESPONDENT: list(derivation.codings),
            _CODED: [list(coding.codes) for coding in derivation.codings.values()],
        },
        schema={RESPONDENT: pl.Int64, _CODED: pl.List(pl.String)},
    )
    frame = dataset.frame.join(codings, on=RESPONDENT, how="left", maintain_order="left")
    hits = [_hit(category, derivation, dataset.codebook) for category in variable.categories]
    if variable.type is VariableType.MULTI:
        bits = [
            pl.when(hit).then(pl.lit(1 << bit, dtype=pl.UInt64)) for bit, hit in enumerate(hits)
        ]
        mask = pl.sum_horizontal(bits).cast(pl.UInt64)
        value: pl.Expr = pl.when(mask != 0).then(mask)
    else:
        first = [
            pl.when(hit).then(pl.lit(category.code))
            for category, hit in zip(variable.categories, hits, strict=True)
        ]
        value = pl.coalesce([pl.col(_CODED).list.first(), *first]).cast(column_type(variable))
    frame = frame.with_columns(value.alias(variable.code))
    gap: pl.Expr = pl.lit(Missing.SKIPPED.value)
    if variable.derived_from:
        reason = pl.col(variable.derived_from[0] + MISSING_SUFFIX).cast(pl.String)
        gap = reason.fill_null(Missing.SKIPPED.value)
    reasons = pl.when(pl.col(variable.code).is_null()).then(gap).cast(MISSING_TYPE)
    frame = frame.with_columns(reasons.alias(variable.code + MISSING_SUFFIX)).drop(_CODED)
    codebook = Codebook((*dataset.codebook.variables, variable))
    return DataSet(frame, codebook, dataset.provenance, dataset.unit)


def _hit(category: Category, derivation: Derivation, codebook: Codebook) -> pl.Expr:
    coded = pl.col(_CODED).list.contains(category.code).fill_null(value=False)
    condition = derivation.conditions.get(category.code)
    if condition is None:
        return coded
    return coded | condition_to_expr(condition, codebook)


def _looked_at(derivation: Derivation) -> set[str]:
    conditions = derivation.conditions.values()
    named = {name for condition in conditions for name in variables_in(condition)}
    return named.union(derivation.variable.derived_from)


def _condition_problems(condition: Condition, codebook: Codebook, place: Place) -> list[Problem]:
    return [
        Problem("derive-condition", place, {"reason": fault.what, "remedy": fault.remedy})
        for fault in condition_faults(condition, codebook)
    ]


def _coding_problems(dataset: DataSet, derivation: Derivation) -> list[Problem]:
    """Name codings of nobody, and of people who gave none of the answers they are codes for."""
    known = set(dataset.frame[RESPONDENT])
    sources = derivation.variable.derived_from
    said_something = pl.any_horizontal(pl.col(name).is_not_null() for name in sources)
    answered = set(dataset.frame.filter(said_something)[RESPONDENT])
    problems = []
    for number, coding in derivation.codings.items():
        place = Place(derivation.codings_file, coding.line)
        params = {"found": number, "sources": ", ".join(sources)}
        if number not in known:
            problems.append(Problem("codings-nobody", place, params))
        elif coding.codes and number not in answered:
            problems.append(Problem("codings-no-answer", place, params))
    return problems


def _entries(source: YamlSource, problems: list[Problem]) -> Sequence[Mapping[str, object]]:
    data = source.data
    if isinstance(data, list) and all(isinstance(entry, dict) for entry in data):
        return data
    problems.append(Problem("derive-not-a-list", Place(source.file, 1)))
    return []


def _read_entry(
    source: YamlSource,
    spot: int,
    raw: Mapping[str, object],
    folder: Path,
    language: str,
    problems: list[Problem],
) -> Derivation | None:
    """Return one entry, or None when its form has faults; they are added to the problems."""
    code = str(raw.get("code", ""))
    place = source.place((spot,), f"variable {code}" if code else f"entry {spot + 1}")
    before = len(problems)
    problems += _key_problems(raw, _KEYS, ("code", "label", "from", "categories"), place)
    problems += _code_problems(raw.get("code"), place)
    if code in RESERVED_CODES or "__" in code:
        problems.append(Problem("derive-reserved-code", place, {"code": code}))
    kind = str(raw.get("type", "single"))
    if kind not in ("single", "multi"):
        problems.append(Problem("derive-type", place, {"found": kind}))
    names = raw.get("from")
    names = names if isinstance(names, list) else [names]
    reader = Reader(source, language)
    categories, conditions, places = _read_categories(
        reader, spot, raw.get("categories"), place, problems
    )
    if kind == "multi" and len(categories) > MASK_BITS:
        problems.append(Problem("derive-too-many", place, {"most": MASK_BITS}))
    codings: Mapping[int, Coding] = {}
    if raw.get("coded_in"):
        known = [category.code for category in categories]
        path = folder / str(raw["coded_in"])
        codings = read_codings(path, known, problems, single=kind == "single")
    problems += [
        replace(problem, where=replace(problem.where, item=place.item))
        for problem in reader.problems
    ]
    if len(problems) > before:
        return None
    variable = Variable(
        code=code,
        type=VariableType(kind),
        label=reader.text(raw["label"]),
        categories=categories,
        construct=str(raw.get("construct", "")),
        derived_from=tuple(str(name) for name in names),
    )
    return Derivation(variable, conditions, codings, str(raw.get("coded_in") or ""), place, places)


def _read_categories(
    reader: Reader, spot: int, raw: object, entry: Place, problems: list[Problem]
) -> tuple[tuple[Category, ...], dict[str, Condition], dict[str, Place]]:
    categories: list[Category] = []
    conditions: dict[str, Condition] = {}
    places: dict[str, Place] = {}
    if raw and not isinstance(raw, list):
        problems.append(Problem("derive-category", entry))
    for number, item in enumerate(raw if isinstance(raw, list) else []):
        trail = (spot, "categories", number)
        place = reader.source.place(trail, entry.item)
        if not isinstance(item, dict) or item.get("code") is None or not item.get("label"):
            problems.append(Problem("derive-category", place))
            continue
        problems += _key_problems(item, _CATEGORY_KEYS, (), place)
        problems += _code_problems(item["code"], place)
        code = str(item["code"])
        if code in places:
            problems.append(Problem("derive-category-twice", place, {"code": code}))
            continue
        places[code] = place
        categories.append(Category(code, reader.text(item["label"])))
        condition = reader.condition(item.get("when"), (*trail, "when"))
        if condition is not None:
            conditions[code] = condition
    return tuple(categories), conditions, places


def _key_problems(
    raw: Mapping[str, object], known: Sequence[str], needed: Sequence[str], place: Place
) -> list[Problem]:
    unknown = [key for key in raw if key not in known]
    return [
        *(
            Problem("derive-unknown-key", place, {"key": key, "known": ", ".join(known)})
            for key in unknown
        ),
        *(Problem("derive-missing-key", place, {"key": key}) for key in needed if not raw.get(key)),
    ]


def _code_problems(code: object, place: Place) -> list[Problem]:
    """Codes are words; YAML reads ``true`` and ``1.0`` as something else."""
    plain = isinstance(code, str | int) and not isinstance(code, bool)
    if code in (None, "") or (plain and _CODE.fullmatch(str(code))):
        return []
    return [Problem("derive-bad-code", place, {"found": str(code).lower()})]
