"""Words in several languages: what is said to whom."""

from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.text import Text, plain_text

WORDINGS = st.dictionaries(st.sampled_from(["en", "cy", "ur"]), st.text(max_size=5), max_size=3)


@given(WORDINGS, WORDINGS, st.sampled_from(["en", "cy", "fr"]), st.booleans())
def test_something_is_said_whenever_there_is_something(
    plain: dict[str, str], easy: dict[str, str], language: str, easy_read: bool
) -> None:
    said = Text(plain, easy).say(language, easy_read=easy_read)
    if easy_read and language in easy:
        assert said == easy[language]
    elif language in plain:
        assert said == plain[language]
    else:
        assert said == next(iter(plain.values()), "")


@given(WORDINGS, WORDINGS)
def test_easy_read_never_shows_without_being_asked(
    plain: dict[str, str], easy: dict[str, str]
) -> None:
    assert Text(plain, easy).say("en") == Text(plain).say("en")


@given(WORDINGS, WORDINGS)
def test_every_wording_is_listed_once(plain: dict[str, str], easy: dict[str, str]) -> None:
    listed = Text(plain, easy).wordings()
    assert {tag: words for tag, is_easy, words in listed if not is_easy} == plain
    assert {tag: words for tag, is_easy, words in listed if is_easy} == easy
    assert len(listed) == len(plain) + len(easy)


def test_missing_languages_keep_their_order() -> None:
    assert plain_text("Hello").missing_languages(["cy", "en", "ur"]) == ("cy", "ur")
    assert not Text()
    assert plain_text("Hello")
