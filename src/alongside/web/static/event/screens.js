// The screens of the page, each made from the site's own pieces for one person.

import { elementsOf, errorPrefix, make, questionElements } from "./pieces.js";
import { enteredValues } from "./answers.js";
import { INFORMATION, findPath, optionsOf, spotOf } from "./routing.js";
import { countQuestions } from "./session.js";
import { Wording, sayDay } from "./texts.js";
import { Day } from "./values.js";
import { takesAnswer } from "./problems.js";

/** Return the words for a person, with the answers on their path. */
export function wordingFor(person) {
  const path = findPath(person.questionnaire, person.progress.answers);
  return new Wording(person.questionnaire, person.reading, path.answers);
}

/** Return a screen: its elements, its title, and where "Back" leads (undefined: nowhere). */
export function makeScreen(view, person, clock) {
  return SCREENS[view.screen](view, person, wordingFor(person), clock);
}

const SCREENS = { start, page, check, helping, stop, done };

function start(view, person, wording, clock) {
  const root = elementsOf(wording.pieces.start);
  const window = clock.window(person.bundle.window);
  const open = window === "open" || person.started;
  const when = {
    fresh: open && !person.started,
    started: person.started,
    open,
    closed: !open,
    odd: Boolean(view.oddLink) && open,
  };
  for (const element of root.querySelectorAll("[data-when]")) {
    if (!when[element.dataset.when]) element.remove();
  }
  const closed = root.querySelector("[data-closed]");
  if (closed) closed.append(...closedWords(wording, window, clock));
  const helped = root.querySelector("[data-helped]");
  if (helped && person.helped.length) helped.textContent = `: ${helpedWords(wording, person)}`;
  return { root, title: wording.say(person.bundle.title) };
}

function closedWords(wording, window, clock) {
  const day = sayDay(new Day(clock.today()), wording.language, wording.bundle.months);
  const title = make("strong", { text: wording.words(`web-${window}-title`) });
  return [title, `. ${wording.words("web-event-ready-time-no", { day })}`];
}

function page(view, person, wording) {
  const { questionnaire, progress } = person;
  const path = findPath(questionnaire, progress.answers);
  const at = spotOf(path, view.page);
  const visit = path.visits[at];
  const root = elementsOf(wording.pieces.page);
  const form = root.querySelector("form");
  const only = visit.questions.length === 1;
  const entered = view.entered ?? enteredValues(visit.questions, path.answers);
  const problems = view.problems ?? [];
  const section = wording.say(questionnaire.sectionOf.get(view.page).title);
  const heading = only ? "" : wording.say(visit.page.title) || section;
  if (heading) form.before(headingElement(heading));
  const fields = visit.questions.map((question) =>
    questionElements(question, wording, { only, entered, problems }),
  );
  form.prepend(...fields);
  if (!maySkip(visit.questions)) form.querySelector("[name=skip-page]").remove();
  const count = countQuestions(questionnaire, progress, view.page);
  root.querySelector("[data-progress]").append(...progressWords(wording, count, section));
  showFaults(root, wording, problems.map((item) => [item.field, wording.fault(item)]));
  const before = path.visits[at - 1]?.page.code;
  const back = view.fromCheck ? { screen: "check" } : placeOf(before);
  const title = heading || wording.say(visit.questions[0].label);
  return { root, title: pageTitle(person, wording, title, problems), back };
}

function headingElement(heading) {
  const read = make("div", { "data-aloud": "" });
  read.append(make("h1", { className: "govuk-heading-l", text: heading }));
  return read;
}

function check(view, person, wording) {
  const root = elementsOf(wording.pieces.check);
  const path = findPath(person.questionnaire, person.progress.answers);
  const places = new Map();
  for (const visit of path.visits) {
    const section = person.questionnaire.sectionOf.get(visit.page.code);
    for (const question of visit.questions) {
      if (question.type === INFORMATION) continue;
      if (!places.has(section)) places.set(section, sectionOf(root, wording.say(section.title)));
      places.get(section).append(rowOf(root, wording, question, visit.page.code, path.answers));
    }
  }
  const help = root.querySelector("[data-help-row] dd");
  if (help) {
    const said = helpedWords(wording, person);
    help.append(answerWords(said, said || wording.words("web-help-row-none")));
  }
  const problems = view.problems ?? [];
  showFaults(root, wording, problems);
  const title = pageTitle(person, wording, wording.words("web-check-title"), problems);
  return { root, title, back: placeOf(path.visits.at(-1)?.page.code) };
}

function sectionOf(root, title) {
  const section = root.querySelector("template[data-section]").content.cloneNode(true);
  const heading = section.querySelector("h2");
  if (title) heading.textContent = title;
  else heading.remove();
  const list = section.querySelector("dl");
  root.querySelector("[data-sections]").append(section);
  return list;
}

function rowOf(root, wording, question, pageCode, answers) {
  const row = root.querySelector("template[data-row]").content.cloneNode(true);
  const label = wording.say(question.label);
  row.querySelector("dt").textContent = label;
  const said = wording.answer(question, answers);
  row.querySelector("dd").append(answerWords(said, said || wording.words("web-no-answer")));
  const link = row.querySelector("a");
  link.dataset.change = pageCode;
  link.querySelector("span").textContent = `: ${label}`;
  return row;
}

function answerWords(said, words) {
  return make("span", { className: said ? "al-said" : "al-quiet", text: words });
}

function helping(view, person, wording) {
  const root = elementsOf(wording.pieces.helping);
  const entered = view.entered ?? { helped: person.helped, helper: [person.helper] };
  for (const input of root.querySelectorAll("input")) {
    input.checked = (entered[input.name] ?? []).includes(input.value);
  }
  const problems = view.problems ?? [];
  showFaults(root, wording, problems);
  for (const [field, words] of problems) showGroupFault(root, wording, field, words);
  const title = pageTitle(person, wording, wording.words("web-help-title"), problems);
  return { root, title, back: view.from };
}

function stop(view, person, wording) {
  const title = pageTitle(person, wording, wording.words("web-stop-title"), []);
  return { root: elementsOf(wording.pieces.stop), title };
}

function done(view, person, wording) {
  const title = pageTitle(person, wording, wording.words("web-event-done-title"), []);
  return { root: elementsOf(wording.pieces.done), title };
}

/** Put the list of everything to mend at the top: pairs of a field and its words. */
function showFaults(root, wording, faults) {
  const place = root.querySelector("[data-faults]");
  if (!faults.length) {
    place.remove();
    return;
  }
  const list = make("ul", { className: "govuk-list govuk-error-summary__list" });
  for (const [field, words] of faults) {
    const line = make("li");
    line.append(field ? make("a", { href: `#${field}`, text: words }) : words);
    list.append(line);
  }
  const title = make("h2", { className: "govuk-error-summary__title", text: wording.words("web-error-title") });
  const body = make("div", { className: "govuk-error-summary__body" });
  body.append(list);
  const alert = make("div", { role: "alert" });
  alert.append(title, body);
  const summary = make("div", { className: "govuk-error-summary", tabindex: "-1", "data-aloud": "" });
  summary.dataset.module = "govuk-error-summary";
  summary.append(alert);
  place.replaceWith(summary);
}

function showGroupFault(root, wording, field, words) {
  const group = root.querySelector(`#${field}`).closest(".govuk-form-group");
  group.classList.add("govuk-form-group--error");
  const message = make("p", { className: "govuk-error-message", id: `${field}-error` });
  const prefix = make("span", { className: "govuk-visually-hidden", text: errorPrefix(wording) });
  message.append(prefix, ` ${words}`);
  const fieldset = group.querySelector("fieldset");
  fieldset.querySelector(".govuk-hint").after(message);
  fieldset.setAttribute("aria-describedby", `${fieldset.getAttribute("aria-describedby")} ${message.id}`);
}

function progressWords(wording, count, section) {
  const words = count ? [wording.words("web-progress", count)] : [];
  if (count && section) {
    words.push(" ", make("span", { "aria-hidden": "true", text: "·" }), " ");
  }
  return [...words, section];
}

function maySkip(questions) {
  const asks = questions.some((item) => item.required && takesAnswer(item));
  return !asks && questions.some((item) => optionsOf(item).length);
}

function pageTitle(person, wording, words, problems) {
  const error = problems.length ? `${wording.words("web-error-prefix")} ` : "";
  return `${error}${words} – ${wording.say(person.bundle.title)}`;
}

function placeOf(pageCode) {
  return pageCode ? { screen: "page", page: pageCode } : { screen: "start" };
}

function helpedWords(wording, person) {
  return person.helped.map((way) => wording.words(`web-help-${way}`)).join(", ");
}

/** Return the piece at the top of every screen: the study's name and the choice of language. */
export function makeHeader(person) {
  return elementsOf(wordingFor(person).pieces.header);
}

/** Return the link that leads back. */
export function makeBack(person) {
  const words = wordingFor(person).words("web-back");
  const nav = make("nav", { "aria-label": words });
  nav.append(make("a", { className: "govuk-back-link", href: "#back", "data-go": "back", text: words }));
  return nav;
}

