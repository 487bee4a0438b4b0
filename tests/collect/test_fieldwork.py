"""How fieldwork goes, and what may be told of it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_studies import BUSES, make_study

from alongside.collect import Progress
from alongside.collect.fieldwork import (
    CHECK,
    NO_GROUP,
    NOTHING_SENT,
    ChannelCounts,
    ChannelTally,
    Fieldwork,
    FieldworkCounts,
    Figure,
    Kept,
    LeftAt,
    count_fieldwork,
    release_fieldwork,
)
from alongside.questionnaire import Questionnaire, load_study


@pytest.fixture(scope="module")
def buses(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    folder = make_study(tmp_path_factory.mktemp("studies") / "buses", "title: Buses\n", BUSES)
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    return questionnaire


def channel(arrived: int, started: int, completed: int, **minutes: int) -> ChannelCounts:
    return ChannelCounts(arrived, started, completed, {"5-9": completed} | minutes)


def release(threshold: int = 10, **channels: ChannelCounts) -> Fieldwork:
    gone = sum(item.started - item.completed for item in channels.values())
    left = {NOTHING_SENT: {NO_GROUP: gone}}
    return release_fieldwork(FieldworkCounts(channels, left), threshold)


def numbers(fieldwork: Fieldwork, code: str) -> tuple[int | None, int | None, int | None]:
    told = fieldwork.channels[code] if code else fieldwork.total
    return told.arrived.n, told.started.n, told.completed.n


def test_web_is_counted_from_tallies_and_the_rest_from_what_is_kept(buses: Questionnaire) -> None:
    tallies = {"event": ChannelTally(9, 6, {"0-4": 2}), "": ChannelTally(4, 0)}
    kept = [
        Kept("event", "web", True, 3),
        Kept("event", "web", False, 1),
        Kept("paper", "paper", True, 5),
        Kept("", "phone", False, 1),
    ]
    unfinished = [Progress({"who": "rider"}, ("who",)), Progress()]
    counts = count_fieldwork(buses, ["bulletin", "event"], tallies, kept, unfinished)
    assert list(counts.channels) == ["bulletin", "event", "paper", ""]
    assert counts.channels["bulletin"] == ChannelCounts(0, 0, 0, {})
    assert counts.channels["event"] == ChannelCounts(9, 6, 3, {"0-4": 2})
    assert counts.channels["paper"] == ChannelCounts(5, 5, 5, {})
    assert counts.channels[""] == ChannelCounts(5, 1, 0, {})
    # two of the six who started at the event are not kept
    assert counts.left[NOTHING_SENT][NO_GROUP] == 2


def test_numbers_hold_one_another_even_when_a_tally_missed_somebody(buses: Questionnaire) -> None:
    counts = count_fieldwork(buses, [], {}, [Kept("old", "web", True, 7)], [])
    assert counts.channels["old"] == ChannelCounts(7, 7, 7, {})
    assert sum(counts.left[NOTHING_SENT].values()) == 0


def test_people_left_at_the_first_page_of_their_path_that_was_not_sent(
    buses: Questionnaire,
) -> None:
    unfinished = [
        Progress(),
        Progress({"who": "rider"}, ("who",)),
        Progress({"who": "driver", "late": "yes"}, ("who", "late")),
        # the page on why is on the path of nobody who was in time
        Progress({"who": "driver", "late": "no"}, ("who", "late")),
        Progress({"who": "rider", "late": "no"}, ("who", "late", "words")),
        # an audience that was taken out of the questionnaire is asked for again
        Progress({"who": "pilot"}, ("who",)),
    ]
    kept = [Kept("", "web", False, len(unfinished))]
    left = count_fieldwork(buses, [], {}, kept, unfinished).left
    assert list(left) == [NOTHING_SENT, "who", "late", "why", "words", CHECK]
    assert left["who"] == {"rider": 0, "driver": 0, NO_GROUP: 2}
    assert left["late"] == {"rider": 1, "driver": 0, NO_GROUP: 0}
    assert left["why"] == {"rider": 0, "driver": 1, NO_GROUP: 0}
    assert left["words"] == {"rider": 0, "driver": 1, NO_GROUP: 0}
    assert left[CHECK] == {"rider": 1, "driver": 0, NO_GROUP: 0}


def test_large_numbers_are_told_with_rate_and_minutes() -> None:
    told = release(a=channel(80, 60, 45), b=channel(30, 20, 10))
    assert numbers(told, "a") == (80, 60, 45)
    assert told.channels["a"].completed_percent == 75
    assert told.channels["a"].minutes == "5-9"
    assert numbers(told, "") == (110, 80, 55)
    assert told.total.completed_percent == 69


def test_a_rate_is_rounded_half_up_and_needs_somebody() -> None:
    assert release(1, a=channel(8, 8, 1)).channels["a"].completed_percent == 13
    assert release(1, a=channel(8, 0, 0)).channels["a"].completed_percent is None


def test_a_small_channel_takes_the_smallest_other_with_it() -> None:
    told = release(a=channel(80, 60, 45), b=channel(30, 20, 15), c=channel(5, 4, 3))
    assert numbers(told, "a") == (80, 60, 45)
    assert numbers(told, "b") == (None, None, None)
    assert numbers(told, "c") == (None, None, None)
    assert numbers(told, "") == (115, 84, 63)
    assert told.channels["c"].completed == Figure(None, few=False)
    assert told.channels["c"].minutes == ""
    assert told.channels["b"].completed_percent is None


def test_few_finished_yet_is_said_in_words() -> None:
    told = release(a=channel(80, 60, 4), b=channel(30, 20, 3))
    assert numbers(told, "a") == (80, 60, None)
    assert told.channels["a"].completed == Figure(None, few=True)
    assert told.total.completed == Figure(None, few=True)
    # the difference would tell how many finished
    assert told.drop_off.total is None


def test_minutes_of_few_people_are_not_told() -> None:
    few_timed = ChannelCounts(50, 40, 30, {"5-9": 9})
    told = release(a=few_timed, b=channel(50, 40, 30))
    assert told.channels["a"].minutes == ""
    assert told.total.minutes == "5-9"


def test_nobody_yet() -> None:
    told = release(a=channel(0, 0, 0), b=channel(0, 0, 0))
    assert not told.anybody
    assert numbers(told, "") == (0, 0, 0)
    assert told.drop_off.total == 0
    assert told.drop_off.rows == ()


def drop(**left: tuple[int, int, int]) -> FieldworkCounts:
    """Return fieldwork of which this many riders, drivers and others left at each page."""
    pages = {
        page: dict(zip(("rider", "driver", NO_GROUP), split, strict=True))
        for page, split in left.items()
    }
    gone = sum(sum(split) for split in left.values())
    return FieldworkCounts({"a": channel(900, 500 + gone, 500)}, pages)


def test_pages_where_few_left_are_told_together() -> None:
    counts = drop(who=(0, 0, 40), late=(3, 1, 0), why=(20, 12, 0), words=(5, 4, 0))
    told = release_fieldwork(counts, 10).drop_off
    assert told.total == 85
    assert [(row.page, row.n) for row in told.rows] == [("who", 40), ("why", 32), (None, 13)]


def test_a_lone_small_page_takes_the_smallest_other_with_it() -> None:
    told = release_fieldwork(drop(who=(0, 0, 40), why=(20, 12, 0), words=(5, 4, 0)), 10).drop_off
    assert [(row.page, row.n) for row in told.rows] == [("who", 40), (None, 41)]


def test_groups_are_told_where_they_are_large_enough() -> None:
    counts = drop(who=(0, 0, 40), late=(15, 15, 0), why=(20, 12, 0), words=(30, 4, 0))
    told = release_fieldwork(counts, 10).drop_off
    assert told.groups == ("rider", "driver", NO_GROUP)
    assert told.group_totals == (65, 31, 40)
    # four drivers could be found as what is missing, so another page is not split either
    assert {row.page: row.groups for row in told.rows} == {
        "who": (0, 0, 40),
        "late": (),
        "why": (20, 12, 0),
        "words": (),
    }


def test_a_small_group_goes_with_those_not_known() -> None:
    told = release_fieldwork(drop(who=(0, 0, 40), late=(50, 4, 0)), 10).drop_off
    assert told.groups == ("rider", NO_GROUP)
    assert told.group_totals == (50, 44)


def test_a_low_threshold_tells_everything() -> None:
    told = release_fieldwork(drop(who=(0, 0, 1), late=(2, 1, 0), why=(0, 0, 0)), 1).drop_off
    assert told.rows == (LeftAt("who", 1, (0, 0, 1)), LeftAt("late", 3, (2, 1, 0)))
    assert told.groups == ("rider", "driver", NO_GROUP)


def test_hardly_anybody_left() -> None:
    told = release_fieldwork(drop(who=(0, 0, 4)), 10).drop_off
    assert (told.total, told.rows) == (None, ())


Triple = tuple[int, int, int]
PEOPLE = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)).map(
    lambda item: tuple(sorted(item, reverse=True))
)
MOST = 14
TRIPLES: list[Triple] = [
    item for item in product(range(MOST + 1), repeat=3) if item[0] >= item[1] >= item[2]
]


def agree(fieldwork: Fieldwork, code: str, item: Triple) -> bool:
    """Return whether a channel may have these numbers, for all that is said of it."""
    told = fieldwork.channels[code]
    figures = (told.arrived, told.started, told.completed)
    first = next((spot for spot, figure in enumerate(figures) if figure.n is None), None)
    if first is not None and item[first] == 0:  # a zero would have been told
        return False
    return all(
        (figure.n is None and (n < fieldwork.threshold or not figure.few)) or figure.n == n
        for figure, n in zip(figures, item, strict=True)
    )


def where_told(total: tuple[int | None, ...], item: Triple) -> Triple:
    """Return the numbers of which the total is told; nothing is known of the others' sum."""
    a, b, c = (n if told is not None else 0 for n, told in zip(item, total, strict=True))
    return a, b, c


def possible_sums(fieldwork: Fieldwork, names: list[str]) -> set[Triple]:
    """Return what these channels may add up to, for all that anybody can see."""
    total = numbers(fieldwork, "")
    sums: set[Triple] = {(0, 0, 0)}
    for name in names:
        parts = {where_told(total, item) for item in TRIPLES if agree(fieldwork, name, item)}
        pairs = product(sums, parts)
        sums = {(one[0] + two[0], one[1] + two[1], one[2] + two[2]) for one, two in pairs}
        sums = {
            item for item in sums if all(n <= (m or 0) for n, m in zip(item, total, strict=True))
        }
    return sums


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=3), st.integers(2, 4))
def test_no_small_number_of_a_channel_can_be_worked_out(
    people: list[Triple], threshold: int
) -> None:
    """Every table that agrees with what is told is tried: a small number must be open in them."""
    channels = {f"c{spot}": channel(*item) for spot, item in enumerate(people)}
    told = release(threshold, **channels)
    total = numbers(told, "")
    assert not any(0 < n < threshold for n in total if n is not None)
    for name, item in zip(channels, people, strict=True):
        small = [spot for spot in range(3) if 0 < item[spot] < threshold]
        assert all(numbers(told, name)[spot] is None for spot in small)
        others = possible_sums(told, [other for other in channels if other != name])
        rest = {
            mine
            for mine in TRIPLES
            if agree(told, name, mine)
            and tuple((m or 0) - n for n, m in zip(where_told(total, mine), total, strict=True))
            in others
        }
        assert item in rest
        for spot in small:
            assert len({mine[spot] for mine in rest}) > max(1, threshold - 2)
