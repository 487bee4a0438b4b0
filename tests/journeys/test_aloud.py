"""Reading aloud, with a stub in place of the voices of a device: the browser of tests has none."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.keyboard import answer_all, follow, press_until
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible

START = "/s/coproduction/"
STUB = """(() => {
  const listeners = [];
  let now = null;
  window.spoken = [];
  window.voices = VOICES;
  window.cancelled = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => window.voices,
    addEventListener: (_, listener) => listeners.push(listener),
    speak(utterance) {
      now = utterance;
      window.spoken.push([utterance.text, utterance.lang, utterance.rate ?? 1]);
    },
    cancel() {
      window.cancelled += 1;
      const stopped = now;
      now = null;
      stopped?.onerror?.({ error: "canceled" });
    },
  } });
  window.saidIt = () => { const done = now; now = null; done?.onend?.({}); return now !== null; };
  window.findVoices = (found) => { window.voices = found; listeners.forEach((l) => l()); };
})()"""
Voice = dict[str, object]
Visit = Callable[..., Page]


def voice(language: str, *, local: bool = True, default: bool = False) -> Voice:
    return {"name": language, "lang": language, "localService": local, "default": default}


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Return a way to open the study in a browser that has these voices."""
    contexts = []

    def open_with(*voices: Voice, query: str = "", width: int = 1200) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.add_init_script(STUB.replace("VOICES", json.dumps(voices)))
        page = context.new_page()
        page.goto(f"{site.url}{START}{query}")
        return page

    yield open_with
    for context in contexts:
        context.close()


def reach(page: Page, code: str, given: dict[str, str]) -> None:
    follow(page, "main form button[type=submit]")
    for reached in answer_all(page, given):
        if reached == code:
            return


def hear_out(page: Page) -> list[str]:
    """Let the stub speak to the end; return every wording it was given, in order."""
    while page.evaluate("saidIt()"):
        pass
    return [words for words, _, _ in page.evaluate("spoken")]


def buttons(page: Page) -> list[str]:
    """Return what the buttons say, without what they say of their part to screen readers."""
    found = page.locator("button.al-aloud")
    return found.evaluate_all("all => all.map(button => button.firstChild.data)")


def test_a_question_is_read_before_its_options_in_order(visit: Visit) -> None:
    page = visit(voice("fr-FR"), voice("en-US"), voice("en-GB"))
    reach(page, "audience", {})
    assert buttons(page) == ["Read aloud"]
    press_until(page, "button.al-aloud")
    page.keyboard.press("Enter")
    assert buttons(page) == ["Stop reading"]
    assert page.locator(".al-aloud-now").inner_text() == "Which of these is most like you?"
    assert page.evaluate("saidIt() && saidIt()")
    assert page.locator(".al-aloud-now").inner_text().startswith("I work in adult social care")
    assert hear_out(page) == [
        "Which of these is most like you?",
        "If more than one is true, pick the one you want to talk about today.",
        "I work in adult social care",
        "Paid or as a volunteer",
        "I use care, or I look after someone who does",
        "For example a family member or a friend",
        "Neither of these",
    ]
    assert {language for _, language, _ in page.evaluate("spoken")} == {"en-GB"}
    assert buttons(page) == ["Read aloud"]
    assert page.locator(".al-aloud-now").count() == 0


@pytest.mark.parametrize("way", ["button", "Escape", "elsewhere"])
def test_reading_stops_at_once(visit: Visit, way: str) -> None:
    page = visit(voice("en-GB"))
    press_until(page, "button.al-aloud")
    page.keyboard.press("Space")
    assert len(page.evaluate("spoken")) == 1
    if way == "elsewhere":
        page.locator("button.al-aloud").nth(1).click()
        assert buttons(page) == ["Read aloud", "Stop reading", "Read aloud"]
        assert page.evaluate("spoken[1][0]") == "What we promise you"
    else:
        page.keyboard.press("Space" if way == "button" else "Escape")
        assert buttons(page) == ["Read aloud"] * 3
        assert len(page.evaluate("spoken")) == 1
    assert page.evaluate("cancelled") == 1


@pytest.mark.parametrize(
    "voices", [(), (voice("en-GB"),), (voice("cy-GB", local=False),), (voice("cyx"),)]
)
def test_welsh_is_read_by_a_welsh_voice_of_this_device_or_by_none(
    visit: Visit, voices: tuple[Voice, ...]
) -> None:
    page = visit(*voices, query="?lang=cy")
    assert buttons(page) == []
    page.evaluate("voices => findVoices(voices)", [voice("en-GB"), voice("cy_GB")])
    assert buttons(page) == ["Darllen yn uchel"] * 3
    page.locator("button.al-aloud").first.click()
    words = hear_out(page)
    assert words[0] == "Cydweithio ar ofal"
    assert {language for _, language, _ in page.evaluate("spoken")} == {"cy-GB"}
    page.evaluate("findVoices([])")
    assert buttons(page) == []


def test_the_start_page_and_its_promise(visit: Visit) -> None:
    page = visit(voice("en-GB"))
    names = page.get_by_role("button", name="Read aloud")
    assert (
        names.nth(1).evaluate("button => button.textContent") == "Read aloud: What we promise you"
    )
    assert_accessible(page)
    page.locator("button.al-aloud").first.click()
    words = hear_out(page)
    assert words[0] == "Working together on care"
    assert words[-2] == "How long it takes"
    page.locator("button.al-aloud").nth(1).click()
    promise = hear_out(page)[len(words) :]
    assert promise[0] == "What we promise you"
    assert "You can skip any question except the first one." in promise[3]


def test_faults_are_read_first_and_hidden_words_never(visit: Visit) -> None:
    page = visit(voice("en-GB"))
    reach(page, "audience", {})
    follow(page, "main form button[type=submit]")
    press_until(page, "button.al-aloud")
    page.keyboard.press("Enter")
    words = hear_out(page)
    assert words[0] == "There is a problem"
    assert words[2:4] == [
        "Which of these is most like you?",
        "If more than one is true, pick the one you want to talk about today.",
    ]
    assert words[4] == words[1], "the fault is read again where it is mended"
    assert not [said for said in words if "Error:" in said or "Your own words" in said]
    assert_accessible(page)


def test_a_box_and_the_answers_in_easy_read_are_read_slowly(visit: Visit) -> None:
    page = visit(voice("en-GB"), query="?edition=easy", width=320)
    reach(page, "box_staff", {"audience": "staff", "heard": "no"})
    assert buttons(page) == ["Read it to me"]
    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320
    page.locator("button.al-aloud").click()
    words = hear_out(page)
    assert words[:2] == ["What co-production is", "Co-production means working as a team."]
    assert {rate for _, _, rate in page.evaluate("spoken")} == {0.85}
    for _ in answer_all(page, {}):
        pass
    assert page.url.endswith("/check/")
    page.locator("button.al-aloud").click()
    words = hear_out(page)
    assert words[0] == "Check your answers"
    spot = words.index("Which one is most like you?")
    assert words[spot + 1] == "I work in care"
    assert not [said for said in words if said.startswith("Change")]


def test_pages_that_read_aloud_run_the_sites_own_script_only(visit: Visit, site: Site) -> None:
    page = visit(voice("en-GB"))
    for part, policy in (("", "script-src 'self'"), ("return/", "script-src 'none'")):
        answer = page.request.get(f"{site.url}{START}{part}")
        assert policy in answer.headers["content-security-policy"]
        assert answer.text().count("<script") == (1 if part == "" else 0)


def test_the_page_of_an_event_reads_in_the_language_it_was_turned_to(
    visit: Visit, site: Site
) -> None:
    page = visit(voice("en-GB"), voice("cy-GB"))
    page.goto(f"{site.url}{START}event/")
    expect(page.locator("button.al-aloud")).to_have_count(3)
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("radio").first.check()
    page.locator("button.al-aloud").click()
    assert buttons(page) == ["Stop reading"]
    page.get_by_role("link", name="Cymraeg").click()
    assert page.evaluate("cancelled") == 1, "drawing the page anew stops what was being read"
    assert buttons(page) == ["Darllen yn uchel"]
    page.locator("button.al-aloud").click()
    assert {language for _, language, _ in page.evaluate("spoken")} == {"en-GB", "cy-GB"}
    assert_accessible(page)
