"""DDI-Codebook 2.5: what every column of a CSV file means, as XML for archives.

Elements and their order follow the DDI Alliance's schema of DDI-Codebook 2.5 (2012,
``codebook.xsd``). The codebook holds no counts: whoever publishes it alone gives no small number
away.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from alongside.dataset import MISSING_SUFFIX, RESPONDENT, STATUS, DataSet, Variable, VariableType
from alongside.dataset.exports import (
    MISSING_WORDS,
    STATUS_LABEL,
    STATUS_WORDS,
    Columns,
    export_notes,
    exported_variables,
    name_columns,
    weight_columns,
    wide_frame,
    write_all,
    write_rows,
)
from alongside.exchange.columns import RESPONDENT_LABEL, WEIGHT_LABEL
from alongside.exchange.notes import (
    WHY_LABEL,
    Change,
    Transfer,
    Written,
    notes_beside,
    transfer_markdown,
)
from alongside.exchange.xml_text import XML_LANG, XmlWords, xml_bytes
from alongside.kernel.text import Text

FORMAT = "CSV with DDI-Codebook 2.5"
NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_FILE = "F1"


def csv_beside(path: Path) -> Path:
    """Return where the data stand that a DDI codebook describes."""
    return path.with_suffix(".csv")


def export_ddi(
    dataset: DataSet, path: Path, *, texts: bool = False, language: str = "en"
) -> Transfer:
    """Write a DDI codebook, the data as CSV beside it, and a list of what had to change.

    The CSV is that of :func:`~alongside.dataset.export_csv`. All or nothing.

    Parameters
    ----------
    dataset
        What to write; variables that identify people stay out.
    path
        The XML file; the data lie beside it, called the same but for ``.csv``.
    texts
        Whether open answers leave.
    language
        Whose labels stand first; those of the other languages follow.
    """
    path = Path(path)
    changes: list[Change] = []
    columns = name_columns(exported_variables(dataset.codebook, texts=texts))
    frame = wide_frame(dataset, columns)
    notes = export_notes(dataset, texts=texts)
    data = csv_beside(path)
    book = _Book(dataset, columns, language, XmlWords(changes))
    document = xml_bytes(book.document(data.name, frame.columns, notes))
    files = (path, data, notes_beside(path))
    written = tuple(
        Written(column, variable.code, category.code)
        for variable, names in columns
        if variable.type is VariableType.MULTI
        for column, category in zip(names, variable.categories, strict=True)
    )
    transfer = Transfer(FORMAT, files, notes, written, tuple(changes))
    write_all(
        {
            files[0]: lambda draft: draft.write_bytes(document),
            files[1]: lambda draft: write_rows(frame, draft),
            files[2]: lambda draft: draft.write_text(transfer_markdown(transfer), "utf-8"),
        }
    )
    return transfer


class _Book:
    """Builds the document; every word goes through ``xml``."""

    def __init__(self, dataset: DataSet, columns: Columns, language: str, xml: XmlWords) -> None:
        self.dataset = dataset
        self.columns = columns
        self.language = language
        self.xml = xml
        self.about = {name: (variable, bit) for name, variable, bit in _places(columns)}
        self.ids: dict[str, str] = {}

    def document(
        self, data_file: str, names: Sequence[str], notes: Sequence[str]
    ) -> etree._Element:
        """Return the whole codebook of a CSV file with these columns."""
        self.ids = {name: f"V{number}" for number, name in enumerate(names, start=1)}
        root = etree.Element(
            f"{{{NAMESPACE}}}codeBook",
            {
                "version": "2.5",
                XML_LANG: self.language,
                f"{{{_INSTANCE}}}schemaLocation": f"{NAMESPACE} {SCHEMA}",
            },
            nsmap={None: NAMESPACE, "xsi": _INSTANCE},
        )
        self._about_document(root)
        self._about_study(root, notes)
        file = self._add(root, "fileDscr", ID=_FILE, URI=data_file)
        text = self._add(file, "fileTxt")
        self._words(text, "fileName", data_file)
        size = self._add(text, "dimensns")
        self._words(size, "caseQnty", str(self.dataset.frame.height))
        self._words(size, "varQnty", str(len(names)))
        self._words(text, "fileType", "Comma-separated values with headings", charset="UTF-8")
        data = self._add(root, "dataDscr")
        for variable, ticks in self.columns:
            if variable.type is VariableType.MULTI and ticks:
                refs = " ".join(self.ids[name] for name in ticks)
                attributes = {"name": variable.code, "type": "multipleResp", "var": refs}
                group = self._add(data, "varGrp", ID=f"G{len(data) + 1}", **attributes)
                self._labels(group, variable.label, variable.code)
        for name in names:
            self._variable(data, name)
        return root

    def _about_document(self, root: etree._Element) -> None:
        citation = self._add(self._add(root, "docDscr"), "citation")
        title = f"Codebook: {self.dataset.provenance.title}"
        self._words(self._add(citation, "titlStmt"), "titl", title)
        production = self._add(citation, "prodStmt")
        self._words(production, "software", "Alongside", version=version("alongside"))

    def _about_study(self, root: etree._Element, notes: Sequence[str]) -> None:
        study = self._add(root, "stdyDscr")
        titles = self._add(self._add(study, "citation"), "titlStmt")
        self._words(titles, "titl", self.dataset.provenance.title)
        if self.dataset.provenance.fingerprint:
            self._words(titles, "IDNo", self.dataset.provenance.fingerprint, agency="SHA-256")
        about = self._add(study, "stdyInfo")
        if self.dataset.provenance.source:
            self._words(about, "abstract", self.dataset.provenance.source)
        summary = self._add(about, "sumDscr")
        unit = "Person" if self.dataset.unit == "respondent" else "Answer"
        self._words(summary, "anlyUnit", unit)
        kind = "Synthetic survey data" if self.dataset.provenance.synthetic else "Survey data"
        self._words(summary, "dataKind", kind)
        for note in notes:
            self._words(about, "notes", note)

    def _variable(self, data: etree._Element, name: str) -> None:
        variable, bit = self.about.get(name, (None, None))
        attributes = {"ID": self.ids[name], "name": name, "files": _FILE}
        if variable is None:
            self._own_column(data, name, attributes)
        elif name == variable.code + MISSING_SUFFIX:
            node = self._add(data, "var", **attributes, intrvl="discrete")
            said = variable.label.plain.items()
            label = Text({tag: f"{WHY_LABEL}: {words}" for tag, words in said})
            self._labels(node, label, variable.code)
            for kind, words in MISSING_WORDS.items():
                self._category(node, kind.value, Text({"en": words}), variable.code, missing="Y")
            self._add(node, "varFormat", type="character", schema="other")
        else:
            self._question(data, variable, bit, attributes)

    def _own_column(self, data: etree._Element, name: str, attributes: Mapping[str, str]) -> None:
        weight = name in weight_columns(self.dataset)
        interval = "contin" if weight else "discrete"
        node = self._add(data, "var", **attributes, intrvl=interval)
        if weight:
            node.set("wgt", "wgt")
        own = {RESPONDENT: RESPONDENT_LABEL, STATUS: STATUS_LABEL}
        made = self.dataset.codebook.by_code.get(name)
        if made is None:
            self._words(node, "labl", own.get(name, WEIGHT_LABEL), **{XML_LANG: "en"})
        else:
            self._labels(node, made.label, name)
        if name == STATUS:
            for code, words in STATUS_WORDS.items():
                self._category(node, code, Text({"en": words}), name)
        kind = "character" if name == STATUS else "numeric"
        self._add(node, "varFormat", type=kind, schema="other")

    def _question(
        self,
        data: etree._Element,
        variable: Variable,
        bit: int | None,
        attributes: Mapping[str, str],
    ) -> None:
        numeric = variable.type is VariableType.NUMERIC
        interval = "contin" if numeric or variable.type is VariableType.DATE else "discrete"
        node = self._add(data, "var", **attributes, intrvl=interval)
        label = variable.label if bit is None else variable.categories[bit].label
        self._labels(node, label, variable.code)
        if not variable.derived_from and not variable.paradata:
            for _, said in self._by_language(variable.label):
                question = self._add(node, "qstn")
                self._words(question, "qstnLit", said, variable=variable.code)
        if variable.audiences:
            self._words(node, "universe", ", ".join(variable.audiences))
        if bit is not None:
            self._category(node, "1", Text({"en": "Chosen"}), variable.code)
            self._category(node, "0", Text({"en": "Not chosen"}), variable.code)
        for category in variable.categories if bit is None else ():
            self._category(node, category.code, category.label, variable.code)
        if variable.derived_from:
            sources = [self.ids[code] for code in variable.derived_from if code in self.ids]
            derived = self._add(
                node, "derivation", **({"var": " ".join(sources)} if sources else {})
            )
            self._words(derived, "drvdesc", f"Made from {', '.join(variable.derived_from)}")
        format_ = {"type": "numeric" if numeric or bit is not None else "character"}
        if variable.type is VariableType.DATE:
            format_ |= {"category": "date", "formatname": "YYYY-MM-DD"}
        self._add(node, "varFormat", **format_, schema="other")
        self._words(node, "notes", f"{WHY_LABEL}: see {variable.code}{MISSING_SUFFIX}")

    def _category(
        self, node: etree._Element, code: str, label: Text, variable: str, **attributes: str
    ) -> None:
        category = self._add(node, "catgry", **attributes)
        self._words(category, "catValu", code)
        self._labels(category, label, variable)

    def _labels(self, node: etree._Element, label: Text, variable: str) -> None:
        for tag, said in self._by_language(label):
            self._words(node, "labl", said, variable=variable, **{XML_LANG: tag})

    def _by_language(self, label: Text) -> list[tuple[str, str]]:
        """Return a label in every language, the chosen one first."""
        said = list(label.plain.items())
        return sorted(said, key=lambda item: item[0] != self.language)

    def _add(self, parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)

    def _words(
        self, parent: etree._Element, name: str, words: str, /, variable: str = "", **more: str
    ) -> None:
        self._add(parent, name, **more).text = self.xml.fit(words, of=name, variable=variable)


def _places(columns: Columns) -> Iterator[tuple[str, Variable, int | None]]:
    """Yield each column of the file with its variable and, for an option, its place."""
    for variable, names in columns:
        yield variable.code + MISSING_SUFFIX, variable, None
        for bit, name in enumerate(names):
            yield name, variable, bit if variable.type is VariableType.MULTI else None
