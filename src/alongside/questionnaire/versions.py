"""Every version a questionnaire has had, and what they hold together.

A live study may be amended. Each version that people answered is kept in the folder ``versions``
beside the questionnaire, and ``versions/history.yaml`` names them in order. Nothing in data ever
moves because of an amendment: questions and options keep the place at which they first appeared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alongside.kernel.messages import message
from alongside.kernel.problems import Place, Problem
from alongside.kernel.text import Text
from alongside.questionnaire.model import Option, Page, Question, Questionnaire, Section
from alongside.questionnaire.parse import items_of, mapping_of, parse_questionnaire
from alongside.questionnaire.shape import check_shape
from alongside.questionnaire.yaml_source import read_yaml

FOLDER = "versions"
HISTORY = "history.yaml"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that is no longer asked.

    Parameters
    ----------
    replaced
        The day the next version took its place, as ISO text; "" when not known.
    changes
        What the next version changed, a line each.
    derived
        Codes of the derived variables there were on that day; None when not known. What is
        derived later stands behind the columns of this version.
    """

    questionnaire: Questionnaire
    replaced: str = ""
    changes: tuple[str, ...] = ()
    derived: tuple[str, ...] | None = None


def version_file(version: str) -> str:
    """Return the name of the file that keeps a version.

    >>> version_file("1.2"), version_file("May/June")
    ('1.2.yaml', 'May_June.yaml')
    """
    kept = "".join(sign if sign.isalnum() or sign in ".-_" else "_" for sign in version)
    return f"{kept or 'first'}.yaml"


def read_versions(
    folder: Path, languages: tuple[str, ...], title: Text
) -> tuple[tuple[Earlier, ...], list[Problem]]:
    """Return the earlier versions of a study, oldest first, and every problem of reading them.

    A study that was never amended has none.
    """
    name = f"{FOLDER}/{HISTORY}"
    if not (folder / FOLDER / HISTORY).exists():
        return (), []
    source, problems = read_yaml(folder / FOLDER / HISTORY, name)
    if source is None:
        return (), problems
    if not isinstance(source.data, list):
        return (), [Problem("version-history", Place(name))]
    found: list[Earlier] = []
    for spot, item in enumerate(source.data):
        place = source.place((spot,))
        if not isinstance(item, dict) or not isinstance(item.get("version"), str):
            problems.append(Problem("version-history", place))
            continue
        said = mapping_of(item)
        file = f"{FOLDER}/{version_file(str(said['version']))}"
        questionnaire, more = _read_one(folder, file, languages, title)
        problems += more
        if questionnaire is not None:
            changes = tuple(str(line) for line in items_of(said.get("changes")))
            derived = tuple(map(str, items_of(said["derived"]))) if "derived" in said else None
            replaced = str(said.get("replaced", ""))
            found.append(Earlier(questionnaire, replaced, changes, derived))
    return tuple(found), problems


def merge_versions(versions: Sequence[Questionnaire]) -> Questionnaire:
    """Return one questionnaire with everything any version asked, for reading and naming data.

    Questions stand in the order of their first appearance, and so do the options of each; what a
    question says is what its newest version says. A removed option is named with the last
    version that offered it. Conditions are left out: who was asked what is a matter of the
    version each person answered.

    One version alone is returned as it is.
    """
    newest = versions[-1]
    if len(versions) == 1:
        return newest
    merged: dict[str, Question] = {}
    for version in versions:
        for code, question in version.questions.items():
            before = merged.get(code)
            merged[code] = replace(
                question,
                show_if=None,
                options=_merge_options(before, question, versions),
                # answers that could say who someone is do not stop to when the words change
                identifies=question.identifies or (before is not None and before.identifies),
            )
    # a dictionary keeps the place at which a code first stood
    pages = tuple(Page(code, (question,)) for code, question in merged.items())
    return replace(newest, sections=(Section("all", newest.title, pages),))


def with_every_option(questionnaire: Questionnaire, merged: Questionnaire) -> Questionnaire:
    """Return one version whose questions also know the options of the other versions.

    An answer stays an answer when a person moved on to a version without its option.
    """
    if questionnaire is merged:
        return questionnaire

    def known(question: Question) -> Question:
        have = {option.code for option in question.options}
        more = [item for item in merged.questions[question.code].options if item.code not in have]
        return replace(question, options=(*question.options, *more)) if more else question

    sections = tuple(
        replace(
            section,
            pages=tuple(
                replace(page, questions=tuple(known(question) for question in page.questions))
                for page in section.pages
            ),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def _merge_options(
    before: Question | None, question: Question, versions: Sequence[Questionnaire]
) -> tuple[Option, ...]:
    options = {option.code: option for option in before.options} if before else {}
    gone = set(options) - {option.code for option in question.options}
    for option in question.options:
        earlier = options.get(option.code)
        # once it had a box for own words, their column stays
        other = option.other or (earlier is not None and earlier.other)
        options[option.code] = replace(option, show_if=None, other=other)
    for code in gone:
        last = _last_with(question.code, code, versions)
        options[code] = replace(options[code], label=last)
    return tuple(options.values())


def _last_with(question: str, option: str, versions: Sequence[Questionnaire]) -> Text:
    """Return the words of an option with the last version that offered it, in each language."""
    offered = [
        (version, found)
        for version in versions
        if question in version.questions
        and (found := version.questions[question].option(option)) is not None
    ]
    version, last = offered[-1]
    if version is versions[-1]:  # it was taken out and came back
        return last.label
    plain = {
        tag: message(
            "version-until",
            "what",
            {"option": words, "version": version.version},
            tag,
        )
        for tag, words in last.label.plain.items()
    }
    return Text(plain, last.label.easy)


def _read_one(
    folder: Path, file: str, languages: tuple[str, ...], title: Text
) -> tuple[Questionnaire | None, list[Problem]]:
    if not (folder / file).exists():
        return None, [Problem("version-missing", Place(f"{FOLDER}/{HISTORY}"), {"file": file})]
    source, problems = read_yaml(folder / file, file)
    if source is None:
        return None, problems
    problems = check_shape(source, "questionnaire")
    if problems:
        return None, problems
    return parse_questionnaire(source, languages, title)
