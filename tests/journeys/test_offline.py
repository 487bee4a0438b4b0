"""An event without a connection: opened, cut off, answered, and sent exactly once."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from tests.journeys.conftest import HERE, WAIT_MS
from tests.journeys.site import Site, copy_study, start_site, stop
from tests.journeys.test_access import assert_accessible

EVENT = "/s/fair/event/"
READ_STORE = """() => new Promise((resolve, reject) => {
  const opened = indexedDB.open("alongside-event fair");
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const store = opened.result.transaction("parcels").objectStore("parcels");
    store.getAll().onsuccess = (event) => { resolve(event.target.result); opened.result.close(); };
  };
})"""


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site of its own, whose responses nobody else adds to."""
    folder = tmp_path_factory.mktemp("fair")
    studies = [
        copy_study(HERE / "studies" / name, folder / name) for name in ("fair", "every-type")
    ]
    running, server = start_site(studies, folder / "var")
    yield running
    stop(server)


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    """Return a device with nothing on it yet."""
    context = browser.new_context()
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


def open_event(tablet: BrowserContext, fair: Site, part: str = "f1/") -> Page:
    """Open the page with a connection and wait until it is kept."""
    page = tablet.new_page()
    page.goto(fair.url + EVENT + part)
    page.get_by_text("Is this tablet ready? Yes").wait_for()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def answer(page: Page, likes: str, why: str = "", cups: str = "") -> None:
    """Answer from the start to the last look."""
    press(page, "Start")
    page.get_by_label(likes, exact=True).check()
    press(page, "Continue")
    if why:
        page.get_by_role("textbox").fill(why)
        press(page, "Continue")
    page.get_by_role("textbox").fill(cups)
    press(page, "Continue")
    page.get_by_role("heading", name="Check your answers").wait_for()


def keep(page: Page) -> None:
    press(page, "Keep my answers")
    page.get_by_role("heading", name="Thank you. Your answers are kept").wait_for()


def test_three_people_answer_without_a_connection_and_are_counted_once(
    fair: Site, tablet: BrowserContext
) -> None:
    before = len(fair.gather("fair")) if (fair.data / "fair-gathered.jsonl").exists() else 0
    page = open_event(tablet, fair)
    tablet.set_offline(True)
    page.reload()
    answer(page, "Yes", cups="3")
    keep(page)
    press(page, "Next person")
    expect(
        page.get_by_text("The answers of 1 person are kept on this tablet, sealed")
    ).to_be_visible()
    answer(page, "No", why="Zanzibar makes me sneeze")
    keep(page)
    page.close()  # the browser was closed and opened again, still without a connection
    page = tablet.new_page()
    page.goto(fair.url + EVENT + "f1/")
    expect(page.get_by_text("The answers of 2 people are kept")).to_be_visible()
    page.get_by_role("link", name="Someone is helping me to answer").click()
    page.get_by_label("They write or press what I tell them").check()
    page.get_by_label("Family or a friend").check()
    press(page, "Continue")
    page.get_by_role("link", name="Easy Read").first.click()
    answer(page, "No", why="Quince", cups="1")
    keep(page)
    kept = page.evaluate(READ_STORE)
    assert len(kept) == 3
    assert len({parcel["id"] for parcel in kept}) == 3
    assert all(set(parcel) == {"id", "sealed"} for parcel in kept)
    for words in ("Zanzibar", "Quince", "likes", "fair", "easy"):
        assert words not in json.dumps(kept)
    tablet.set_offline(False)
    page.get_by_text("Sent: the answers of 3 people.").wait_for()
    expect(page.get_by_text("No answers are waiting on this tablet.")).to_be_visible()
    assert page.evaluate(READ_STORE) == []
    found = sorted(fair.gather("fair"), key=lambda item: str(item.answers.get("why", "")))
    assert len(found) == before + 3
    assert [item.answers for item in found] == [
        {"likes": "yes", "cups": 3},
        {"likes": "no", "why": "Quince", "cups": 1},
        {"likes": "no", "why": "Zanzibar makes me sneeze"},
    ]
    assert {(item.mode, item.channel, item.version) for item in found} == {("offline", "fair", "2")}
    assert found[1].edition == "easy"
    assert (found[1].helped, found[1].helper) == (("wrote",), "family")
    assert found[1].shown["why"] == "2/en/easy"
    # the same parcels once more, as when a device is restored from a copy
    again = page.evaluate(
        """(parcels) => Promise.all(parcels.map(async (parcel) => {
          const headers = {"Content-Type": "application/json", "X-Alongside-Event": "parcel"};
          const body = JSON.stringify(parcel);
          const answer = await fetch("/s/fair/event/send/", {method: "POST", headers, body});
          return [answer.status, (await answer.json()).parcel];
        }))""",
        kept,
    )
    assert again == [[200, "taken"]] * 3
    assert len(fair.gather("fair")) == before + 3


def test_a_parcel_whose_receipt_was_lost_is_sent_again_and_counted_once(
    fair: Site, tablet: BrowserContext
) -> None:
    page = open_event(tablet, fair)
    lost: list[str] = []

    def lose_receipt(route: Route) -> None:
        answered = route.fetch()
        lost.append(answered.text())
        route.abort()

    page.route("**/event/send/", lose_receipt)
    answer(page, "No", why="Lost on the way")
    keep(page)
    page.get_by_text("There is no connection now.").wait_for()
    assert json.loads(lost[0]) == {"parcel": "taken"}
    assert len(page.evaluate(READ_STORE)) == 1
    page.unroute("**/event/send/")
    press(page, "Send kept answers now")
    page.get_by_text("Sent: the answers of 1 person.").wait_for()
    found = [item for item in fair.gather("fair") if item.answers.get("why") == "Lost on the way"]
    assert len(found) == 1


def test_a_connection_that_comes_and_goes_is_tried_again_soon(
    fair: Site, tablet: BrowserContext
) -> None:
    page = open_event(tablet, fair)
    tablet.set_offline(True)
    for why in ("Come", "Go"):
        answer(page, "No", why=why)
        keep(page)
        press(page, "Next person")
    tries: list[str] = []

    def fail_twice(route: Route) -> None:
        tries.append(route.request.url)
        if len(tries) in (1, 3):  # none at first; then one parcel goes and the next does not
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/event/send/", fail_twice)
    tablet.set_offline(False)
    page.get_by_text("Sent: the answers of 2 people.").wait_for()  # not after a whole minute
    assert len(tries) == 4
    assert page.evaluate(READ_STORE) == []


def test_what_is_asked_while_a_sending_goes_on_is_done_after_it(
    fair: Site, tablet: BrowserContext
) -> None:
    page = open_event(tablet, fair)
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/event/send/", hold_first)
    for why in ("First", "Second"):
        answer(page, "No", why=why)
        keep(page)
        press(page, "Next person")
    held[0].continue_()
    page.get_by_text("Sent: the answers of 2 people.").wait_for()
    assert page.evaluate(READ_STORE) == []


def test_the_browser_asks_before_answers_or_parcels_are_left(
    fair: Site, tablet: BrowserContext
) -> None:
    page = open_event(tablet, fair)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    press(page, "Start")
    page.get_by_label("Yes", exact=True).check()
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Yes", exact=True)).to_be_checked()
    tablet.set_offline(True)
    press(page, "Continue")
    press(page, "Continue")
    keep(page)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] * 2
    tablet.set_offline(False)
    page.get_by_text("No answers are waiting on this tablet.").wait_for()
    page.close(run_before_unload=True)


def test_the_sign_in_page_of_a_network_takes_nothing(fair: Site, tablet: BrowserContext) -> None:
    page = open_event(tablet, fair)
    page.route("**/event/send/", lambda route: route.fulfill(body="<h1>Pay for Wi-Fi</h1>"))
    answer(page, "Yes")
    keep(page)
    page.get_by_text("There is no connection now.").wait_for()
    assert len(page.evaluate(READ_STORE)) == 1


def test_every_screen_is_accessible_and_leads_the_focus(fair: Site, tablet: BrowserContext) -> None:
    page = open_event(tablet, fair)
    page.get_by_text("Is this tablet ready?").click()
    assert_accessible(page)
    press(page, "Start")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert_accessible(page)
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title("Error: Do you like tea? – Tea at the fair")
    assert_accessible(page)
    page.get_by_role("link", name="Select an answer to").click()
    expect(page.get_by_label("Yes")).to_be_focused()
    page.get_by_label("Something else").check()
    page.get_by_label("Your own words").fill("<b>Coffee</b>")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You said “<b>Coffee</b>”. Why?")
    page.get_by_role("link", name="Someone is helping me").click()
    press(page, "Continue")
    assert_accessible(page)
    press(page, "Nobody is helping me")
    page.get_by_role("textbox").fill("Habit")
    press(page, "Continue")
    press(page, "Continue")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Change.*How many cups")).click()
    page.get_by_role("textbox").fill("99")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Enter a number that is 30 or less")
    page.get_by_role("textbox").fill("2")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("How many cups a day?")
    page.go_forward()
    page.get_by_role("link", name="Stop and delete my answers").click()
    assert_accessible(page)
    page.get_by_role("link", name="No, go back").click()
    keep(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert_accessible(page)
    page.go_back()  # the next person cannot step back into these answers
    expect(page.get_by_role("heading", level=1)).to_have_text("Tea at the fair")
    expect(page.get_by_text("Coffee")).to_have_count(0)


@pytest.mark.parametrize(("tag", "words"), [("cy", "Cadw fy atebion"), ("ar", "احفظ إجاباتي")])
def test_the_page_reads_in_every_language_on_the_smallest_telephone(
    fair: Site, browser: Browser, tag: str, words: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.set_default_timeout(WAIT_MS)
    page = open_event(context, fair)
    page.locator(f"[data-language={tag}]").click()
    assert page.locator("html").get_attribute("dir") == ("rtl" if tag == "ar" else "ltr")
    no, button = page.locator("main input[value=no]"), page.locator("main form button").first
    steps = [page.locator("main [data-go=begin]"), no, button, button]  # the last: an error
    for step in steps:
        assert_fits(page)
        step.click()
    assert_accessible(page)
    assert_fits(page)
    page.locator("main textarea").fill("Te / شاي")
    button.click()
    button.click()
    page.locator("main form button", has_text=words).wait_for()
    assert_accessible(page)
    assert_fits(page)
    assert page.locator(".al-footer").get_attribute("dir") == "ltr"  # the frame stays English
    context.close()


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_the_page_leads_to_the_ordinary_one(fair: Site, page: Page) -> None:
    page.goto(fair.url + EVENT)
    expect(page.get_by_text("your browser is too old for it")).to_be_visible()
    page.get_by_role("link", name="Answer on the ordinary page instead").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_pages_look_as_they_do_on_the_site(
    fair: Site, tablet: BrowserContext, scripted_page: Page
) -> None:
    """Every page of every type of question has the same HTML, empty and with errors."""
    event, site = tablet.new_page(), scripted_page
    event.goto(f"{fair.url}/s/every-type/event/")
    site.goto(f"{fair.url}/s/every-type/")
    seen = 0
    go_on(event, site, "Start")
    while "/check/" not in site.url:
        for _ in range(2):
            assert form_of(event) == form_of(site), site.url
            seen += 1
            go_on(event, site)
            if site.locator(".govuk-error-summary").count() == 0:
                break
        else:
            for page in (event, site):
                fill(page)
            go_on(event, site)
    assert seen > 15


def go_on(event: Page, site: Page, name: str = "Continue") -> None:
    press(event, name)
    with site.expect_navigation():
        press(site, name)


FORM = """() => {
  const main = document.querySelector("main .al-column").cloneNode(true);
  const others = "[type=hidden], .govuk-error-summary, [name=save-later]";
  for (const hidden of main.querySelectorAll(others)) hidden.remove();
  for (const link of main.querySelectorAll(":scope > .al-quiet, :scope > p > a")) link.remove();
  const form = main.querySelector("form");
  for (const { name } of [...form.attributes]) form.removeAttribute(name);
  const marks = (element) => [...element.attributes]
    .filter(({name}) => name !== "tabindex" && name !== "data-progress")
    .map(({name, value}) => `${name}=${value}`).sort().join(" ");
  const say = (node) => node.nodeType === Node.TEXT_NODE ? node.data.replace(/\\s+/g, " ").trim()
    : `<${node.localName} ${marks(node)}>${[...node.childNodes].map(say).join("")}`;
  return say(main).split("<").filter(Boolean);
}"""


def form_of(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FORM)
    return found


def fill(page: Page) -> None:
    """Put something that fits into a page that must be answered."""
    choice = page.locator("main input[type=radio], main input[type=checkbox]")
    box = page.locator("main input[type=text]:not([name$=_other])")
    if choice.count():
        choice.first.check()
    elif page.locator("main select").count():
        page.locator("main select").select_option(index=1)
    elif box.count() == 3:
        for spot, words in enumerate(("3", "2", "2024")):
            box.nth(spot).fill(words)
    else:
        box.first.fill("7")
