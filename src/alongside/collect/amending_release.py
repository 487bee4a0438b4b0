"""An impact report as it may be shown: without numbers that could point to somebody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alongside.collect.amending import Effect, Impact
from alongside.collect.withholding import is_small
from alongside.questionnaire import Questionnaire, QuestionType
from alongside.questionnaire.comparing import Change, Comparable, Kind


@dataclass(frozen=True, slots=True)
class ReleasedEffect:
    """One change and the people it touches; a number that is withheld is None."""

    change: Change
    people: int | None
    newly_asked: int | None
    no_longer_asked: int | None


@dataclass(frozen=True, slots=True)
class ReleasedImpact:
    """What an amendment would do, as :class:`~alongside.collect.amending.Impact` says it.

    A number that is withheld is None.

    Parameters
    ----------
    threshold
        Numbers below it are withheld.
    verdicts
        How far the answers to each changed question can be compared.
    """

    effects: tuple[ReleasedEffect, ...]
    verdicts: Mapping[str, Comparable]
    threshold: int
    responses: int | None
    complete: int | None
    unfinished: int | None
    rerouted: int | None
    sent_back: int | None
    asked_again: int | None
    meet_added: int | None


def release_impact(impact: Impact, old: Questionnaire, threshold: int) -> ReleasedImpact:
    """Return an impact report that may be shown.

    A number is withheld when it, or what it leaves of those it was counted among, is above 0 and
    below the threshold. Of a question with one answer the options are withheld together, so that
    none can be worked out from the others.

    Parameters
    ----------
    impact
        What was measured.
    old
        The version asked now.
    threshold
        Numbers below are small; 0 or 1 withholds nothing.
    """

    def tell(n: int, among: int) -> int | None:
        return None if is_small(n, threshold) or is_small(among - n, threshold) else n

    together = _questions_to_withhold(impact.effects, old, threshold)
    effects = []
    for effect in impact.effects:
        hidden = bool(effect.change.option) and effect.change.question in together
        effects.append(
            ReleasedEffect(
                effect.change,
                None if hidden else tell(effect.people, effect.among),
                tell(effect.newly_asked, impact.complete),
                tell(effect.no_longer_asked, impact.complete),
            )
        )
    split = tell(impact.complete, impact.responses)
    return ReleasedImpact(
        effects=tuple(effects),
        verdicts=impact.verdicts(),
        threshold=threshold,
        responses=tell(impact.responses, impact.responses),
        complete=split,
        unfinished=None if split is None else impact.unfinished,
        rerouted=tell(impact.rerouted, impact.complete),
        sent_back=tell(impact.sent_back, impact.unfinished),
        asked_again=tell(impact.asked_again, impact.unfinished),
        meet_added=tell(impact.meet_added, impact.unfinished),
    )


def _questions_to_withhold(
    effects: Sequence[Effect], old: Questionnaire, threshold: int
) -> frozenset[str]:
    """Return the questions of one answer whose options would give a small number away."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    answered: dict[str, int] = {}
    for effect in effects:
        change = effect.change
        question = old.questions.get(change.question)
        several = question is None or question.type is QuestionType.ANY_OF
        if several or not change.option or change.kind is Kind.OPTION_ADDED:
            continue
        counts[change.question][change.option] = effect.people
        answered[change.question] = effect.among
    return frozenset(
        code
        for code, options in counts.items()
        for parts in [(*options.values(), answered[code] - sum(options.values()))]
        if any(is_small(n, threshold) for n in parts)
    )
