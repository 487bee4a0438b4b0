"""A new version takes the place of the one that is asked: what is refused, and how it is done.

Codes carry the meaning of answers, so a code may never come to mean something else. The version
that people answered is kept as it was, byte for byte, before the new one takes its place.
"""

import io
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from alongside.kernel.errors import StudyError
from alongside.kernel.problems import Place, Problem, has_errors
from alongside.questionnaire.checks import check_study
from alongside.questionnaire.checks.codes import check_codes
from alongside.questionnaire.files import QUESTIONNAIRE_FILE, read_questionnaire
from alongside.questionnaire.model import Option, Question, Questionnaire
from alongside.questionnaire.study import Study
from alongside.questionnaire.versions import FOLDER, HISTORY, Earlier, merge_versions, version_file


def read_amendment(study: Study, file: Path) -> tuple[Questionnaire | None, list[Problem]]:
    """Read a questionnaire that may take the place of the one asked, and judge it by itself.

    Returns every problem of reading, and of what the questions mean together under the
    settings of the study; None when the file cannot be read far enough.

    Raises :class:`~alongside.kernel.errors.StudyError` when there is no such file.
    """
    if not file.is_file():
        raise StudyError(
            "There is no such file.", where=str(file), remedy="Name the new questionnaire."
        )
    new, problems = read_questionnaire(file, study.settings)
    if new is None or has_errors(problems):
        return new, problems
    found = check_study(replace(study, questionnaire=new))
    # problems of the settings were there before, and are told by "alongside check"
    return new, [*problems, *(item for item in found if item.where.file == new.file)]


def find_refusals(
    study: Study, new: Questionnaire, same_meaning: Collection[str] = ()
) -> list[Problem]:
    """Return why a questionnaire may not take the place of the one that is asked.

    Parameters
    ----------
    study
        With every version that was ever asked.
    new
        The questionnaire to ask from now on; sound in itself.
    same_meaning
        ``question.option`` for each option whose new words mean what the old ones meant.

    Raises ``ValueError`` when the study has no questionnaire.
    """
    if study.questionnaire is None:
        raise ValueError("an imported study asks nothing that could be amended")
    versions = (*study.versions, new)
    return [
        *_version_refusals(study, new),
        *_code_refusals(study.versions, new, frozenset(same_meaning)),
        *_merged_refusals(versions),
    ]


def publish_version(
    study: Study, file: Path, changes: Sequence[str], today: date, derived: Sequence[str] = ()
) -> Path:
    """Put a questionnaire file in the place of the one that is asked; return where the old is.

    The old file is kept first, then named in the history, then replaced: each step in one
    movement that is either done or not. When it stops half-way, the old questionnaire is still
    asked, and publishing again completes it.

    Parameters
    ----------
    study
        As it was read, with the version that is asked now.
    file
        The new questionnaire, checked with :func:`find_refusals`.
    changes
        What it changes, a line each, for the history.
    today
        The day it takes the place; no time is kept.
    derived
        Codes of the study's derived variables, which keep the place of their columns.

    Raises ``ValueError`` when the study has no questionnaire, and ``OSError`` when a file cannot
    be written; nothing has changed then.
    """
    if study.questionnaire is None:
        raise ValueError("an imported study asks nothing that could be amended")
    content = file.read_bytes()
    asked = study.folder / QUESTIONNAIRE_FILE
    kept = study.folder / FOLDER / version_file(study.questionnaire.version)
    kept.parent.mkdir(exist_ok=True)
    _replace(kept, asked.read_bytes())
    replaced = Earlier(
        study.questionnaire, today.isoformat(), tuple(changes), tuple(dict.fromkeys(derived))
    )
    entries = [_entry(item) for item in (*study.earlier, replaced)]
    _replace(study.folder / FOLDER / HISTORY, _history(entries).encode())
    _replace(asked, content)
    return kept


def _version_refusals(study: Study, new: Questionnaire) -> Iterator[Problem]:
    known = [version.version for version in study.versions]
    place = Place(new.file, item="version")
    if not new.version:
        yield Problem("amend-no-version", place)
    elif version_file(new.version).casefold() in {version_file(it).casefold() for it in known}:
        params = {"version": new.version, "known": ", ".join(it or "(none)" for it in known)}
        yield Problem("amend-version-used", place, params)


def _code_refusals(
    versions: Sequence[Questionnaire], new: Questionnaire, same_meaning: frozenset[str]
) -> Iterator[Problem]:
    language = new.languages[0]
    known = {
        f"{question.code}.{option.code}"
        for question in new.questions.values()
        for option in question.options
    }
    for name in sorted(same_meaning - known):
        yield Problem("amend-same-meaning-unknown", Place(new.file), {"name": name})
    for question in new.questions.values():
        before = _last_question(versions, question.code)
        if before is None:
            continue
        version, earlier = before
        place = Place(new.file, question.line, f"question {question.code}")
        if earlier.type is not question.type:
            params = {
                "code": question.code,
                "version": version.version,
                "before": earlier.type.value,
                "after": question.type.value,
            }
            yield Problem("amend-type-changed", place, params)
            continue
        for option in question.options:
            past = _last_option(versions, question.code, option.code)
            if past is not None:
                name = f"{question.code}.{option.code}"
                yield from _option_refusals(
                    name, past, option, place, language, told=name in same_meaning
                )


def _option_refusals(
    name: str, past: Option, option: Option, place: Place, language: str, *, told: bool
) -> Iterator[Problem]:
    before, after = past.label.say(language), option.label.say(language)
    if past.declined != option.declined:
        yield Problem("amend-declined-changed", place, {"name": name})
    elif before != after and not told:
        yield Problem(
            "amend-option-reused", place, {"name": name, "before": before, "after": after}
        )


def _merged_refusals(versions: Sequence[Questionnaire]) -> Iterator[Problem]:
    """Yield codes that clash between versions, and questions with too many options in all."""
    merged = merge_versions(versions)
    alone = {(problem.code, problem.where.item) for problem in check_codes(versions[-1])}
    for problem in check_codes(merged):
        if (problem.code, problem.where.item) not in alone:
            yield problem


def _last_question(
    versions: Sequence[Questionnaire], code: str
) -> tuple[Questionnaire, Question] | None:
    for version in reversed(versions):
        if code in version.questions:
            return version, version.questions[code]
    return None


def _last_option(versions: Sequence[Questionnaire], question: str, code: str) -> Option | None:
    for version in reversed(versions):
        found = version.questions[question].option(code) if question in version.questions else None
        if found is not None:
            return found
    return None


def _entry(earlier: Earlier) -> dict[str, object]:
    entry: dict[str, object] = {
        "version": earlier.questionnaire.version,
        "replaced": earlier.replaced,
        "changes": list(earlier.changes),
    }
    return entry if earlier.derived is None else {**entry, "derived": list(earlier.derived)}


def _history(entries: Sequence[dict[str, object]]) -> str:
    writer = YAML(typ="rt")
    writer.width = 100
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    out.write("# Versions that were asked before the one in questionnaire.yaml, oldest first.\n")
    writer.dump(entries, out)
    return out.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Put a whole file in place in one movement, and have the disk keep it before going on."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
