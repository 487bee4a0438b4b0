// What the parity tests ask of the modules under test: many cases in one call.

import { holds } from "/event/conditions.js";
import { Questionnaire, findPath } from "/event/routing.js";
import { NOTHING, countQuestions, firstUnfit, formsOnPath, resumeAt, submitPage } from "/event/session.js";
import { Wording } from "/event/texts.js";
import { Day } from "/event/values.js";

const answersOf = (raw) =>
  new Map(Object.entries(raw).map(([code, value]) => [code, value.day ? new Day(value.day) : value]));

const isDay = (value) => value instanceof Day;
const rawOf = (answers) =>
  Object.fromEntries([...answers].map(([code, value]) => [code, isDay(value) ? { day: value.iso } : value]));

/** Return whether each condition holds for its answers. */
export function judge(cases) {
  return cases.map(([tree, answers]) => holds(tree ?? undefined, answersOf(answers)));
}

/** Return the path of every set of answers, and each answer in words. */
export function paths(bundle, reading, cases) {
  const questionnaire = new Questionnaire(bundle);
  return cases.map((raw) => {
    const path = findPath(questionnaire, answersOf(raw));
    const wording = new Wording(questionnaire, reading, path.answers);
    const questions = path.visits.flatMap((visit) => visit.questions);
    return {
      pages: path.visits.map((visit) => visit.page.code),
      questions: questions.map(({ code }) => code),
      answers: rawOf(path.answers),
      words: questions.map((question) => [wording.say(question.label), wording.answer(question, path.answers)]),
    };
  });
}

/** Send forms one after the other, each to the page the person is led to, and say what came of it. */
export function walk(bundle, reading, today, forms) {
  const questionnaire = new Questionnaire(bundle);
  const setting = { bundle, language: reading.language, today };
  let progress = NOTHING;
  const steps = [];
  for (const [named, form] of forms) {
    const page = named ?? resumeAt(questionnaire, progress);
    if (page === null) break;
    const step = submitPage(questionnaire, progress, page, form, setting);
    const path = findPath(questionnaire, progress.answers);
    const wording = new Wording(questionnaire, reading, path.answers);
    progress = step.progress;
    steps.push({
      page,
      next: step.next,
      problems: step.problems.map((item) => [item.code, item.question, item.field, wording.fault(item)]),
      answers: rawOf(progress.answers),
      seen: progress.seen,
      position: countQuestions(questionnaire, progress, page),
    });
  }
  const resume = resumeAt(questionnaire, progress);
  const unfit = firstUnfit(questionnaire, progress, setting)?.page ?? null;
  return { steps, forms: formsOnPath(questionnaire, progress), resume, unfit };
}
