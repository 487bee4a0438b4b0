"""From a whole XLSForm to a study folder: groups, pages, routing, and what was lost."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any as AnyJson

import openpyxl
from pyxform.errors import PyXFormError
from pyxform.xls2json import parse_file_to_json

from alongside.kernel.errors import StudyError
from alongside.kernel.text import Text
from alongside.questionnaire.conditions import All, Condition, questions_in
from alongside.questionnaire.dump import dump_questionnaire, dump_settings
from alongside.questionnaire.files import QUESTIONNAIRE_FILE, SETTINGS_FILE, load_study
from alongside.questionnaire.model import Page, Question, Questionnaire, Section
from alongside.questionnaire.study import StudySettings
from alongside.questionnaire.xlsform.losses import Loss, Losses, losses_as_markdown
from alongside.questionnaire.xlsform.questions import FormReader, Row

NOTES_FILE = "import-notes.md"


@dataclass(frozen=True, slots=True)
class XlsformReport:
    """What was made of a form, and what was lost."""

    folder: Path
    questions: int
    losses: tuple[Loss, ...]
    notes: tuple[str, ...]


def import_xlsform(path: Path, folder: Path, *, title: str = "") -> XlsformReport:
    """Make a study folder from an XLSForm workbook.

    Writes study.yaml (as a draft), questionnaire.yaml and import-notes.md, all or nothing.

    Raises :class:`~alongside.kernel.errors.StudyError` when the folder holds something
    already, the file is no workbook, or the form itself is faulty (a list that does not
    exist, a group that does not end, a name that stands twice).
    """
    path, folder = Path(path), Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(
            "There is something there already, so nothing was written.",
            where=str(folder),
            remedy="Choose a new folder name.",
        )
    form = _read_form(path)
    losses = Losses(_rows_by_name(path))
    questionnaire = convert_form(form, losses)
    if not questionnaire.questions:
        raise StudyError(
            "The form holds no question that can be asked here.",
            where=path.name,
            remedy="Look at the types of its rows.",
        )
    words = title or str(form.get("title") or path.stem)
    settings = StudySettings(
        title=Text({questionnaire.languages[0]: words}),
        languages=questionnaire.languages,
        status="draft",
        source=f"Imported from {path.name}.",
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as draft_name:
        draft = Path(draft_name) / "study"
        draft.mkdir()
        (draft / SETTINGS_FILE).write_text(dump_settings(settings), "utf-8")
        (draft / QUESTIONNAIRE_FILE).write_text(dump_questionnaire(questionnaire), "utf-8")
        notes = losses_as_markdown(words, path.name, losses.found)
        (draft / NOTES_FILE).write_text(notes, "utf-8")
        load_study(draft)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    kept = len(questionnaire.questions)
    said = (
        f"{kept} questions in {len(questionnaire.sections)} sections, "
        f"languages: {', '.join(questionnaire.languages)}",
        f"{len(losses.found)} things were left out or changed: see {NOTES_FILE}"
        if losses.found
        else "Everything was kept",
    )
    return XlsformReport(folder, kept, tuple(losses.found), said)


def convert_form(form: Mapping[str, AnyJson], losses: Losses) -> Questionnaire:
    """Return the questionnaire of a form as pyxform reads it."""
    default = str(form.get("default_language") or "default")
    lists = form.get("choices") or {}
    reader = FormReader(losses, lists, "en")
    if default != "default":
        reader.default_language = reader.language_tag(default)
        reader.languages.append(reader.default_language)
    sections: list[Section] = []
    loose: list[Page] = []
    for row in form.get("children") or ():
        if row["name"] == "meta":
            continue
        if row["type"] in ("group", "repeat"):
            _flush(loose, sections)
            pages = tuple(_pages(reader, row, None))
            if pages:
                words = reader.text(row.get("label"), row["name"])
                sections.append(Section(reader.code(row["name"]), words, pages))
        else:
            question = _question(reader, row, None)
            if question:
                loose.append(Page(question.code, (question,)))
    _flush(loose, sections)
    languages = tuple(reader.languages) or ("en",)
    return Questionnaire(
        title=Text({languages[0]: str(form.get("title") or "")}),
        sections=tuple(sections),
        languages=languages,
        version=str(form.get("version") or "1"),
    )


def _flush(loose: list[Page], sections: list[Section]) -> None:
    """Close a run of questions outside any group into a section of its own."""
    if loose:
        number = sum(section.code.startswith("questions") for section in sections) + 1
        sections.append(Section(f"questions_{number}", Text(), tuple(loose)))
        loose.clear()


def _pages(reader: FormReader, group: Row, outer: Condition | None) -> Iterator[Page]:
    """Yield the pages of a group; conditions of groups pass down to their questions."""
    name = str(group["name"])
    bind: Row = group.get("bind") or {}
    show_if = _both(outer, reader.condition(bind.get("relevant"), name, "condition"))
    if group["type"] == "repeat":
        reader.losses.add(name, "It repeats (once for each member, for example): asked once here.")
    control: Row = group.get("control") or {}
    children = list(group.get("children") or ())
    nested = any(child["type"] in ("group", "repeat") for child in children)
    if "field-list" in str(control.get("appearance", "")) and not nested:
        questions = [
            question for child in children if (question := _question(reader, child, show_if))
        ]
        yield from _split_page(reader, name, reader.text(group.get("label"), name), questions)
        return
    for child in children:
        if child["type"] in ("group", "repeat"):
            yield from _pages(reader, child, show_if)
        else:
            question = _question(reader, child, show_if)
            if question:
                yield Page(question.code, (question,))


def _split_page(
    reader: FormReader, name: str, title: Text, questions: list[Question]
) -> Iterator[Page]:
    """Yield one page, or several when questions depend on answers given on the same one.

    Without scripts a page cannot change while it is being filled in.
    """
    parts: list[list[Question]] = [[]]
    for question in questions:
        here = {item.code for item in parts[-1]}
        looked_at = set(questions_in(question.show_if))
        for option in question.options:
            looked_at.update(questions_in(option.show_if))
        if looked_at & here:
            parts.append([])
        parts[-1].append(question)
    if len(parts) > 1:
        reader.losses.add(
            name,
            f"One screen became {len(parts)} pages, because its questions depend on each other.",
        )
    for number, part in enumerate(parts, start=1):
        if len(part) == 1:
            yield Page(part[0].code, (part[0],))
        elif part:
            code = reader.code(name if number == 1 else f"{name}_{number}")
            yield Page(f"{code}_page", tuple(part), title)


def _question(reader: FormReader, row: Row, outer: Condition | None) -> Question | None:
    bind: Row = row.get("bind") or {}
    relevant = bind.get("relevant")
    show_if = None
    if str(relevant or "").strip().lower() not in ("false", "false()"):
        show_if = reader.condition(relevant, str(row["name"]), "condition")
    return reader.question(row, _both(outer, show_if))


def _both(outer: Condition | None, inner: Condition | None) -> Condition | None:
    if outer is None or inner is None:
        return outer or inner
    return All((outer, inner))


def _read_form(path: Path) -> Mapping[str, AnyJson]:
    try:
        form: Mapping[str, AnyJson] = parse_file_to_json(
            path=str(path), default_name="data", warnings=[]
        )
    except PyXFormError as fault:
        raise StudyError(
            f"The form cannot be read: {_first_sentence(fault)}",
            where=path.name,
            remedy="Mend the form, then import it again; nothing was written.",
        ) from None
    except Exception:
        raise StudyError(
            "The file is not a workbook that can be read.",
            where=path.name,
            remedy="Open it in a spreadsheet program and save it again as .xlsx.",
        ) from None
    return form


def _first_sentence(fault: Exception) -> str:
    words = " ".join(str(fault).split())
    return words[:400] + ("…" if len(words) > 400 else "")


def _rows_by_name(path: Path) -> dict[str, int]:
    """Return the row of each name on the survey sheet, for messages."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return {}
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = next((book[name] for name in book.sheetnames if name.strip() == "survey"), None)
        if sheet is None:
            return {}
        rows: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True)
        listed = list(rows)
        heads = [str(cell or "").strip().lower() for cell in listed[0]] if listed else []
        if "name" not in heads:
            return {}
        spot = heads.index("name")
        return {
            str(row[spot]).strip(): number
            for number, row in enumerate(listed, start=1)
            if number > 1 and row[spot]
        }
    finally:
        book.close()
