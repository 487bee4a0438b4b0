// One person's way through a questionnaire, as pure steps; where they stand is never stored.

import { enteredValues, parseAnswers } from "./answers.js";
import { answerCodes, takesAnswer } from "./problems.js";
import { findPath, spotOf } from "./routing.js";

/** What is known of a person who has just begun: answers by code, pages sent without faults. */
export const NOTHING = Object.freeze({ answers: new Map(), seen: [] });

/**
 * Take one sent page.
 *
 * @returns {{progress: object, problems: object[], next: string|null, entered: object}}
 *   progress is unchanged when there are problems; next is null when every page is done
 */
export function submitPage(questionnaire, progress, pageCode, form, setting) {
  const path = findPath(questionnaire, progress.answers);
  const visit = path.visits[spotOf(path, pageCode)];
  if (!visit || !isWithinReach(questionnaire, progress, pageCode)) {
    return { progress, problems: [], next: resumeAt(questionnaire, progress), entered: {} };
  }
  const earlier = answersBefore(path, pageCode);
  const sent = parseAnswers(visit.questions, form, earlier, setting);
  const answers = new Map(progress.answers);
  for (const code of visit.questions.flatMap(answerCodes)) answers.delete(code);
  for (const [code, value] of sent.values) answers.set(code, value);
  const following = findPath(questionnaire, answers);
  // a fault counts only while its question is still asked
  const asked = new Set(following.visits.flatMap((item) => item.questions.map(({ code }) => code)));
  const problems = sent.problems.filter((item) => asked.has(item.question));
  if (problems.length) return { progress, problems, next: pageCode, entered: sent.entered };
  const opened = openedPages(path, following);
  const sentNow = progress.seen.includes(pageCode) ? progress.seen : [...progress.seen, pageCode];
  const seen = sentNow.filter((code) => !opened.has(code));
  const at = spotOf(following, pageCode);
  const next = opened.has(pageCode) ? pageCode : (following.visits[at + 1]?.page.code ?? null);
  return { progress: { answers, seen }, problems: [], next, entered: {} };
}

/** Return the first page on the path that is still to be sent; null when all were. */
export function resumeAt(questionnaire, progress) {
  const path = findPath(questionnaire, progress.answers);
  const open = path.visits.find(
    ({ page, questions }) =>
      !progress.seen.includes(page.code) ||
      questions.some((item) => item.required && takesAnswer(item) && !path.answers.has(item.code)),
  );
  return open ? open.page.code : null;
}

/** Return whether the person may see and send this page now. */
export function isWithinReach(questionnaire, progress, pageCode) {
  const path = findPath(questionnaire, progress.answers);
  const at = spotOf(path, pageCode);
  if (at < 0) return false;
  const here = resumeAt(questionnaire, progress);
  return here === null || at <= spotOf(path, here);
}

/**
 * Return which question a page is and of about how many; null for a page to read only, and when
 * there is one page of questions in all.
 */
export function countQuestions(questionnaire, progress, pageCode) {
  const path = findPath(questionnaire, progress.answers);
  const asking = askingPages(path);
  const at = asking.indexOf(pageCode);
  if (at < 0) return null;
  let total = asking.length;
  const { audienceQuestion, audiences } = questionnaire.bundle;
  if (audienceQuestion && !path.answers.has(audienceQuestion)) {
    // while the audience is not known, the longest audience's path says how many
    for (const code of audiences) {
      const way = findPath(questionnaire, new Map([[audienceQuestion, code]]));
      total = Math.max(total, askingPages(way).length);
    }
  }
  return total > 1 ? { number: at + 1, total } : null;
}

/**
 * Return what is in the boxes of every page on the path, by page and field: what is kept and sent.
 * Answers left behind on an abandoned branch stay out.
 */
export function formsOnPath(questionnaire, progress) {
  const path = findPath(questionnaire, progress.answers);
  return Object.fromEntries(
    path.visits.map(({ page, questions }) => [page.code, enteredValues(questions, path.answers)]),
  );
}

/**
 * Return the first page that would be refused if everything was sent again in order, with what is
 * wrong on it; null when all of it fits. A change made on an earlier page can do that: the server
 * takes a parcel as a whole, so the person mends it here.
 */
export function firstUnfit(questionnaire, progress, setting) {
  const forms = formsOnPath(questionnaire, progress);
  const tries = questionnaire.questions.size + Object.keys(forms).length;
  let again = NOTHING;
  for (let turn = 0; turn <= tries; turn += 1) {
    const page = resumeAt(questionnaire, again);
    if (page === null) return null;
    const step = submitPage(questionnaire, again, page, forms[page] ?? {}, setting);
    if (step.problems.length) return { page, problems: step.problems, entered: step.entered };
    again = step.progress;
  }
  throw new Error("the pages do not come to an end");
}

function askingPages(path) {
  return path.visits
    .filter(({ questions }) => questions.some(takesAnswer))
    .map(({ page }) => page.code);
}

/** Return the pages of both paths that show more questions now: they are to be seen again. */
function openedPages(before, after) {
  const opened = new Set();
  for (const visit of after.visits) {
    const old = before.visits[spotOf(before, visit.page.code)];
    if (!old) continue;
    const shown = new Set(old.questions.map((question) => question.code));
    if (visit.questions.some((question) => !shown.has(question.code))) opened.add(visit.page.code);
  }
  return opened;
}

function answersBefore(path, pageCode) {
  const before = new Map();
  for (const { page, questions } of path.visits) {
    if (page.code === pageCode) break;
    for (const code of questions.flatMap(answerCodes)) {
      if (path.answers.has(code)) before.set(code, path.answers.get(code));
    }
  }
  return before;
}
