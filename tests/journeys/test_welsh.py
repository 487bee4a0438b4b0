"""The reference study answered in Welsh and in Easy Read Welsh, by keyboard without JavaScript."""

import pytest
from playwright.sync_api import Page
from tests.journeys.keyboard import Given, answer_all, follow, page_code
from tests.journeys.site import Site

ANSWERS: Given = {
    "audience": "lived",
    "heard": "no",
    "familiar": "yes",
    "planning": "yes",
    "services": "no",
    "services_more": "unsure",
    "region": "london",
}
WORDS = {
    "standard": {
        "audience": "Rwy'n defnyddio gofal, neu'n edrych ar ôl rhywun sy'n ei ddefnyddio",
        "heard": "Nac oeddwn",
        "box_lived": "Chi sy'n nabod eich bywyd eich hun orau.",
        "planning": "Ydych chi wedi cael cynnig cymryd rhan wrth gynllunio",
        "services_more": "Na hoffwn",
        "region": "Dwyrain Canolbarth Lloegr",
    },
    "easy": {
        "audience": "Rwy'n defnyddio gofal, neu rwy'n ofalwr",
        "heard": "Nac ydw",
        "box_lived": "Roedd y cyngor eisiau newid bws.",
        "planning": "Ydych chi wedi helpu i gynllunio eich gofal eich hun?",
        "services_more": "Nac ydw",
        "region": "Dewiswch y rhan o Loegr.",
    },
}


@pytest.mark.parametrize("edition", ["standard", "easy"])
def test_answering_in_welsh_is_kept_as_welsh_with_the_same_codes(
    site: Site, page: Page, edition: str
) -> None:
    note = f"Diolch yn fawr ({edition})."
    page.goto(f"{site.url}/s/coproduction/")
    follow(page, 'a[lang="cy"]')
    if edition == "easy":
        follow(page, '.al-choices a[href*="edition=easy"]')
    assert page.locator("html").get_attribute("lang") == "cy"
    follow(page, "main form button[type=submit]")

    seen = {}
    given = {**ANSWERS, "anything_else": note}
    for code in answer_all(
        page, given, look=lambda here: seen.update({page_code(here): says(here)})
    ):
        assert code in seen
    for code, words in WORDS[edition].items():
        assert words in seen[code], code
    assert "Gwiriwch eich atebion" in says(page)
    assert note in says(page)
    follow(page, "main form button[type=submit]")
    assert "Diolch. Mae eich atebion gyda ni" in says(page)

    mine = [
        kept for kept in site.gather("coproduction") if kept.answers.get("anything_else") == note
    ]
    assert [(kept.language, kept.edition, kept.completed) for kept in mine] == [
        ("cy", edition, True)
    ]
    assert dict(mine[0].answers) == given
    assert mine[0].version == "1", "the wording is a way to read one version, not another"


def test_changing_the_language_on_the_way_keeps_answers_and_the_last_choice(
    site: Site, page: Page
) -> None:
    page.goto(f"{site.url}/s/coproduction/?lang=cy&edition=easy")
    follow(page, "main form button[type=submit]")
    for code in answer_all(page, {"audience": "other", "anything_else": "Newid iaith."}):
        if code == "age_band":
            break
    follow(page, '.al-choices a[lang="en"]')
    assert page_code(page) == "age_band"
    assert "How old are you?" in says(page)
    for _ in answer_all(page, {"age_band": "75-plus"}):
        pass
    assert "75 or older" in says(page)
    follow(page, "main form button[type=submit]")
    (mine,) = [
        kept
        for kept in site.gather("coproduction")
        if kept.answers.get("anything_else") == "Newid iaith."
    ]
    assert (mine.language, mine.edition) == ("en", "easy")
    assert mine.answers["age_band"] == "75-plus"


def says(page: Page) -> str:
    return page.locator("main").inner_text()
