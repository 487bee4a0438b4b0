// The part of a screen for those who run the event: what is kept here, and whether all is ready.

import { make } from "./pieces.js";
import { sayDay } from "./texts.js";
import { Day } from "./values.js";

/** Say how many parcels wait and how the last sending went. Elements stay, so that it is read out. */
export function showKept(root, wording, state) {
  const section = root.querySelector(".al-event");
  if (!section) return;
  setWords(section.querySelector("[data-kept]"), countWords(wording, "web-event-kept", state.kept));
  setWords(section.querySelector("[data-sending]"), sendingWords(wording, state));
  const button = section.querySelector("[data-send]");
  button.hidden = !state.kept;
  button.disabled = state.sending;
  setWords(button, wording.words("web-event-send", { count: state.kept }));
}

/** Say what is ready and what is not. */
export function showReady(root, wording, ready, clock) {
  const section = root.querySelector("[data-ready]");
  if (!section) return;
  const good = ready.page && ready.time;
  const verdict = wording.words(good ? "web-event-ready-yes" : "web-event-ready-no");
  setWords(section.querySelector("[data-verdict]"), verdict);
  const day = sayDay(new Day(clock.today()), wording.language, wording.bundle.months);
  const lines = Object.entries(ready).map(([part, is]) => {
    const words = wording.words(`web-event-ready-${part}-${is ? "yes" : "no"}`, { day });
    return make("li", { className: `al-checklist__${is ? "yes" : "no"}`, text: words });
  });
  section.querySelector("[data-checklist]").replaceChildren(...lines);
}

function sendingWords(wording, { sending, sent, aside, refused, trouble, kept }) {
  if (sending) return wording.words("web-event-sending");
  const words = [];
  if (sent) words.push(countWords(wording, "web-event-sent", sent));
  if (aside) words.push(wording.words("web-event-aside", { count: aside }));
  if (refused && kept) words.push(wording.words("web-event-refused", { count: refused }));
  if (trouble && kept) words.push(wording.words(`web-event-${trouble}`));
  return words.join(" ");
}

function countWords(wording, code, count) {
  if (!count) return wording.words(`${code}-none`);
  return wording.words(`${code}-${count === 1 ? "one" : "many"}`, { count });
}

function setWords(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
