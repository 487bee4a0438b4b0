// From a sent page to answers: every box read, every fault named, nothing guessed.

import { checkAnswer, checkOtherWords } from "./checks.js";
import { holds } from "./conditions.js";
import { readDate, readNumber } from "./entries.js";
import { TEXTS, fieldNames, missingAnswer, otherOption, problem, takesAnswer } from "./problems.js";
import { OTHER, optionsOf } from "./routing.js";
import { Day, strip, typedNumber } from "./values.js";

/**
 * Read a sent page.
 *
 * @param {object[]} questions those that were shown
 * @param {Object<string, string[]>} form values by field name
 * @param {Map<string, *>} earlier answers on the path before this page
 * @param {{language: string, bundle: object, today: string}} setting
 * @returns {{values: Map<string, *>, problems: object[], entered: Object<string, string[]>}}
 */
export function parseAnswers(questions, form, earlier, setting) {
  const known = new Map(earlier);
  const values = new Map();
  const problems = [];
  const entered = {};
  for (const question of questions) {
    for (const name of fieldNames(question)) {
      entered[name] = [...(form[name] ?? [])];
      known.delete(name);
    }
    known.delete(question.code);
    if (!takesAnswer(question) || !holds(question.showIf, known)) continue;
    const { found, faults } = readQuestion(question, form, known, setting);
    problems.push(...faults);
    for (const [code, value] of found) {
      values.set(code, value);
      known.set(code, value);
    }
  }
  return { values, problems, entered };
}

/** Return what stands in the boxes of a page for the answers given before, by field name. */
export function enteredValues(questions, answers) {
  const found = {};
  for (const { code } of questions) {
    const value = answers.get(code);
    if (value === undefined) continue;
    if (value instanceof Day) {
      const [year, month, day] = value.parts;
      for (const [part, number] of Object.entries({ day, month, year })) {
        found[`${code}_${part}`] = [String(number)];
      }
    } else if (typeof value === "number") {
      found[code] = [typedNumber(value)];
    } else {
      found[code] = [value].flat();
    }
    const ownWords = answers.get(code + OTHER);
    if (ownWords) found[code + OTHER] = [ownWords];
  }
  return found;
}

function readQuestion(question, form, known, setting) {
  const none = new Map();
  const { value, wrong } = readValue(question, form, setting);
  if (wrong) return { found: none, faults: wrong };
  const ownWords = lineEnds(first(form, question.code + OTHER));
  const beside = checkOtherWords(question, value, ownWords, setting.bundle);
  if (value === undefined) {
    const missing = question.required && !beside.length ? [missingAnswer(question)] : beside;
    return { found: none, faults: missing };
  }
  const faults = [...checkAnswer(question, value, known, setting), ...beside];
  if (faults.length) return { found: none, faults };
  const found = new Map([[question.code, value]]);
  if (strip(ownWords) && otherOption(question)) found.set(question.code + OTHER, ownWords);
  return { found, faults };
}

/** Return what the boxes hold as a value not judged yet, what is wrong, or nothing. */
function readValue(question, form, { language, bundle }) {
  const { code, type } = question;
  if (type === "date") {
    const boxes = {};
    for (const part of ["day", "month", "year"]) boxes[part] = first(form, `${code}_${part}`);
    if (!Object.values(boxes).some(strip)) return {};
    return orWrong(readDate(question, boxes, language, bundle));
  }
  if (type === "number") {
    const typed = first(form, code);
    return strip(typed) ? orWrong(readNumber(question, typed, language, bundle)) : {};
  }
  if (TEXTS.has(type)) {
    const words = lineEnds(first(form, code));
    return strip(words) ? { value: words } : {};
  }
  const sent = [...new Set((form[code] ?? []).filter(Boolean))];
  if (type === "any-of") {
    const order = optionsOf(question).map((option) => option.code);
    const chosen = order.filter((item) => sent.includes(item));
    const unknown = sent.filter((item) => !order.includes(item));
    return sent.length ? { value: [...chosen, ...unknown] } : {};
  }
  if (sent.length > 1) return { wrong: [problem("answer-one-only", question)] };
  return sent.length ? { value: sent[0] } : {};
}

function orWrong(read) {
  return Array.isArray(read) ? { wrong: read } : { value: read };
}

function first(form, name) {
  return form[name]?.[0] ?? "";
}

function lineEnds(words) {
  return words.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}
