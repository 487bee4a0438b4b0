"""Derived variables: groupings by condition, and codes that readers gave to open answers.

``derive.yaml`` is a list. Each entry names the variables it comes ``from``, and categories
with a condition (``when``), a file of codings (``coded_in``), or both. A single variable
takes its coding if there is one, else the first category whose condition holds; a multi
variable takes every one. Where nothing fits, the gap has the reason of the first source
variable, or *skipped* when that one was answered.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from alongside.dataset.build import column_type
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.expressions import MASK_BITS, condition_to_expr
from alongside.dataset.frame import MISSING_SUFFIX, MISSING_TYPE, RESPONDENT, DataSet
from alongside.kernel.errors import ExpressionError, ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import Condition, parse_condition
from alongside.questionnaire.parse import Reader
from alongside.questionnaire.yaml_source import YamlSource, read_yaml

DERIVE_FILE = "derive.yaml"
_KEYS = {"code", "label", "type", "from", "coded_in", "categories", "construct"}


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one variable is made: the variable, a condition per category, codings by person."""

    variable: Variable
    conditions: Mapping[str, Condition]
    codings: Mapping[int, tuple[str, ...]]
    place: Place


def derive_variables(dataset: DataSet, folder: Path, language: str) -> DataSet:
    """Return the data set with every variable of the study's derive.yaml added, in order.

    A later entry may use an earlier one. Without the file the data set comes back as it is.

    Raises :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault of the file
    and of its codings.
    """
    if not (folder / DERIVE_FILE).exists():
        return dataset
    source, problems = read_yaml(folder / DERIVE_FILE, DERIVE_FILE)
    if source is not None:
        for spot, raw in enumerate(_entries(source, problems)):
            derivation = _read_entry(source, spot, raw, folder, language, problems)
            if derivation is None:
                continue
            try:
                dataset = add_derived(dataset, derivation)
            except ExpressionError as fault:
                params = {"reason": fault.what, "remedy": fault.remedy}
                problems.append(Problem("derive-condition", derivation.place, params))
    if problems:
        raise ProblemsFoundError(
            f"{DERIVE_FILE} has {len(problems)} fault(s).", problems, remedy="Mend them all."
        )
    return dataset


def add_derived(dataset: DataSet, derivation: Derivation) -> DataSet:
    """Return the data set with one derived variable.

    Raises :class:`~alongside.kernel.errors.ExpressionError` when a condition names what is
    not there.
    """
    variable = derivation.variable
    if variable.code in dataset.codebook:
        raise ExpressionError(
            f"There is a variable “{variable.code}” already.", remedy="Choose another code."
        )
    for source in variable.derived_from:
        if source not in dataset.codebook:
            condition_to_expr(parse_condition(f"{source} answered"), dataset.codebook)
    coded = dataset.frame[RESPONDENT].map_elements(
        lambda number: list(derivation.codings.get(number, ())),
        return_dtype=pl.List(pl.String),
    )
    frame = dataset.frame.with_columns(coded.alias("__coded"))
    hits = [_hit(category, derivation, dataset.codebook) for category in variable.categories]
    if variable.type is VariableType.MULTI:
        bits = [
            pl.when(hit)
            .then(pl.lit(1 << bit, dtype=pl.UInt64))
            .otherwise(pl.lit(0, dtype=pl.UInt64))
            for bit, hit in enumerate(hits)
        ]
        mask = pl.sum_horizontal(bits).cast(pl.UInt64)
        value: pl.Expr = pl.when(mask != 0).then(mask)
    else:
        first = [
            pl.when(hit).then(pl.lit(category.code))
            for category, hit in zip(variable.categories, hits, strict=True)
        ]
        from_coding = pl.col("__coded").list.first()
        value = pl.coalesce([from_coding, *first]).cast(column_type(variable))
    frame = frame.with_columns(value.alias(variable.code))
    gap: pl.Expr = pl.lit(Missing.SKIPPED.value)
    if variable.derived_from:
        reason = pl.col(variable.derived_from[0] + MISSING_SUFFIX).cast(pl.String)
        gap = reason.fill_null(Missing.SKIPPED.value)
    reasons = pl.when(pl.col(variable.code).is_null()).then(gap).cast(MISSING_TYPE)
    frame = frame.with_columns(reasons.alias(variable.code + MISSING_SUFFIX)).drop("__coded")
    codebook = Codebook((*dataset.codebook.variables, variable))
    return DataSet(frame, codebook, dataset.provenance, dataset.unit)


def _hit(category: Category, derivation: Derivation, codebook: Codebook) -> pl.Expr:
    coded = pl.col("__coded").list.contains(category.code)
    condition = derivation.conditions.get(category.code)
    if condition is None:
        return coded
    return coded | condition_to_expr(condition, codebook)


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
    code = str(raw.get("code", ""))
    place = source.place((spot,), f"variable {code}" if code else f"entry {spot + 1}")
    before = len(problems)
    problems += [
        Problem("derive-unknown-key", place, {"key": key, "known": ", ".join(sorted(_KEYS))})
        for key in raw
        if key not in _KEYS
    ]
    problems += [
        Problem("derive-missing-key", place, {"key": key})
        for key in ("code", "label", "from", "categories")
        if not raw.get(key)
    ]
    kind = str(raw.get("type", "single"))
    if kind not in ("single", "multi"):
        problems.append(Problem("derive-type", place, {"found": kind}))
    if len(problems) > before:
        return None
    reader = Reader(source, language)
    categories, conditions = _read_categories(
        reader, source, spot, raw["categories"], place, problems
    )
    if kind == "multi" and len(categories) > MASK_BITS:
        problems.append(Problem("derive-too-many", place, {"most": MASK_BITS}))
    codings: Mapping[int, tuple[str, ...]] = {}
    if raw.get("coded_in"):
        known = {category.code for category in categories}
        codings = read_codings(
            folder / str(raw["coded_in"]), known, problems, single=kind == "single"
        )
    sources = raw["from"]
    names = sources if isinstance(sources, list) else [sources]
    problems += reader.problems
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
    return Derivation(variable, conditions, codings, place)


def _read_categories(
    reader: Reader,
    source: YamlSource,
    spot: int,
    raw: object,
    place: Place,
    problems: list[Problem],
) -> tuple[tuple[Category, ...], dict[str, Condition]]:
    categories: list[Category] = []
    conditions: dict[str, Condition] = {}
    for number, item in enumerate(raw if isinstance(raw, list) else []):
        trail = (spot, "categories", number)
        if not isinstance(item, dict) or "code" not in item or "label" not in item:
            problems.append(Problem("derive-category", source.place(trail, place.item)))
            continue
        code = str(item["code"])
        if any(category.code == code for category in categories):
            problems.append(
                Problem("derive-category-twice", source.place(trail, place.item), {"code": code})
            )
        categories.append(Category(code, reader.text(item["label"])))
        condition = reader.condition(item.get("when"), (*trail, "when"))
        if condition is not None:
            conditions[code] = condition
    return tuple(categories), conditions


def read_codings(
    path: Path, known: set[str], problems: list[Problem], *, single: bool
) -> Mapping[int, tuple[str, ...]]:
    """Return the codes given to each respondent; every faulty row becomes a problem.

    The file has the columns ``respondent`` and ``codes``; several codes are joined by ";".
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        words = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is not UTF-8"
        problems.append(Problem("file-unreadable", Place(name), {"reason": reason}))
        return {}
    rows = csv.DictReader(io.StringIO(words))
    if not rows.fieldnames or not {"respondent", "codes"} <= set(rows.fieldnames):
        problems.append(Problem("codings-columns", Place(name, 1)))
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        place = Place(name, rows.line_num)
        number = (row["respondent"] or "").strip()
        codes = tuple(code.strip() for code in (row["codes"] or "").split(";") if code.strip())
        if not number.isdigit() or int(number) in found:
            problems.append(Problem("codings-respondent", place, {"found": number}))
            continue
        for code in codes:
            if code not in known:
                params = {"code": code, "known": ", ".join(sorted(known))}
                problems.append(Problem("codings-unknown-code", place, params))
        if single and len(codes) > 1:
            problems.append(Problem("codings-one-code", place, {"found": "; ".join(codes)}))
        found[int(number)] = codes
    return found
