"""One sentence a line, in any language, without harm to abbreviations, numbers and addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.sentences import split_sentences

WHOLE = {
    "nothing to split": "What care do you use?",
    "title": "Ask Dr. Khan about it.",
    "title before a capital": "We asked Mr. and Mrs. Jones. ".strip(),
    "for example": "Bring help, e.g. Your brother.",
    "welsh for example": "Rhywbeth arall, e.e. Cadair olwyn.",
    "a number": "It costs £3.50 each.",
    "an amount with a dot": "There are 1.5 million carers.",
    "house number": "Go to room No. 5 on the left.",
    "web address": "Read www.example.org.uk/a?b=1 or https://example.org/x.html first.",
    "e-mail": "Write to a.b@example.org today.",
    "initials": "The author is J. B. Smith.",
    "small letter": "Yahoo! is a name, iPhone? too.",
    "dots": "Well... maybe.",
    "counted": "1. First of all",
    "brackets": "Choose one (Not two. Not three.) here.",
    "quotation": "She said “Stop. Now.” to him.",
    "emphasis": "This is **very big. So big** indeed.",
    "time": "Come at 9 a.m. 3 people come.",
    "arabic abbreviation": "قابل د. سعاد غدًا.",
}
SPLIT = {
    "Such as help at home. You can leave this empty.": 2,
    "Do you use care? Do you give care? Both!": 3,
    "It starts at 9 a.m. Come early.": 2,
    "I said no. They said yes.": 2,
    "She asked and so did I. We went.": 2,
    "Write to books@example.org. We answer.": 2,
    "Look at www.example.org. It is free.": 2,
    "You have 30 days. 5 people can come.": 2,
    "Really?! Yes.": 2,
    "(This is one.) This is two.": 2,
    "She said “Stop.” He stopped.": 2,
    "**Important.** Read this.": 2,
    "Arian gan y cyngor yw hyn. Chi sy'n dewis. E.e. Nyrs.": 3,
    "هل تأتي؟ نعم. اكتب لنا!": 3,
    "کیا آپ آتے ہیں؟ جی ہاں۔ شکریہ۔": 3,
    "你好。请写。谢谢！": 3,
    "क्या आप आते हैं? हाँ। धन्यवाद।": 3,
    "One\nTwo": 2,
    "¿Viene usted? ¡Sí! Gracias.": 3,
}


@pytest.mark.parametrize("words", WHOLE.values(), ids=WHOLE)
def test_what_is_one_sentence_stays_whole(words: str) -> None:
    assert split_sentences(words) == (words,)


@pytest.mark.parametrize(("words", "count"), SPLIT.items(), ids=SPLIT)
def test_each_sentence_has_its_line(words: str, count: int) -> None:
    assert len(split_sentences(words)) == count, split_sentences(words)


def test_nothing_gives_no_line() -> None:
    assert split_sentences("") == ()
    assert split_sentences(" \n ") == ()


@given(st.text(alphabet="Ab .!?؟()“”*\n3é是。ع", max_size=60))
def test_no_sign_is_lost_or_changed(words: str) -> None:
    def signs(text: str) -> str:
        return re.sub(r"\s+", "", text)

    lines = split_sentences(words)
    assert signs("".join(lines)) == signs(words)
    assert all(line == line.strip() and line for line in lines)


@given(
    st.lists(st.sampled_from(["Be well.", "Is it so?", "Ja!", "نعم.", "Go (now. OK)."]), min_size=1)
)
def test_lines_come_back_as_they_were_joined(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == tuple(sentences)
