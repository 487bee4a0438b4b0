"""Where many people stand in a questionnaire, worked out once for all who stand alike.

Where somebody stands follows from their answers and the pages they sent
(:func:`~alongside.collect.session.resume_at`). But only some answers steer: most questions matter
by whether they were answered, not by what was answered. People who are alike in all that matters
stand at the same page, and there are far fewer ways to be alike than people.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from alongside.collect.session import Progress, resume_at
from alongside.questionnaire import Questionnaire, find_path
from alongside.questionnaire.routing import audience_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands.

    Parameters
    ----------
    page
        Code of the first page that is still to be sent; None: every page was sent.
    audience
        Code of their audience; "" while it is not known.
    """

    page: str | None
    audience: str


@dataclass(frozen=True)
class Standings:
    """Finds where people stand in one questionnaire."""

    questionnaire: Questionnaire
    _known: dict[Hashable, Standing] = field(default_factory=dict)
    _steering: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note which answers steer."""
        object.__setattr__(self, "_steering", steering_answers(self.questionnaire))

    def find(self, progress: Progress) -> Standing:
        """Return where somebody stands: the same as finding their path would say."""
        answers = progress.answers
        given = [answers.get(code) for code in self._steering]
        # the type as well: 2, 2.0 and "2" are not always taken alike
        alike = (
            frozenset(progress.seen),
            frozenset(answers),
            tuple((type(value), value) for value in given),
        )
        found = self._known.get(alike)
        if found is None:
            path = find_path(self.questionnaire, answers)
            page = resume_at(self.questionnaire, progress, path)
            found = Standing(page, audience_of(self.questionnaire, path.answers))
            self._known[alike] = found
        return found


def steering_answers(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the codes of the answers whose value, not only their being there, matters to a path.

    That is what conditions look at and the audience, and what was chosen of options that are not
    offered to everybody: where none that is offered was chosen, the question is open again.
    """
    named = {
        question.code
        for question in questionnaire.walk()
        if any(option.show_if is not None for option in question.options)
    }
    return tuple(sorted(named.union(questionnaire.steering)))
