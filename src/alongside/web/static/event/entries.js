// From what a person typed into number and date boxes to a value, or what to mend.

import { problem } from "./problems.js";
import { monthNames, say, sayDay } from "./texts.js";
import { Day, casefold, isFigure, lengthOf, plainFigures, strip, tidy } from "./values.js";

const NUMBER = /^[+-]?(\p{Nd}{1,3}([ ,]\p{Nd}{3})+|\p{Nd}+)?(\.\p{Nd}+)?$/u;
const RANGES = { day: [1, 31], month: [1, 12], year: [1000, 9999] };

/** Return the number typed, or a list of what is wrong with it. */
export function readNumber(question, typed, language, bundle) {
  let words = tidy(typed).replaceAll("\u2212", "-");
  const unit = tidy(say(question.unit, language));
  if (unit) {
    if (words.startsWith(unit)) words = words.slice(unit.length);
    if (words.endsWith(unit)) words = words.slice(0, words.length - unit.length);
    words = strip(words);
  }
  const figures = [...words].filter(isFigure).length;
  if (!NUMBER.test(words) || !figures) return [problem("answer-not-number", question)];
  if (figures > bundle.limits.digits) return [problem("answer-number-long", question)];
  const number = Number(plainFigures(words).replace(/[ ,]/gu, ""));
  return number === 0 ? 0 : number; // no minus before a zero
}

/** Return the day typed as day, month and year, or a problem for each wrong box. */
export function readDate(question, typed, language, bundle) {
  const boxes = Object.fromEntries(
    Object.entries(typed).map(([part, words]) => [part, strip(words.normalize("NFKC"))]),
  );
  boxes.month = monthNumber(boxes.month, language, bundle);
  const wrong = Object.entries(boxes)
    .map(([part, words]) => [part, boxFault(part, words)])
    .filter(([, fault]) => fault)
    .map(([part, fault]) =>
      problem(`answer-date-${fault}`, question, { field: `${question.code}_${part}` }),
    );
  if (wrong.length) return wrong;
  const [day, month, year] = ["day", "month", "year"].map((part) => Number(plainFigures(boxes[part])));
  const found = new Day([String(year), twoFigures(month), twoFigures(day)].join("-"));
  if (day <= new Date(Date.UTC(year, month, 0)).getUTCDate()) return found;
  const params = { date: sayDay(found, language, bundle.months) };
  return [problem("answer-date-none", question, { field: `${question.code}_day`, params })];
}

function twoFigures(number) {
  return String(number).padStart(2, "0");
}

function boxFault(part, words) {
  if (!words) return `no-${part}`;
  const [low, high] = RANGES[part];
  if (![...words].every(isFigure) || lengthOf(words) > String(high).length) return part;
  const number = Number(plainFigures(words));
  return low <= number && number <= high ? "" : part;
}

function monthNumber(words, language, bundle) {
  const name = casefold(words).replace(/\.+$/u, "");
  if (lengthOf(name) < bundle.limits.month) return words;
  const meant = new Set();
  for (const tag of ["en", language]) {
    monthNames(tag, bundle.months).forEach((month, at) => {
      if (casefold(month).startsWith(name)) meant.add(at + 1);
    });
  }
  return meant.size === 1 ? String([...meant][0]) : words;
}
