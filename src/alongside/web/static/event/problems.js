// What is wrong with an answer, as data: a code of the message, where, and what the words need.

import { INFORMATION, OTHER, optionsOf } from "./routing.js";

export const TEXTS = new Set(["short-text", "long-text"]);
export const CHOICES = new Set(["one-of", "yes-no-unsure", "scale"]);

/** Return a problem of a question; it belongs to a form field and may name an option. */
export function problem(code, question, { field = question.code, option = "", params = {} } = {}) {
  return { code, question: question.code, field, option, params };
}

/** Return the problem of a question that must be answered and was not. */
export function missingAnswer(question) {
  if (question.type === "any-of") return problem("answer-missing-several", question);
  if (TEXTS.has(question.type)) return problem("answer-missing-text", question);
  if (question.type === "number") return problem("answer-missing-number", question);
  if (question.type === "date") {
    return problem("answer-missing-date", question, { field: `${question.code}_day` });
  }
  return problem("answer-missing", question);
}

export function takesAnswer(question) {
  return question.type !== INFORMATION;
}

/** Return the option that opens a box for the person's own words. */
export function otherOption(question) {
  return optionsOf(question).find((option) => option.other);
}

/** Return the form fields of a question. */
export function fieldNames(question) {
  if (!takesAnswer(question)) return [];
  if (question.type === "date") return ["day", "month", "year"].map((part) => `${question.code}_${part}`);
  return otherOption(question) ? [question.code, question.code + OTHER] : [question.code];
}

/** Return the codes under which a question's answers are kept. */
export function answerCodes(question) {
  if (!takesAnswer(question)) return [];
  return otherOption(question) ? [question.code, question.code + OTHER] : [question.code];
}
