"""From a whole XLSForm to a study folder: groups, pages, routing, and what was lost."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from alongside.kernel.errors import StudyError
from alongside.kernel.text import Text
from alongside.questionnaire.conditions import Condition, questions_in
from alongside.questionnaire.dump import dump_questionnaire, dump_settings
from alongside.questionnaire.files import QUESTIONNAIRE_FILE, SETTINGS_FILE, load_study
from alongside.questionnaire.model import Page, Question, Questionnaire, Section
from alongside.questionnaire.piping import piped_codes
from alongside.questionnaire.study import StudySettings
from alongside.questionnaire.xlsform.choices import Choices, names_by_list, says_or_other
from alongside.questionnaire.xlsform.leftovers import find_cautions, find_leftovers
from alongside.questionnaire.xlsform.losses import Loss, Losses, losses_as_markdown
from alongside.questionnaire.xlsform.questions import FormReader, shown
from alongside.questionnaire.xlsform.relevance import NEVER, both
from alongside.questionnaire.xlsform.rows import FormRow, read_rows
from alongside.questionnaire.xlsform.wording import Wording, default_language
from alongside.questionnaire.xlsform.workbook import Workbook, read_workbook

NOTES_FILE = "import-notes.md"


@dataclass(frozen=True, slots=True)
class XlsformReport:
    """What was made of a form.

    Parameters
    ----------
    questions
        How many questions and information boxes there are now.
    losses
        What was left out or changed, in the order of the form.
    cautions
        What was kept but needs a person's eye before anybody is asked.
    notes
        The same in a few lines, for the command line.
    """

    folder: Path
    questions: int
    losses: tuple[Loss, ...]
    cautions: tuple[Loss, ...]
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
    book = read_workbook(path)
    losses = Losses()
    questionnaire, rows = convert_form(book, losses)
    if not questionnaire.questions:
        raise StudyError(
            "The form holds no question that can be asked here.",
            where=path.name,
            remedy="Look at the types of its rows.",
        )
    words = title or str(book.form.get("title") or path.stem)
    settings = StudySettings(
        title=Text({questionnaire.languages[0]: words}),
        languages=questionnaire.languages,
        status="draft",
        source=f"Imported from {path.name}.",
    )
    cautions = find_cautions(book, questionnaire, rows)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as draft_name:
        draft = Path(draft_name) / "study"
        draft.mkdir()
        (draft / SETTINGS_FILE).write_text(dump_settings(settings), "utf-8")
        (draft / QUESTIONNAIRE_FILE).write_text(dump_questionnaire(questionnaire), "utf-8")
        said = losses_as_markdown(words, path.name, losses.in_order(), cautions)
        (draft / NOTES_FILE).write_text(said, "utf-8")
        load_study(draft)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    found = losses.in_order()
    return XlsformReport(
        folder,
        len(questionnaire.questions),
        found,
        cautions,
        _in_short(questionnaire, found, cautions),
    )


def convert_form(book: Workbook, losses: Losses) -> tuple[Questionnaire, Mapping[str, int]]:
    """Return the questionnaire of a form, and the row of each question.

    Whatever it cannot hold is added to ``losses``.
    """
    codes: dict[str, str] = {}
    wording = Wording(losses, "en", codes)
    survey, choices = book.sheets["survey"], book.sheets["choices"]
    named = default_language(survey, str(book.form.get("default_language") or ""))
    if named:
        wording.default = wording.tag(named)
    listed = Choices(losses, wording, book.form.get("choices") or {}, names_by_list(choices))
    reader = FormReader(losses, wording, listed, codes)
    read = read_rows(book.form.get("children") or (), survey)
    added = {row.name: row for row in read if row.number is None and not row.is_group}
    sections = tuple(_Builder(reader, added).sections(read))
    listed.check(choices)
    find_leftovers(book, losses)
    tags = [tag for tag in wording.languages if tag != wording.default]
    first = [wording.default] if wording.default in wording.languages else []
    languages = (*first, *tags) or ("en",)
    questionnaire = Questionnaire(
        title=Text({languages[0]: str(book.form.get("title") or "")}),
        sections=sections,
        languages=languages,
        version=str(book.form.get("version") or "1"),
    )
    return questionnaire, reader.rows


@dataclass
class _Builder:
    """Lays rows out in sections and pages.

    ``added`` are rows that stand in no cell: pyxform puts repeat counts there.
    """

    reader: FormReader
    added: Mapping[str, FormRow]

    def sections(self, rows: tuple[FormRow, ...]) -> Iterator[Section]:
        """Yield a section for each outer group, and one for each run of loose questions."""
        used: set[str] = set()
        loose: list[Page] = []
        for row in [*rows, None]:
            if row is not None and row.number is None and row.name.endswith("_count"):
                continue
            if row is not None and not row.is_group:
                loose += self._page_of(row, rows)
                continue
            if loose:
                yield Section(_free("questions_1", used), Text(), tuple(loose))
                loose = []
            if row is not None:
                pages = tuple(self._pages(row, None, outermost=True))
                if pages:
                    words = self.reader.wording.text(row, row.raw.get("label"))
                    code = re.sub(r"\W+", "_", row.name, flags=re.ASCII).strip("_") or "section"
                    yield Section(_free(code, used), words, pages)

    def _page_of(self, row: FormRow, siblings: tuple[FormRow, ...]) -> list[Page]:
        questions = self._questions([row], None, siblings)
        return [Page(question.code, (question,)) for question in questions]

    def _pages(
        self, group: FormRow, outer: Condition | None, *, outermost: bool = False
    ) -> Iterator[Page]:
        """Yield the pages of a group; conditions of groups pass down to their questions."""
        losses = self.reader.losses
        own = self.reader.condition(group)
        if own == NEVER:
            codes = ", ".join(row.name for row in group.questions())
            losses.add(group, "xlsform-group-never-shown", words=group.relevant, codes=codes)
            return
        show_if = both(outer, own)
        self._note_group(group)
        on_one_screen = "field-list" in group.appearance or "table-list" in group.appearance
        nested = any(child.is_group for child in group.children)
        before = len(losses.found)
        made = False
        if on_one_screen and not nested:
            title = self.reader.wording.text(group, group.raw.get("label"))
            questions = self._questions(group.children, show_if, group.children)
            for page in self._screen(group, title, questions):
                made = True
                yield page
        else:
            if on_one_screen:
                losses.add(group, "xlsform-screen-of-groups")
            if not outermost and group.raw.get("label"):
                losses.add(group, "xlsform-group-heading", words=shown(group.raw["label"]))
            for child in group.children:
                if child.is_group:
                    inner: Iterator[Page] = self._pages(child, show_if)
                else:
                    questions = self._questions([child], show_if, group.children)
                    inner = (Page(question.code, (question,)) for question in questions)
                for page in inner:
                    made = True
                    yield page
        if not made and len(losses.found) == before:
            losses.add(group, "xlsform-group-empty")

    def _questions(
        self,
        rows: tuple[FormRow, ...] | list[FormRow],
        show_if: Condition | None,
        siblings: tuple[FormRow, ...],
    ) -> list[Question]:
        """Return what can be asked of these rows; boxes that or_other added are no questions."""
        boxes = {f"{row.name}_other" for row in siblings if says_or_other(row)}
        found = (
            self.reader.question(row, show_if)
            for row in rows
            if not (row.number is None and row.name in boxes)
            and not (row.number is None and row.name.startswith(_TABLE_LABELS))
        )
        return [question for question in found if question is not None]

    def _note_group(self, group: FormRow) -> None:
        add = self.reader.losses.add
        if group.kind == "repeat":
            add(group, "xlsform-repeat")
            count = str(group.control.get("jr:count") or "")
            if count:
                source = self.added.get(f"{group.name}_count")
                words = source.bind.get("calculate", count) if source else count
                add(group, "xlsform-repeat-count", words=words)
        for word in group.appearance.split():
            if word not in ("field-list", "table-list"):
                add(group, "xlsform-appearance", words=word)
        if group.raw.get("hint"):
            add(group, "xlsform-group-hint", words=shown(group.raw["hint"]))
        self.reader.note_attributes(group)

    def _screen(self, group: FormRow, title: Text, questions: list[Question]) -> Iterator[Page]:
        """Yield one page, or several when questions depend on answers given on the same one.

        Without scripts a page cannot change while it is being filled in.
        """
        parts: list[list[Question]] = [[]]
        for question in questions:
            if {item.code for item in parts[-1]} & set(_looks_at(question)):
                parts.append([])
            parts[-1].append(question)
        if len(parts) > 1:
            self.reader.losses.add(group, "xlsform-split", n=len(parts))
        for number, part in enumerate(parts, start=1):
            if len(part) == 1:
                yield Page(part[0].code, (part[0],), title)
            elif part:
                name = group.name if number == 1 else f"{group.name}_{number}"
                code = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
                yield Page(_free(f"{code}_page", self.reader.taken), tuple(part), title)


_TABLE_LABELS = ("generated_table_list_label", "reserved_name_for_field_list_labels")


def _looks_at(question: Question) -> Iterator[str]:
    """Yield the questions that this one's condition, options and words look at."""
    yield from questions_in(question.show_if)
    texts = [question.label, question.hint]
    for option in question.options:
        yield from questions_in(option.show_if)
        texts.append(option.label)
    for text in texts:
        for _, _, words in text.wordings():
            yield from piped_codes(words)


def _free(code: str, used: set[str]) -> str:
    """Return this code, or the next with a number, and mark it used."""
    stem, number = re.sub(r"_\d+$", "", code), 2
    while code in used:
        code, number = f"{stem}_{number}", number + 1
    used.add(code)
    return code


def _in_short(
    questionnaire: Questionnaire, losses: tuple[Loss, ...], cautions: tuple[Loss, ...]
) -> tuple[str, ...]:
    kept = len(questionnaire.questions)
    lines = [
        f"{kept} questions in {len(questionnaire.sections)} sections, "
        f"languages: {', '.join(questionnaire.languages)}",
        f"{len(losses)} things were left out or changed: see {NOTES_FILE}"
        if losses
        else "Everything was kept",
    ]
    lines += [f"Look at {caution.name}: {caution.what}" for caution in cautions]
    return tuple(lines)
