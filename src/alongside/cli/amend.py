"""The verb that changes a questionnaire while people answer it."""

import json
import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.site import manage, site_environment
from alongside.collect import Response, check_promise, read_responses
from alongside.collect.amending import measure_impact
from alongside.collect.amending_release import ReleasedEffect, ReleasedImpact, release_impact
from alongside.dataset.derive import derived_codes
from alongside.kernel.errors import DataError, ProblemsFoundError, StudyError
from alongside.kernel.messages import message
from alongside.kernel.problems import Problem, has_errors
from alongside.questionnaire import Questionnaire, Study, load_study, merge_versions
from alongside.questionnaire.amend import find_refusals, publish_version, read_amendment
from alongside.questionnaire.change_words import say_change, say_verdict

RESPONSES = Path("data") / "responses.jsonl"


class ReportFormat(StrEnum):
    """How the impact report is printed."""

    TEXT = "text"
    JSON = "json"


def amend(
    study: Annotated[Path, typer.Argument(help="The study folder.", metavar="STUDY")],
    new: Annotated[Path, typer.Argument(help="The questionnaire to ask from now on.")],
    data: Annotated[
        Path | None,
        typer.Option(
            help="Weigh the answers kept by the site in this folder, "
            "not those in STUDY/data/responses.jsonl."
        ),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Put the new questionnaire in place.")
    ] = False,
    same_meaning: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUESTION.ANSWER",
            help="An answer whose new words mean what the old ones meant. Give it once for each.",
        ),
    ] = None,
    report_format: Annotated[
        ReportFormat, typer.Option("--format", help="How to print the report.")
    ] = ReportFormat.TEXT,
) -> None:
    """Say what a changed questionnaire would do to the answers there are, then put it in place.

    Nothing is written without **--publish**. The version people answered is kept in
    STUDY/versions, every answer stays with the version it was given to, and columns of the
    data never shift.

    Examples: **alongside amend my-study new.yaml --data var**,
    **alongside amend my-study new.yaml --publish --same-meaning heard.yes**
    """
    loaded = load_study(study)
    if loaded.questionnaire is None:
        raise StudyError(
            "This study has no questionnaire: its answers were imported.",
            where=str(study),
            remedy="Change codebook.yaml instead.",
        )
    questionnaire = _read_new(loaded, new)
    responses = _read_answers(loaded, data)
    with show.progress("Weighing the answers"):
        impact = measure_impact(
            loaded.questionnaire, questionnaire, responses, loaded.versions[:-1]
        )
        threshold = loaded.settings.disclosure.withhold_below
        released = release_impact(impact, loaded.questionnaire, threshold)
    refusals = find_refusals(loaded, questionnaire, same_meaning or ())
    if report_format is ReportFormat.JSON:
        show.plain(json.dumps(_as_data(loaded, questionnaire, released, refusals), indent=2))
    else:
        _print(loaded.questionnaire, questionnaire, released)
    if refusals:
        raise ProblemsFoundError(
            "The new questionnaire cannot be put in place as it is.",
            refusals,
            remedy="Nothing was changed.",
        )
    if not publish:
        show.say("Nothing was changed. To put the new questionnaire in place, add --publish.")
        return
    changes = [
        f"{effect.change.question}: {say_change(effect.change)}" for effect in released.effects
    ]
    kept = publish_version(loaded, new, changes, date.today(), derived_codes(loaded.folder))
    show.done(f"{loaded.slug} asks version {questionnaire.version} now. Kept the old one: {kept}")
    show.say("A site that serves the study asks it from the next page on.")


def _read_new(study: Study, file: Path) -> Questionnaire:
    """Return the new questionnaire, or refuse it with every error."""
    made, problems = read_amendment(study, file)
    if made is not None and not has_errors(problems):
        changed = Study(study.folder, study.settings, made, study.earlier)
        problems = [*problems, *check_promise(changed)]
    if made is None or has_errors(problems):
        raise ProblemsFoundError(
            f"{file} cannot be asked.", problems, remedy="Nothing was changed. Mend the file."
        )
    return made


def _read_answers(study: Study, data: Path | None) -> tuple[Response, ...]:
    """Return the answers so far: those of the site, or those in the study's folder, if any."""
    merged = merge_versions(study.versions)
    if data is None:
        file = study.folder / RESPONSES
        return read_responses(file, merged) if file.is_file() else ()
    if not data.is_dir():
        raise DataError(
            "There is no such folder.",
            where=str(data),
            remedy="Name the folder the site keeps its answers in (serve --data).",
        )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "responses.jsonl"
        manage(
            ["gather", study.slug, "--out", str(out), "--look"],
            site_environment([study.folder], data),
        )
        return read_responses(out, merged)


def _print(old: Questionnaire, new: Questionnaire, impact: ReleasedImpact) -> None:
    rows: list[list[str]] = []
    told: set[str] = set()
    for effect in impact.effects:
        code = effect.change.question
        start = ("", "") if code in told else (code, say_verdict(impact.verdicts[code]))
        told.add(code)
        rows.append([start[0], _say_effect(effect, old), start[1]])
    title = f"From version {old.version or '(none)'} to version {new.version or '(none)'}"
    if rows:
        show.words(title, ["Question", "What changes, and for whom", "Old and new answers"], rows)
    else:
        show.plain(f"{title}: no question or answer changes.")
    for line in _say_people(impact):
        show.plain(line)


def _say_effect(effect: ReleasedEffect, old: Questionnaire) -> str:
    params = {
        "people": _number(effect.people),
        "newly": _number(effect.newly_asked),
        "no_longer": _number(effect.no_longer_asked),
        "version": old.version,
    }
    means = message(f"impact-{effect.change.kind.value}", "what", params)
    return f"{say_change(effect.change)}\n{means}"


def _say_people(impact: ReleasedImpact) -> list[str]:
    if impact.responses == 0:
        return [message("impact-nobody", "what", {})]
    params: dict[str, object] = {
        "responses": _number(impact.responses),
        "complete": _number(impact.complete),
        "unfinished": _number(impact.unfinished),
    }
    lines = [message("impact-responses", "what", params)]
    counted = {
        "impact-rerouted": impact.rerouted,
        "impact-asked-again": impact.asked_again,
        "impact-sent-back": impact.sent_back,
        "impact-meet-added": impact.meet_added,
    }
    lines += [
        message(code, "what", {"people": _number(n)}) for code, n in counted.items() if n != 0
    ]
    if impact.threshold > 1:
        lines.append(message("impact-withheld-note", "what", {"most": impact.threshold - 1}))
    return lines


def _number(n: int | None) -> str:
    return message("impact-withheld", "what", {}) if n is None else f"{n:,}"


def _as_data(
    study: Study, new: Questionnaire, impact: ReleasedImpact, refusals: list[Problem]
) -> dict[str, object]:
    """Return the report as JSON holds it; a number that is withheld is null."""
    return {
        "study": study.slug,
        "from": study.versions[-1].version,
        "to": new.version,
        "withhold_below": impact.threshold,
        "responses": impact.responses,
        "complete": impact.complete,
        "unfinished": impact.unfinished,
        "rerouted": impact.rerouted,
        "asked_again": impact.asked_again,
        "sent_back": impact.sent_back,
        "meet_added": impact.meet_added,
        "verdicts": {code: say_verdict(item) for code, item in impact.verdicts.items()},
        "changes": [
            {
                "kind": effect.change.kind.value,
                "question": effect.change.question,
                "option": effect.change.option,
                "before": effect.change.before,
                "after": effect.change.after,
                "wordings": list(effect.change.wordings),
                "words_changed": effect.change.distance,
                "says": say_change(effect.change),
                "people": effect.people,
                "newly_asked": effect.newly_asked,
                "no_longer_asked": effect.no_longer_asked,
            }
            for effect in impact.effects
        ],
        "refused": [
            {"what": item.what(), "remedy": item.remedy(), "where": str(item.where)}
            for item in refusals
        ],
    }
