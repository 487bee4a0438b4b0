"""JSON: one document with the codebook and every answer; nothing has to change."""

import json
from pathlib import Path

from alongside.dataset import MISSING_SUFFIX, RESPONDENT, STATUS, DataSet, Variable, VariableType
from alongside.dataset.exports import (
    codebook_as_data,
    export_notes,
    exported_variables,
    weight_columns,
    write_all,
)
from alongside.exchange.notes import Transfer

FORMAT = "JSON"


def export_json(
    dataset: DataSet,
    path: Path,
    *,
    texts: bool = False,
    language: str = "en",  # noqa: ARG001  every language is there
) -> Transfer:
    """Write one JSON document: what the data are, their codebook, and ``responses``.

    A response has ``respondent``, ``status``, ``answers`` by code of the variable (a code, a list
    of codes, a number, a day as YYYY-MM-DD, or words), ``missing`` (why there is no answer) and
    ``weights``. Each response stands on a line of its own. All or nothing.
    """
    path = Path(path)
    kept = exported_variables(dataset.codebook, texts=texts)
    notes = export_notes(dataset, texts=texts)
    about = {
        "title": dataset.provenance.title,
        "synthetic": dataset.provenance.synthetic,
        "source": dataset.provenance.source,
        "fingerprint": dataset.provenance.fingerprint,
        "unit": dataset.unit,
        "notes": list(notes),
        **codebook_as_data(dataset, kept),
    }
    weights = weight_columns(dataset)
    rows = [
        _response(row, kept, weights)
        for row in dataset.frame.sort(RESPONDENT).iter_rows(named=True)
    ]
    head = json.dumps(about, ensure_ascii=False, indent=1)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    words = head.removesuffix("\n}") + f',\n "responses": [\n{lines}\n]\n}}\n'
    write_all({path: lambda draft: draft.write_text(words, "utf-8", newline="\n")})
    return Transfer(FORMAT, (path,), notes)


def _response(
    row: dict[str, object], kept: tuple[Variable, ...], weights: tuple[str, ...]
) -> dict[str, object]:
    answers, missing = {}, {}
    for variable in kept:
        value = row[variable.code]
        if value is None:
            missing[variable.code] = row[variable.code + MISSING_SUFFIX]
        else:
            answers[variable.code] = _plain(variable, value)
    made: dict[str, object] = {"respondent": row[RESPONDENT], "status": row[STATUS]}
    made |= {"answers": answers, "missing": missing}
    if weights:
        made["weights"] = {name: row[name] for name in weights}
    return made


def _plain(variable: Variable, value: object) -> object:
    if variable.type is VariableType.MULTI and isinstance(value, int):
        return [item.code for bit, item in enumerate(variable.categories) if value >> bit & 1]
    return str(value) if variable.type is VariableType.DATE else value
