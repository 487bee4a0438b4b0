"""Fills a report's expressions in from the data: nothing is printed that is not recomputed.

Every expression is looked at before anything is refused, so that an author sees all the
problems of a report at once.
"""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from alongside.dataset import DataSet
from alongside.kernel.errors import DisclosureError, ProblemsFoundError
from alongside.kernel.messages import message
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire.study import Study
from alongside.report.block_binding import BlockBinder
from alongside.report.blocks import placeholder, word
from alongside.report.comparing import compare_all, disagreement_table
from alongside.report.context import Context
from alongside.report.expressions import Call, parse_expression
from alongside.report.facts import (
    BoundReport,
    Fact,
    FactKind,
    FrontMatter,
    Imprint,
)
from alongside.report.published import read_published
from alongside.report.source import FILE, Slot, Source, Words, read_source, split_pieces, suggest
from alongside.report.values import can_work_out, work_out
from alongside.tabulate import read_log, sampling_notes, standing


class WithheldNumbersError(ProblemsFoundError, DisclosureError):
    """A report that would print numbers which the disclosure rule holds back."""


def bind_report(study: Study, dataset: DataSet, source: str) -> BoundReport:
    """Return the report with every expression filled in.

    Parameters
    ----------
    study, dataset
        Settings (disclosure rule, dates, folder) and the answers.
    source
        The text of report.md: front matter and Markdown with ``{{ expressions }}``.

    Raises ``ProblemsFoundError`` with every problem of the report, each naming file, line,
    expression and remedy; ``WithheldNumbersError`` (also a ``DisclosureError``) when any of
    them is a number that may not be printed.
    """
    binder = _Binder(study, dataset, source)
    report = binder.bind()
    problems = binder.context.problems
    if problems:
        order = sorted(problems, key=lambda found: (found.where.file, found.where.line or 0))
        what = message("report-failed", "what", {"n": len(order)})
        remedy = message("report-failed", "remedy", {})
        withheld = any(found.code == "report-withheld" for found in order)
        kind = WithheldNumbersError if withheld else ProblemsFoundError
        raise kind(what, order, remedy=remedy)
    return report


class _Binder:
    """One pass over one report."""

    def __init__(self, study: Study, dataset: DataSet, text: str) -> None:
        self.text = text
        self.source, problems = read_source(text)
        language = self.source.front.get("language", "en")
        self.context = Context(study, dataset, language, problems)
        if self.context.rule.protects:
            self.context.published += standing(read_log(study.folder), dataset, self.context.rule)
        self._before = len(self.context.published)
        self.language = language
        self.facts: list[Fact] = []
        self.published, found = read_published(study.folder)
        problems.extend(found)
        self.blocks = BlockBinder(self.context, self._caption)
        self.notes_placed = False
        self.without: list[str] = []
        self._bases_in_paragraph: set[int] = set()

    def bind(self) -> BoundReport:
        calls = self._read_calls()
        self.blocks.number(calls.values())
        body = self._body(calls)
        self._check_pictures()
        notes = self._notes()
        if not self.notes_placed:
            body += f"{self._heading(body)} {word('notes', self.language)}\n\n{_listed(notes)}"
        if self.blocks.figures:
            body += placeholder("appendix")
        return BoundReport(
            front=self._front(self.source),
            imprint=self._imprint(),
            markdown=body.replace(_NOTES, _listed(notes)),
            facts=tuple(self.facts),
            tables=self.blocks.tables,
            figures=self.blocks.figures,
            quotes=self.blocks.quotes,
            notes=notes,
            printed=tuple(self.context.published[self._before :]),
        )

    def _read_calls(self) -> dict[int, Call]:
        """Return the understood expressions by their place among the pieces."""
        calls: dict[int, Call] = {}
        for at, piece in enumerate(self.source.pieces):
            if not isinstance(piece, Slot):
                continue
            call = parse_expression(piece.source, piece.line)
            if isinstance(call, list):
                self.context.problems.extend(call)
            elif call.function.block and not piece.alone:
                self.context.problem("report-block-inline", call, function=call.function.name)
            else:
                calls[at] = call
        return calls

    def _body(self, calls: dict[int, Call]) -> str:
        parts: list[str] = []
        for at, piece in enumerate(self.source.pieces):
            if isinstance(piece, Words):
                if "\n\n" in piece.text:
                    self._bases_in_paragraph.clear()
                parts.append(piece.text)
            elif at in calls:
                call = calls[at]
                if call.function.block:
                    parts.append(self._block(call))
                else:
                    parts.append(self._inline(call, heading=piece.heading))
        return "".join(parts)

    def _block(self, call: Call) -> str:
        match call.function.name:
            case "disagreements":
                return self._disagreements(call)
            case "synthetic_note":
                return f"**{word('synthetic', self.language)}**"
            case "notes":
                self.notes_placed = True
                return _NOTES
            case _:
                return self.blocks.bind(call)

    def _inline(self, call: Call, *, heading: bool = False) -> str:
        if call.function.name == "ref":
            return self.blocks.link(call)
        fact = self._fact(call)
        if fact is None:
            return ""
        text = escape_markdown(fact.text)
        if not fact.small:
            return text
        if heading:
            return word("inline-small", self.language, text=text)
        assert fact.base_n is not None  # noqa: S101  a small base is a base
        if fact.base_n in self._bases_in_paragraph:
            return text
        self._bases_in_paragraph.add(fact.base_n)
        base = self.context.unit_word("small-people", n=fact.base_n)
        return f"{text}^[{self.context.unit_word('small-note', base=base)}]"

    def _fact(self, call: Call) -> Fact | None:
        if call.function.name == "stated":
            fact = self._stated(call)
        else:
            fact = work_out(call, self.context)
        if fact is not None:
            self.facts.append(fact)
        return fact

    def _stated(self, call: Call) -> Fact | None:
        name = call.text("figure")
        figure = self.published.get(name)
        if figure is None or figure.call is None:
            known = tuple(key for key, item in self.published.items() if item.call)
            code = "report-no-figure" if known else "report-no-published"
            params = {"id": name, "hint": suggest(name, known), "function": "stated"}
            self.context.problem(code, call, **params)
            return None
        inner = figure.call
        here = Call(inner.function, inner.arguments, call.source, call.line)
        return work_out(here, self.context)

    def _caption(self, text: str, call: Call) -> str:
        """Fill in ``{percent(...)}`` inside a caption or an alternative text."""

        def fill(found: re.Match[str]) -> str:
            inner = parse_expression(found.group(1), call.line, call.file)
            if isinstance(inner, list):
                self.context.problems.extend(inner)
                return ""
            if not can_work_out(inner.function.name) and inner.function.name != "stated":
                self.context.problem("report-caption-block", call, function=inner.function.name)
                return ""
            fact = self._fact(inner)
            if fact is None:
                return ""
            small = fact.small and fact.kind is FactKind.PERCENT
            return word("inline-small", self.language, text=fact.text) if small else fact.text

        return re.sub(r"\{([^{}]*)\}", fill, text)

    def _disagreements(self, call: Call) -> str:
        if not self.published:
            self.context.problem("report-no-published", call, function="disagreements")
            return ""
        done, held, without = compare_all(self.published, self.context)
        self.without = [figure.name for figure in without]
        if not held and all(item.agrees for item in done):
            return word("disagree-none", self.language, n=len(done))
        table = disagreement_table(done, held, self.language, self.blocks.label_of("disagreements"))
        self.blocks.tables[table.id] = table
        return placeholder("table", table.id)

    def _check_pictures(self) -> None:
        for line, words in enumerate(self.text.splitlines(), start=1):
            for found in re.finditer(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)", words):
                path, place = found.group(2), Place(FILE, line, found.group(0)[:80])
                faults = []
                if not _is_inside(self.context.study.folder, path):
                    faults.append("report-image-missing")
                if not found.group(1).strip():
                    faults.append("report-image-alt")
                self.context.problems += [Problem(code, place, {"path": path}) for code in faults]

    def _notes(self) -> tuple[str, ...]:
        rule, settings = self.context.rule, self.context.study.settings
        notes = [word("note-rounding", self.language), self.context.unit_word("note-base")]
        if rule.withhold_below > 1:
            notes.append(word("note-withheld", self.language, n=rule.withhold_below))
        if rule.small_base > 1:
            notes.append(self.context.unit_word("note-small", n=rule.small_base))
        if self.blocks.quotes:
            notes.append(word("note-quotes", self.language))
        notes += sampling_notes(self.context.dataset.provenance, self.language, measured=False)
        design = settings.design.say(self.language)
        if design:
            notes.append(word("note-design", self.language, design=design))
        if self.without:
            figures = ", ".join(name.replace("_", " ") for name in self.without)
            notes.append(word("note-published", self.language, figures=figures))
        return tuple(notes)

    def _heading(self, body: str) -> str:
        marks = re.findall(r"^(#{1,6})\s", body, re.MULTILINE)
        return f"\n\n{min(marks, key=len) if marks else '#'}"

    def _front(self, source: Source) -> FrontMatter:
        filled = {
            key: self._front_text(source.front.get(key, ""))
            for key in ("title", "subtitle", "abstract")
        }
        return FrontMatter(
            title=filled["title"],
            subtitle=filled["subtitle"],
            authors=source.authors,
            date=source.front.get("date", ""),
            language=self.language,
            abstract=filled["abstract"],
        )

    def _front_text(self, text: str) -> str:
        parts: list[str] = []
        for piece in split_pieces(text, 1, self.context.problems):
            if isinstance(piece, Words):
                parts.append(piece.text)
                continue
            call = parse_expression(piece.source, piece.line)
            if isinstance(call, list):
                self.context.problems.extend(call)
            elif call.function.block:
                self.context.problem("report-block-inline", call, function=call.function.name)
            else:
                parts.append(self._inline(call, heading=True))
        return "".join(parts)

    def _imprint(self) -> Imprint:
        provenance = self.context.dataset.provenance
        questionnaire = self.context.study.questionnaire
        settings = self.context.study.settings
        return Imprint(
            study=settings.title.say(self.language) or provenance.title,
            synthetic=settings.synthetic or provenance.synthetic,
            source=provenance.source or settings.source,
            fingerprint=provenance.fingerprint,
            software=f"Alongside {software_version()}",
            questionnaire=questionnaire.version if questionnaire else "",
        )


def _is_inside(folder: Path, name: str) -> bool:
    """Return whether a picture is a file of the study folder (never one outside it)."""
    path = (folder / name).resolve()
    return path.is_file() and path.is_relative_to(folder.resolve())


_NOTES = "@@alongside-notes@@"


def _listed(notes: tuple[str, ...]) -> str:
    return "\n".join(f"- {escape_markdown(note)}" for note in notes)


def escape_markdown(text: str) -> str:
    r"""Return text with Markdown's signs made harmless.

    >>> escape_markdown("a*b")
    'a\\*b'
    """
    return re.sub(r"([\\`*_{}\[\]<>$^~#|@])", r"\\\1", text)


def software_version() -> str:
    """Return the version of Alongside that made the report."""
    try:
        return version("alongside")
    except PackageNotFoundError:  # pragma: no cover  run from a source tree, not installed
        return "unreleased"
