// The path of one person: always worked out again from the answers, judged only by answers that
// are themselves on the path.

import { holds } from "./conditions.js";

export const OTHER = "_other";
export const INFORMATION = "information";

/** A questionnaire that can be asked for its parts by code. */
export class Questionnaire {
  constructor(bundle) {
    this.bundle = bundle;
    this.sections = bundle.sections ?? [];
    this.questions = new Map();
    this.sectionOf = new Map();
    for (const section of this.sections) {
      for (const page of section.pages ?? []) {
        this.sectionOf.set(page.code, section);
        for (const question of page.questions) {
          if (!this.questions.has(question.code)) this.questions.set(question.code, question);
        }
      }
    }
  }

  /** Return the page that asks for the audience; "" when none does. */
  get audiencePage() {
    const asks = (page) => page.questions.some((item) => item.code === this.bundle.audienceQuestion);
    const pages = this.sections.flatMap((section) => section.pages ?? []);
    return pages.find(asks)?.code ?? "";
  }
}

export function optionsOf(question) {
  return question.options ?? [];
}

/** Return the options offered to a person with these answers. */
export function offeredOptions(question, answers) {
  return optionsOf(question).filter((option) => holds(option.showIf, answers));
}

/**
 * Return the path these answers lead along.
 *
 * @returns {{visits: {page: object, questions: object[]}[], answers: Map<string, *>}}
 *   the pages in order with the questions shown on each, and the answers that count
 */
export function findPath(questionnaire, answers) {
  const visits = [];
  const kept = new Map();
  for (const section of questionnaire.sections) {
    if (!holds(section.showIf, kept)) continue;
    for (const page of section.pages ?? []) {
      if (!holds(page.showIf, kept)) continue;
      const questions = [];
      for (const question of page.questions) {
        if (!isShown(questionnaire, question, kept)) continue;
        questions.push(question);
        keep(question, answers, kept);
      }
      if (questions.length) visits.push({ page, questions });
    }
  }
  return { visits, answers: kept };
}

/** Return where a page stands on a path; -1 when it is not on it. */
export function spotOf(path, pageCode) {
  return path.visits.findIndex((visit) => visit.page.code === pageCode);
}

function isShown(questionnaire, question, kept) {
  const chosen = kept.get(questionnaire.bundle.audienceQuestion);
  const audience = typeof chosen === "string" ? chosen : "";
  if (question.audiences && !question.audiences.includes(audience)) return false;
  if (!holds(question.showIf, kept)) return false;
  return !optionsOf(question).length || offeredOptions(question, kept).length > 0;
}

function keep(question, answers, kept) {
  let value = answers.get(question.code);
  if (value === undefined) return;
  const options = optionsOf(question);
  if (options.length) {
    const offered = new Set(offeredOptions(question, kept).map((option) => option.code));
    const still = [value].flat().filter((code) => offered.has(code));
    if (!still.length) return;
    if (Array.isArray(value)) value = still;
  }
  kept.set(question.code, value);
  const words = answers.get(question.code + OTHER);
  const opens = new Set(options.filter((option) => option.other).map((option) => option.code));
  if (words !== undefined && [value].flat().some((code) => opens.has(code))) {
    kept.set(question.code + OTHER, words);
  }
}
