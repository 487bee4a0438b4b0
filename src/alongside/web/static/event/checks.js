// Whether an answer fits its question: the same judgement as on the server, where it is judged again.

import { CHOICES, TEXTS, otherOption, problem } from "./problems.js";
import { OTHER, offeredOptions } from "./routing.js";
import { say, sayDay } from "./texts.js";
import { Day, grouped, lengthOf, placesOf, strip } from "./values.js";

/** Return everything that keeps this value from being an answer to this question. */
export function checkAnswer(question, value, earlier, setting) {
  if (CHOICES.has(question.type)) return checkChoice(question, value, earlier);
  if (question.type === "any-of") return checkChoices(question, value, earlier);
  if (TEXTS.has(question.type)) return checkText(question, value, setting.bundle);
  if (question.type === "number") return checkNumber(question, value, setting.language);
  return checkDate(question, value, setting);
}

/** Return what is wrong with the person's own words beside an "other" option. */
export function checkOtherWords(question, chosen, words, bundle) {
  const option = otherOption(question);
  if (!option) return [];
  const where = { field: question.code + OTHER, option: option.code };
  const isChosen = chosen !== undefined && [chosen].flat().includes(option.code);
  const said = strip(words) !== "";
  if (said && !isChosen) return [problem("answer-other-not-chosen", question, where)];
  if (isChosen && !said && question.required) {
    return [problem("answer-other-missing", question, where)];
  }
  const length = lengthOf(words);
  if (length <= bundle.limits.text) return [];
  const params = { maximum: grouped(bundle.limits.text), length: grouped(length) };
  return [problem("answer-too-long", question, { field: where.field, params })];
}

function checkChoice(question, value, earlier) {
  const offered = offeredOptions(question, earlier).some((option) => option.code === value);
  return offered ? [] : [problem("answer-not-offered", question)];
}

function checkChoices(question, value, earlier) {
  const offered = new Map(offeredOptions(question, earlier).map((item) => [item.code, item]));
  if (value.some((code) => !offered.has(code))) return [problem("answer-not-offered", question)];
  const alone = value.find((code) => offered.get(code).exclusive);
  if (alone !== undefined) {
    return value.length > 1 ? [problem("answer-exclusive", question, { option: alone })] : [];
  }
  const found = [];
  if (value.length < (question.minimum ?? -Infinity)) {
    found.push(problem("answer-too-few", question, { params: { minimum: question.minimumSaid } }));
  }
  if (value.length > (question.maximum ?? Infinity)) {
    const params = { maximum: question.maximumSaid, count: String(value.length) };
    found.push(problem("answer-too-many", question, { params }));
  }
  return found;
}

function checkText(question, value, bundle) {
  const length = lengthOf(value);
  const found = [];
  if (length < (question.minimum ?? -Infinity)) {
    const params = { minimum: question.minimumSaid, length: grouped(length) };
    found.push(problem("answer-too-short", question, { params }));
  }
  if (length > (question.maximum ?? bundle.limits.text)) {
    const maximum = question.maximumSaid ?? grouped(bundle.limits.text);
    found.push(problem("answer-too-long", question, { params: { maximum, length: grouped(length) } }));
  }
  return found;
}

function checkNumber(question, value, language) {
  const found = [];
  const decimals = question.decimals ?? 0;
  if (placesOf(value) > decimals) {
    const code = decimals ? "answer-decimals" : "answer-not-whole";
    found.push(problem(code, question, { params: { decimals: String(decimals) } }));
  }
  const unit = say(question.unit, language);
  const after = unit ? ` ${unit}` : "";
  if (value < (question.minimum ?? -Infinity)) {
    const params = { minimum: question.minimumSaid + after };
    found.push(problem("answer-below", question, { params }));
  }
  if (value > (question.maximum ?? Infinity)) {
    const params = { maximum: question.maximumSaid + after };
    found.push(problem("answer-above", question, { params }));
  }
  return found;
}

function checkDate(question, value, { language, bundle, today }) {
  const field = `${question.code}_day`;
  const bound = (words) => (words === "today" ? today : words);
  const found = [];
  const earliest = bound(question.earliest);
  if (earliest !== undefined && value.iso < earliest) {
    const params = { earliest: sayDay(new Day(earliest), language, bundle.months) };
    found.push(problem("answer-date-early", question, { field, params }));
  }
  const latest = bound(question.latest);
  if (latest !== undefined && value.iso > latest) {
    const params = { latest: sayDay(new Day(latest), language, bundle.months) };
    found.push(problem("answer-date-late", question, { field, params }));
  }
  return found;
}
