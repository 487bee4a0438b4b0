// The page at work: what is shown, what people press, and the way from person to person.

import { showKept, showReady } from "./kept.js";
import { Person } from "./person.js";
import { readiness } from "./ready.js";
import { makeBack, makeHeader, makeScreen, wordingFor } from "./screens.js";
import { sealResponse } from "./seal.js";
import { EASY } from "./texts.js";

const SKIP = "skip-page";
const START = { screen: "start" };

export class App {
  /**
   * @param {{questionnaire: Questionnaire, store: Store, clock: Clock, address: string,
   *   channel: string, audience: string, oddLink: boolean}} parts
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.bundle = parts.questionnaire.bundle;
    this.turn = 0; // which person this is; the history of an earlier one leads to the start
    this.keeping = false;
    this.leaving = false;
    this.nextPerson();
  }

  nextPerson() {
    this.turn += 1;
    this.person = new Person(this.questionnaire, this.channel, this.audience);
  }

  begin() {
    // the frame around the screens keeps the words it came with, whatever language is chosen
    const [first] = this.bundle.languages;
    for (const frame of document.querySelectorAll(".govuk-skip-link, .al-banner, .al-footer")) {
      frame.lang ||= first;
      frame.dir ||= this.bundle.directions[frame.lang] ?? "ltr";
    }
    document.addEventListener("click", (event) => this.pressed(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("popstate", (event) => this.wentBack(event.state));
    addEventListener("beforeunload", (event) => this.left(event));
    this.show(START, { replace: true, focus: false });
  }

  /** Show a view, put it into the browser's history, and lead the focus to its heading. */
  show(view, { replace = false, focus = true } = {}) {
    const reached = this.reachable(view);
    const state = { view: placeOf(reached), turn: this.turn };
    if (replace) history.replaceState(state, "");
    else history.pushState(state, "");
    this.draw(reached, focus);
  }

  draw(view, focus) {
    this.view = view;
    const { person, clock } = this;
    const made = makeScreen({ ...view, oddLink: this.oddLink }, person, clock);
    document.documentElement.lang = person.language;
    document.documentElement.dir = this.bundle.directions[person.language];
    document.documentElement.classList.toggle("al-easy", person.edition === EASY);
    document.title = made.title;
    part("header").replaceChildren(makeHeader(person));
    this.back = made.back;
    part("before").replaceChildren(...(made.back ? [makeBack(person)] : []));
    const main = document.querySelector("main");
    main.replaceChildren(made.root);
    document.dispatchEvent(new Event("al-drawn")); // what reads aloud offers its buttons anew
    this.drawKept();
    this.drawReady();
    if (!focus) return;
    scrollTo(0, 0);
    const lead = main.querySelector(".govuk-error-summary") ?? main.querySelector("h1");
    if (lead) lead.tabIndex = -1;
    (lead ?? main).focus();
  }

  drawKept() {
    showKept(document, wordingFor(this.person), this.sender.state);
  }

  async drawReady() {
    if (!document.querySelector("[data-ready]")) return;
    const ready = await readiness(this.address, this.clock, this.bundle);
    showReady(document, wordingFor(this.person), ready, this.clock);
  }

  /** Return the view, or the one the person should be on when this one is out of reach. */
  reachable(view) {
    const { person } = this;
    const free = view.screen === "start" || view.screen === "helping" || view.screen === "done";
    if (free) return view;
    if (!person.started) return START;
    if (view.screen === "page" && !person.canSee(view.page)) return this.onward();
    return view.screen === "check" ? this.onward() : view;
  }

  /** Return the next view on the way: the page to be sent or mended, or the last look. */
  onward(fromCheck = false) {
    const page = this.person.next();
    if (page !== null) return { screen: "page", page, fromCheck };
    const unfit = this.person.unfit(this.clock.today());
    return unfit ? { screen: "page", fromCheck: true, ...unfit } : { screen: "check" };
  }

  wentBack(state) {
    if (!state) return; // a link inside the page, like the one to the main content
    this.draw(state.turn === this.turn ? this.reachable(state.view) : this.reachable(START), true);
  }

  pressed(event) {
    const target = event.target.closest("[data-go], [data-language], [data-edition], [data-change], [data-send], .govuk-error-summary a");
    if (!target) return;
    event.preventDefault();
    const { go, language, edition, change } = target.dataset;
    if (language || edition) this.read({ language, edition });
    else if (change) this.show({ screen: "page", page: change, fromCheck: true });
    else if ("send" in target.dataset) this.sender.send();
    else if (go) this.ACTIONS[go].call(this);
    else leadTo(target.hash.slice(1));
  }

  ACTIONS = {
    start: () => this.show(START),
    begin: () => this.beginAnswers(),
    resume: () => this.show(this.onward()),
    again: () => {
      this.person.forget();
      this.beginAnswers();
    },
    back: () => this.show(this.back ?? START),
    helping: () => this.show({ screen: "helping", from: placeOf(this.view) }),
    stop: () => this.show({ screen: "stop" }),
    delete: () => this.startOver(),
    next: () => this.startOver(),
  };

  beginAnswers() {
    if (this.clock.window(this.bundle.window) !== "open") return this.show(START);
    this.person.begin(this.clock.today());
    return this.show(this.onward());
  }

  startOver() {
    this.nextPerson();
    this.show(START);
  }

  /** Read in another language or wording; what was typed stays in the boxes. */
  read({ language = this.person.language, edition = this.person.edition }) {
    const form = document.querySelector("main form[data-form=page], main form[data-form=helping]");
    const entered = form ? formOf(form) : undefined;
    Object.assign(this.person, { language, edition });
    this.draw({ ...this.view, entered: entered ?? this.view.entered }, true);
  }

  submitted(event) {
    event.preventDefault();
    const form = event.target;
    if (form.dataset.form === "page") this.sendPage(form, event.submitter);
    else if (form.dataset.form === "helping") this.sendHelping(form, event.submitter);
    else this.keep();
  }

  sendPage(form, submitter) {
    const { page, fromCheck } = this.view;
    const boxes = submitter?.name === SKIP ? {} : formOf(form);
    const step = this.person.send(page, boxes, this.clock.today());
    if (step.problems.length) {
      this.draw({ ...this.view, problems: step.problems, entered: step.entered }, true);
    } else if (step.next === null || (fromCheck && step.next !== page)) {
      this.show(this.onward(fromCheck));
    } else {
      this.show({ screen: "page", page: step.next, fromCheck });
    }
  }

  sendHelping(form, submitter) {
    const boxes = formOf(form);
    const nobody = submitter?.name === "nobody";
    const helped = nobody ? [] : (boxes.helped ?? []);
    if (!nobody && !helped.length) {
      const words = wordingFor(this.person).words("web-help-fault");
      this.draw({ ...this.view, entered: boxes, problems: [["helped", words]] }, true);
      return;
    }
    this.person.helped = this.bundle.ways.filter((way) => helped.includes(way));
    this.person.helper = nobody ? "" : (boxes.helper?.[0] ?? "");
    this.show(this.view.from ?? START);
  }

  /** Seal the answers, keep them on the device, and only then forget them. */
  async keep() {
    if (this.keeping) return;
    this.keeping = true;
    try {
      const view = this.onward();
      if (view.screen !== "check") {
        this.show(view);
        return;
      }
      const parcel = await sealResponse(this.person.response(), this.bundle.study, this.bundle.key);
      if (parcel.sealed.length > this.bundle.limits.parcel) {
        this.notKept("web-event-too-long");
        return;
      }
      await this.store.put(parcel);
    } catch {
      this.notKept("web-event-not-kept");
      return;
    } finally {
      this.keeping = false;
    }
    const { language, edition } = this.person;
    this.nextPerson();
    Object.assign(this.person, { language, edition }); // the thanks are read as the questions were
    await this.sender.recount();
    this.show({ screen: "done" });
    this.sender.send();
  }

  notKept(code) {
    const words = wordingFor(this.person).words(code);
    this.draw({ screen: "check", problems: [["", words]] }, true);
  }

  /** Ask before the page is left while somebody is answering or parcels wait. */
  left(event) {
    if (!this.leaving && (this.person.started || this.sender.state.kept)) event.preventDefault();
  }

  /** Take up a newer page that the browser has fetched, unless somebody is answering. */
  renew() {
    if (this.person.started || this.view.screen !== "start") return;
    this.leaving = true;
    location.reload();
  }
}

function part(name) {
  return document.querySelector(`[data-part=${name}]`);
}

/** Return what the history may remember of a view: where, never what was typed. */
function placeOf({ screen, page, fromCheck, from }) {
  return { screen, page, fromCheck, from };
}

function formOf(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) (found[name] ??= []).push(value);
  return found;
}

function leadTo(id) {
  const field = document.getElementById(id);
  if (!field) return;
  const group = field.closest("fieldset, .govuk-form-group");
  (group?.querySelector("legend, label") ?? field).scrollIntoView();
  const box = field.matches("input, select, textarea") ? field : field.querySelector("input");
  (box ?? field).focus({ preventScroll: true });
}
