"""What an amendment means for the answers there are: the impact report.

Read it before a new version is put in place. It recomputes every person's path under the new
questions, so that it says not only what changed but for whom.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alongside.collect.responses import Response
from alongside.collect.session import Progress, resume_at
from alongside.questionnaire import Path, Questionnaire, find_path, merge_versions
from alongside.questionnaire.comparing import Change, Comparable, Kind, compare, worst
from alongside.questionnaire.versions import with_every_option


@dataclass(frozen=True, slots=True)
class Effect:
    """One change and the people it touches.

    Parameters
    ----------
    people
        How many responses it touches: who answered the question (or chose the option) so far;
        for an added question, how many complete responses will lack an answer to it.
    among
        How many could have been touched: all responses; for an option, those who answered its
        question; for an added question, complete responses.
    newly_asked, no_longer_asked
        Complete responses whose answers would lead to the question under the new version but
        did not under the old one, and the other way round. 0 unless who is asked changed.
    """

    change: Change
    people: int
    among: int = 0
    newly_asked: int = 0
    no_longer_asked: int = 0


@dataclass(frozen=True, slots=True)
class Impact:
    """What putting a new version in place would do.

    Parameters
    ----------
    effects
        One for each change, in the order of the new questionnaire.
    responses, complete
        How many responses there are, and how many of them are complete.
    rerouted
        Complete responses whose answers lead along other questions now. Nobody is asked again:
        their answers stay as given.
    unfinished
        Responses that are not complete.
    sent_back
        Unfinished responses that will meet a page before the one they had come to: a question
        was added or opened there, or the option they chose is gone.
    asked_again
        Unfinished responses with an answer that the new version no longer takes, to a question
        that must be answered.
    meet_added
        Unfinished responses whose way, as far as their answers tell it, leads to an added
        question.
    """

    effects: tuple[Effect, ...]
    responses: int
    complete: int
    rerouted: int
    unfinished: int
    sent_back: int
    asked_again: int = 0
    meet_added: int = 0

    def verdicts(self) -> dict[str, Comparable]:
        """Return, for each question that changed, how far its answers can be compared."""
        by_question: dict[str, list[Change]] = {}
        for effect in self.effects:
            by_question.setdefault(effect.change.question, []).append(effect.change)
        return {code: worst(changes) for code, changes in by_question.items()}


def measure_impact(
    old: Questionnaire,
    new: Questionnaire,
    responses: Sequence[Response],
    earlier: Sequence[Questionnaire] = (),
) -> Impact:
    """Return what changes for whom.

    Parameters
    ----------
    old, new
        The version asked now and the one to take its place.
    responses
        What was answered so far. Each is read by the version it was given to.
    earlier
        The versions before ``old``, oldest first.
    """
    versions = (*earlier, old)
    merged = merge_versions(versions)
    given_to = {item.version: with_every_option(item, merged) for item in versions}
    was = {
        item.respondent: find_path(given_to.get(item.version, old), item.answers)
        for item in responses
    }
    becomes = {item.respondent: find_path(new, item.answers) for item in responses}
    complete = [item for item in responses if item.completed]
    unfinished = [item for item in responses if not item.completed]
    changes = compare(old, new)
    added = {change.question for change in changes if change.kind is Kind.ADDED}
    stays = set(old.questions) & set(new.questions)
    return Impact(
        effects=tuple(_effect(change, was, becomes, responses) for change in changes),
        responses=len(responses),
        complete=len(complete),
        rerouted=sum(
            (_asked(was, item) & stays) != (_asked(becomes, item) & stays) for item in complete
        ),
        unfinished=len(unfinished),
        sent_back=sum(_is_sent_back(old, new, item) for item in unfinished),
        asked_again=sum(
            _is_asked_again(new, was[item.respondent], becomes[item.respondent])
            for item in unfinished
        ),
        meet_added=sum(bool(_asked(becomes, item) & added) for item in unfinished),
    )


def _effect(
    change: Change,
    was: Mapping[int, Path],
    becomes: Mapping[int, Path],
    responses: Sequence[Response],
) -> Effect:
    code = change.question
    complete = [item for item in responses if item.completed]
    if change.kind is Kind.ADDED:
        touched = sum(code in _asked(becomes, item) for item in complete)
        return Effect(change, touched, len(complete))
    answered = [item for item in responses if code in was[item.respondent].answers]
    if change.option and change.kind is not Kind.OPTION_ADDED:
        chose = sum(
            change.option in _codes(was[item.respondent].answers[code]) for item in answered
        )
        return Effect(change, chose, len(answered))
    if change.kind is not Kind.ASKED_OF:
        return Effect(change, len(answered), len(responses))
    before = {item.respondent for item in complete if code in _asked(was, item)}
    after = {item.respondent for item in complete if code in _asked(becomes, item)}
    return Effect(change, len(answered), len(responses), len(after - before), len(before - after))


def _is_asked_again(new: Questionnaire, was: Path, becomes: Path) -> bool:
    lost = set(was.answers) - set(becomes.answers)
    return any(code in lost and new.questions[code].required for code in becomes.question_codes)


def _asked(paths: Mapping[int, Path], response: Response) -> set[str]:
    return set(paths[response.respondent].question_codes)


def _codes(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)


def _is_sent_back(old: Questionnaire, new: Questionnaire, response: Response) -> bool:
    """Return whether somebody half-way will be shown a page before the one they had come to."""
    progress = Progress(response.answers, response.seen)
    before, after = resume_at(old, progress), resume_at(new, progress)
    if after is None or before == after:
        return False
    order = [page.code for page in new.pages]
    if before is None or before not in order:
        return after in response.seen or before is None
    return order.index(after) < order.index(before)
