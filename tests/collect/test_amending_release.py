"""The impact report tells no number that could point to somebody."""

from tests.collect.test_amending import LAST, OLD, PEOPLE, WHY, answer, choice, version

from alongside.collect import Response
from alongside.collect.amending import measure_impact
from alongside.collect.amending_release import ReleasedImpact, release_impact
from alongside.questionnaire import Questionnaire
from alongside.questionnaire.comparing import Comparable

FEWER = choice("heard", "yes", "no")  # "unsure" is taken out


def told(
    new: Questionnaire, threshold: int, people: list[Response] = PEOPLE
) -> tuple[ReleasedImpact, dict[str, int | None]]:
    released = release_impact(measure_impact(OLD, new, people), OLD, threshold)
    return released, {
        f"{item.change.question}.{item.change.option}": item.people for item in released.effects
    }


def test_without_a_threshold_everything_is_told() -> None:
    released, people = told(version(FEWER, WHY, LAST), 0)
    assert people == {"heard.unsure": 25}
    assert (released.responses, released.complete, released.unfinished) == (100, 90, 10)
    assert (released.asked_again, released.sent_back, released.meet_added) == (5, 5, 0)
    assert released.verdicts == {"heard": Comparable.WITH_CAUTION}


def test_small_numbers_and_what_they_leave_over_are_withheld() -> None:
    released, people = told(version(FEWER, WHY, LAST), 10)
    assert people == {"heard.unsure": 25}
    assert (released.responses, released.complete, released.unfinished) == (100, 90, 10)
    assert released.asked_again is None  # 5 of 10
    released, people = told(version(FEWER, WHY, LAST), 11)
    assert (released.complete, released.unfinished) == (None, None)  # 10 are unfinished


def test_options_of_one_question_are_withheld_together() -> None:
    people = [
        *(answer(spot, heard="yes") for spot in range(1, 51)),
        *(answer(spot, heard="no") for spot in range(51, 98)),
        *(answer(spot, heard="unsure") for spot in range(98, 101)),
    ]
    # 50 and 47 of 100 would say that 3 were not sure
    renamed = choice("heard", "yes", "no", "unsure")
    options = tuple(
        type(item)(item.code, type(item.label)({"en": item.code + "!"}))
        if item.code != "unsure"
        else item
        for item in renamed.options
    )
    new = version(type(renamed)("heard", renamed.type, renamed.label, options=options), WHY, LAST)
    assert told(new, 10, people)[1] == {"heard.yes": None, "heard.no": None}
    assert told(new, 3, people)[1] == {"heard.yes": 50, "heard.no": 47}


def test_nobody_is_told_as_nobody() -> None:
    released, people = told(version(FEWER, WHY, LAST), 10, [])
    assert released.responses == 0
    assert people == {"heard.unsure": 0}
