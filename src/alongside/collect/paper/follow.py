"""A reader who follows the printed instructions and nothing else."""

from collections.abc import Mapping

from alongside.collect.paper.model import PaperForm, PaperItem
from alongside.questionnaire import Answers, Value, holds
from alongside.questionnaire.model import OTHER_SUFFIX


def follow(form: PaperForm, wishes: Answers) -> tuple[tuple[str, ...], Mapping[str, Value]]:
    """Return which items somebody reads and what stands on the form in the end.

    ``wishes`` says what the person would answer wherever they are asked. They start at the
    first item, obey every gate and jump, tick only options that are meant for them, and go
    on to the next item where nothing else is printed.
    """
    read: list[str] = []
    written: dict[str, Value] = {}
    spot = 0
    while spot < len(form.items):
        item = form.items[spot]
        closed = next((gate for gate in item.gates if not holds(gate.condition, written)), None)
        if closed is not None:
            spot = closed.otherwise
            continue
        read.append(item.question.code)
        ticked = _write(item, wishes, written)
        spot = item.jumps.get(ticked, spot + 1) if item.then is None else item.then
    return tuple(read), written


def _write(item: PaperItem, wishes: Answers, written: dict[str, Value]) -> str:
    """Write an answer down; return the one option ticked, or "" when there is none."""
    question = item.question
    value = wishes.get(question.code)
    if value is None or not question.takes_answer:
        return ""
    if not item.options:
        written[question.code] = value
        return ""
    meant = {printed.option.code for printed in item.options if holds(printed.condition, written)}
    wanted = value if isinstance(value, tuple) else (str(value),)
    ticked = tuple(code for code in wanted if code in meant)
    if not ticked:
        return ""
    written[question.code] = ticked if isinstance(value, tuple) else value
    opens_other = {option.code for option in question.options if option.other}
    words = wishes.get(question.code + OTHER_SUFFIX)
    if words is not None and opens_other.intersection(ticked):
        written[question.code + OTHER_SUFFIX] = words
    return ticked[0] if len(ticked) == 1 else ""
