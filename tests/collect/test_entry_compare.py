from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.collect.papers import CLUB, type_in

from alongside.collect.entry import (
    AboutPaper,
    Entry,
    Note,
    begin_entry,
    enter_section,
    finish_entry,
    progress_from,
)
from alongside.collect.entry_compare import (
    Agreement,
    Choice,
    Decision,
    Said,
    compare_entries,
    measure_agreement,
    said_of,
    settle,
)
from alongside.questionnaire import find_path

FIRST, SECOND = Decision(Choice.FIRST), Decision(Choice.SECOND)


def one_of(*values: str) -> st.SearchStrategy[list[str]]:
    return st.sampled_from([[], *([value] for value in values)])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A complete entry of any form, readable or not, with answers in wrong places too."""
    form = {
        "role": draw(one_of("young", "staff")),
        "came": draw(one_of("yes", "no", "note:many", "note:unreadable")),
        "ways": draw(st.sampled_from([[], ["bus"], ["bus", "foot"], ["none"], ["something"]])),
        "hindered": draw(one_of("Rain", "Rain ", "Snow")),
        "shifts": draw(one_of("0", "3", "7")),
        "wish": draw(one_of("Chairs", " Chairs\r\n", "Tables")),
        "wish-note": draw(one_of("unreadable")),
    }
    entry = begin_entry(CLUB, AboutPaper(draw(st.sampled_from(["", "young", "staff"]))))
    for section in ("you", "more"):
        entry = enter_section(CLUB, entry, section, form, blanks_are_meant=True).entry
    return finish_entry(CLUB, entry)


@given(entries())
def test_equal_entries_have_no_difference_and_settle_by_themselves(entry: Entry) -> None:
    assert entry.completed
    assert compare_entries(CLUB, entry, entry) == ()
    settled = settle(CLUB, entry, entry, {})
    assert settled.undecided == ()
    assert settled.entry.completed
    assert progress_from(CLUB, settled.entry) == progress_from(CLUB, entry)


@given(entries(), entries())
def test_changing_places_changes_only_the_places(first: Entry, second: Entry) -> None:
    there, back = compare_entries(CLUB, first, second), compare_entries(CLUB, second, first)
    assert there == tuple(
        replace(item, first=item.second, second=item.first, asked=item.asked[::-1]) for item in back
    )


@given(entries(), entries())
def test_no_difference_means_the_same_answers(first: Entry, second: Entry) -> None:
    if compare_entries(CLUB, first, second):
        return
    left, right = (find_path(CLUB, entry.answers) for entry in (first, second))
    assert left.question_codes == right.question_codes
    written = {"hindered", "wish"}
    for code in left.answers.keys() | right.answers.keys():
        one, two = left.answers[code], right.answers[code]
        assert one == two or (code in written and str(one).strip() == str(two).strip())


@given(entries(), entries(), st.sampled_from([FIRST, SECOND]))
def test_choosing_one_entry_throughout_gives_that_entry(
    first: Entry, second: Entry, choice: Decision
) -> None:
    decisions = {item.code: choice for item in compare_entries(CLUB, first, second)}
    settled = settle(CLUB, first, second, decisions)
    assert settled.undecided == ()
    chosen = first if choice is FIRST else second
    got, wanted = (find_path(CLUB, item.answers) for item in (settled.entry, chosen))
    assert got.question_codes == wanted.question_codes
    assert settled.entry.about == chosen.about
    assert {code: str(value).strip() for code, value in got.answers.items()} == {
        code: str(value).strip() for code, value in wanted.answers.items()
    }


@given(entries(), entries(), st.data())
def test_a_settled_value_is_one_of_three(first: Entry, second: Entry, data: st.DataObject) -> None:
    other = Said("no")
    decisions: dict[str, Decision] = {}
    choices = st.sampled_from([FIRST, SECOND])
    while (settled := settle(CLUB, first, second, decisions)).undecided:
        for item in settled.undecided:
            assert item.code not in decisions  # what was decided is not asked again
            third = st.just(Decision(Choice.OTHER, other)) if item.code == "came" else choices
            decisions[item.code] = data.draw(choices | third)
    for code in find_path(CLUB, settled.entry.answers).question_codes:
        if code == "role" and settled.entry.about.audience:
            continue  # the form itself says it
        said = said_of(settled.entry, code)
        question = CLUB.questions[code]
        three = [said_of(first, code), said_of(second, code)]
        if code in decisions:
            three.append(decisions[code].other)
        assert any(said.same_as(item, question) for item in three)


def test_a_slip_of_the_finger_is_caught() -> None:
    (found,) = compare_entries(CLUB, type_in(), type_in(shifts=["2"]))
    assert (found.code, found.first, found.second) == ("shifts", Said(3), Said(2))
    assert found.because == ""


def test_only_what_can_be_seen_is_compared_in_written_words() -> None:
    for same in (" A \r\nB\r\n", "A B", "A\n\n  B"):
        assert not compare_entries(CLUB, type_in(wish=["A\nB"]), type_in(wish=[same]))
    assert compare_entries(CLUB, type_in(wish=["A\nB"]), type_in(wish=["AB"]))
    assert compare_entries(CLUB, type_in(wish=["a"]), type_in(wish=["A"]))


def test_own_words_beside_an_option_are_compared_like_other_words() -> None:
    entries = [
        type_in(ways=["something"], ways_other=[words])
        for words in ("Skates", " Skates ", "skates")
    ]
    assert not compare_entries(CLUB, entries[0], entries[1])
    (found,) = compare_entries(CLUB, entries[0], entries[2])
    assert (found.code, found.first.own_words, found.second.own_words) == (
        "ways",
        "Skates",
        "skates",
    )
    settled = settle(CLUB, entries[0], entries[2], {"ways": SECOND})
    assert settled.entry.answers["ways_other"] == "skates"


def test_a_note_differs_from_an_answer_and_from_another_note() -> None:
    blank, dark = type_in(shifts=[]), type_in(**{"shifts": [], "shifts-note": ["unreadable"]})
    (found,) = compare_entries(CLUB, blank, dark)
    assert (found.first.note, found.second.note) == (Note.BLANK, Note.UNREADABLE)
    assert compare_entries(CLUB, blank, type_in())


def test_an_early_difference_explains_those_that_follow_from_it() -> None:
    first = type_in()
    second = type_in(came=["no"], ways=[], hindered=["Rain"], shifts=["4"])
    found = {item.code: item for item in compare_entries(CLUB, first, second)}
    assert {code: item.because for code, item in found.items()} == {
        "came": "",
        "ways": "came",
        "hindered": "came",
        "shifts": "",
    }
    assert found["ways"].asked == (True, False)


def test_only_what_is_on_the_settled_path_is_to_be_decided() -> None:
    first, second = type_in(), type_in(came=["no"], ways=[], hindered=["Rain"])
    assert [item.code for item in settle(CLUB, first, second, {}).undecided] == ["came"]
    settled = settle(CLUB, first, second, {"came": FIRST})
    assert [item.code for item in settled.undecided] == ["ways"]
    settled = settle(CLUB, first, second, {"came": FIRST, "ways": FIRST})
    assert settled.entry.completed
    assert settled.entry.answers == first.answers


def test_a_third_value_may_lead_to_questions_neither_came_to() -> None:
    first, second = (
        type_in(came=[note], ways=[], hindered=[]) for note in ("note:many", "note:unreadable")
    )
    third = {"came": Decision(Choice.OTHER, Said("no"))}
    (left,) = settle(CLUB, first, second, third).undecided
    assert (left.code, left.first, left.second) == ("hindered", Said(), Said())
    settled = settle(CLUB, first, second, third | {"hindered": FIRST})
    assert settled.entry.completed
    assert settled.entry.notes == {"hindered": Note.BLANK}
    third["hindered"] = Decision(Choice.OTHER, Said("Rain"))
    assert settle(CLUB, first, second, third).entry.answers["hindered"] == "Rain"


def test_what_the_form_says_of_itself_is_compared_too() -> None:
    first = type_in()
    second = replace(first, about=replace(first.about, channel="post", helped=("wrote",)))
    found = compare_entries(CLUB, first, second)
    assert [item.code for item in found] == ["about-channel", "about-helped"]
    settled = settle(CLUB, first, second, {"about-channel": SECOND, "about-helped": FIRST})
    assert settled.entry.about == replace(first.about, channel="post")


def test_forms_for_two_audiences_are_settled_by_the_audience() -> None:
    first, second = type_in("staff"), type_in("young")
    found = {item.code: item.because for item in compare_entries(CLUB, first, second)}
    assert found == {"about-audience": "", "role": "about-audience", "shifts": "about-audience"}
    settled = settle(CLUB, first, second, {"about-audience": SECOND})
    assert settled.entry.completed
    assert find_path(CLUB, settled.entry.answers).answers["role"] == "young"


def test_agreement_is_counted_by_question() -> None:
    pairs = [(type_in(), type_in(shifts=["2"])), (type_in("young"), type_in("young"))]
    assert measure_agreement(CLUB, pairs) == (
        Agreement("role", 2, 2),
        Agreement("came", 2, 2),
        Agreement("ways", 2, 2),
        Agreement("shifts", 1, 0),
        Agreement("wish", 2, 2),
    )
    assert Agreement("shifts", 0, 0).share is None


@given(entries(), entries())
def test_two_entries_settle_by_themselves_only_when_they_agree(first: Entry, second: Entry) -> None:
    agree = not compare_entries(CLUB, first, second)
    assert settle(CLUB, first, second, {}).entry.completed == agree
