// Questions put together from the pieces that the site printed: its own templates made the HTML;
// here earlier answers, the options offered, what was typed and what is wrong are put into it.

import { OTHER, offeredOptions, optionsOf } from "./routing.js";

const SLOT = /\ue000([A-Za-z0-9_]+)\ue001/gu;
const CONTROL = {
  INPUT: "govuk-input--error",
  SELECT: "govuk-select--error",
  TEXTAREA: "govuk-textarea--error",
};

/** Return the elements that a piece of the site's own HTML stands for. */
export function elementsOf(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

/** Return one element with a class, words and attributes. */
export function make(name, { className = "", text = "", ...attributes } = {}) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/**
 * Return a question ready to be shown.
 *
 * @param {object} question
 * @param {Wording} wording how this person reads it, with their answers before this page
 * @param {{only: boolean, entered: object, problems: object[]}} shown whether it is alone on its
 *   page, what stands in the boxes by field name, and the problems of the page
 */
export function questionElements(question, wording, { only, entered, problems }) {
  const [alone, among] = wording.pieces.fields[question.code];
  const root = elementsOf(only ? alone : among);
  fillSlots(root, wording);
  if (optionsOf(question).length) offer(root, question, wording);
  fillBoxes(root, question, entered);
  const own = problems.filter((item) => item.question === question.code);
  if (own.length) showFaults(root, question, wording, own);
  return root;
}

/** Put earlier answers where the slots are. They go in as words, so they can never become tags. */
export function fillSlots(root, wording) {
  const fill = (words) => words.replace(SLOT, (_, code) => wording.fill(code));
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.includes("\ue000")) node.data = fill(node.data);
      continue;
    }
    for (const attribute of node.attributes) {
      if (attribute.value.includes("\ue000")) attribute.value = fill(attribute.value);
    }
  }
}

/** Take out the options that are not offered; the first one left is where errors lead to. */
function offer(root, question, wording) {
  const offered = offeredOptions(question, wording.answers);
  const codes = new Set(offered.map((option) => option.code));
  for (const item of root.querySelectorAll("option")) {
    if (item.value && !codes.has(item.value)) item.remove();
  }
  if (root.querySelector("select")) {
    if (!offered.some((option) => option.other)) ownWordsBox(root, question)?.closest(".govuk-form-group").remove();
    return;
  }
  const inputs = choicesIn(root, question);
  for (const input of inputs.filter((item) => !codes.has(item.value))) {
    const item = input.parentElement;
    const opens = input.dataset.ariaControls;
    if (opens) root.querySelector(`#${opens}`).remove();
    item.remove();
  }
  const [first] = choicesIn(root, question);
  if (first && first.id !== question.code) {
    root.querySelector(`label[for="${first.id}"]`).htmlFor = question.code;
    first.id = question.code;
  }
  partExclusive(root, question, wording, offered);
}

/** Put "or" before answers that stand alone, when they are the last of several. */
function partExclusive(root, question, wording, offered) {
  root.querySelector(".govuk-checkboxes__divider")?.remove();
  if (question.type !== "any-of") return;
  const at = offered.findIndex((option) => option.exclusive);
  if (at < 1 || !offered.slice(at).every((option) => option.exclusive)) return;
  const divider = make("div", { className: "govuk-checkboxes__divider", text: wording.words("web-or") });
  choicesIn(root, question)[at].parentElement.before(divider);
}

function fillBoxes(root, question, entered) {
  for (const input of choicesIn(root, question)) {
    input.checked = (entered[question.code] ?? []).includes(input.value);
    const opens = input.dataset.ariaControls;
    if (opens) {
      const kind = input.type === "radio" ? "govuk-radios" : "govuk-checkboxes";
      root.querySelector(`#${opens}`).classList.toggle(`${kind}__conditional--hidden`, !input.checked);
    }
  }
  for (const box of root.querySelectorAll("select, textarea, input[type=text]")) {
    const words = entered[box.name]?.[0];
    if (words !== undefined) box.value = words;
  }
}

function showFaults(root, question, wording, problems) {
  const group = root.querySelector(".govuk-form-group");
  group.classList.add("govuk-form-group--error");
  const faults = [...new Set(problems.map((item) => wording.fault(item)))].join(". ");
  const id = `${question.code}-error`;
  const message = make("p", { className: "govuk-error-message", id });
  const hidden = make("span", { className: "govuk-visually-hidden", text: errorPrefix(wording) });
  message.append(hidden, ` ${faults}`);
  const fieldset = group.querySelector("fieldset");
  const described = fieldset ?? group.querySelector(`#${question.code}`);
  const hint = root.querySelector(`#${question.code}-hint`);
  const boxes = root.querySelector(".govuk-radios, .govuk-checkboxes, .govuk-date-input");
  if (hint) hint.after(message);
  else (boxes ?? described.closest(".govuk-input__wrapper") ?? described).before(message);
  const before = described.getAttribute("aria-describedby");
  described.setAttribute("aria-describedby", [before, id].filter(Boolean).join(" "));
  markBoxes(root, question, problems, fieldset);
}

/** Mark the boxes at fault: those named, or the one box of the question. */
function markBoxes(root, question, problems, fieldset) {
  const fields = new Set(problems.map((item) => item.field));
  for (const box of root.querySelectorAll("select, textarea, input[type=text]")) {
    const isMain = box.name === question.code && !fieldset;
    if (isMain || fields.has(box.name)) box.classList.add(CONTROL[box.tagName]);
  }
}

/** Return the words before each error, without their colon. */
export function errorPrefix(wording) {
  return `${wording.words("web-error-prefix").replace(/:+$/u, "")}:`;
}

function choicesIn(root, question) {
  return [...root.querySelectorAll(`input[name="${question.code}"]`)].filter((input) =>
    ["radio", "checkbox"].includes(input.type),
  );
}

function ownWordsBox(root, question) {
  return root.querySelector(`[name="${question.code}${OTHER}"]`);
}
