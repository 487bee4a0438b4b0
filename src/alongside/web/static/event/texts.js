// Words for one person: their language, their wording, their earlier answers filled in.

import { OTHER, optionsOf } from "./routing.js";
import { Day, shortNumber, squeeze } from "./values.js";

export const EASY = "easy";
const SLOT = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/gu;

/** Return a text as this language and wording say it; the first language stands in for others. */
export function say(text, language, edition = "standard") {
  if (!text) return "";
  if (edition === EASY && text.easy && language in text.easy) return text.easy[language];
  const plain = text.standard ?? {};
  return language in plain ? plain[language] : (Object.values(plain)[0] ?? "");
}

/** Return a message with its parameters filled in. */
export function format(words, params) {
  return words.replace(/\{([a-z_]+)\}/gu, (_, name) => String(params[name]));
}

/** Says texts and messages the way one person reads them. */
export class Wording {
  constructor(questionnaire, reading, answers = new Map()) {
    this.questionnaire = questionnaire;
    this.bundle = questionnaire.bundle;
    this.language = reading.language;
    this.edition = reading.edition;
    this.answers = answers;
  }

  /** The pieces of pages in this language and wording. */
  get pieces() {
    return this.bundle.fragments[this.language][this.edition];
  }

  /** Return a text of the questionnaire with earlier answers filled in. */
  say(text) {
    return say(text, this.language, this.edition).replace(SLOT, (_, code) => this.fill(code));
  }

  /** Return words of the site itself. */
  words(code, params = {}) {
    const said = this.bundle.words[this.language];
    const words = (this.edition === EASY && said.easy?.[code]) || said.standard[code];
    if (words === undefined) throw new TypeError(`the bundle has no words ${code}`);
    return format(words, params);
  }

  /** Return what to mend, naming the question as the person reads it. */
  fault(problem) {
    const question = this.questionnaire.questions.get(problem.question);
    const option = optionsOf(question).find((item) => item.code === problem.option);
    const params = { ...problem.params, label: this.say(question.label) || question.code };
    if (option) params.option = this.say(option.label);
    return format(this.bundle.words[this.language].standard[problem.code], params);
  }

  /** Return what an earlier answer puts in the place of {{code}}; "" without one. */
  fill(code) {
    return squeeze(this.said(code));
  }

  /** Return a point of a scale, with the words of its end if it is one. */
  point(question, code) {
    const options = optionsOf(question);
    const option = options.find((item) => item.code === code);
    const words = option ? this.say(option.label) : code;
    let end = "";
    if (code === options[0].code) end = this.say(question.lowLabel);
    if (code === options.at(-1).code) end = this.say(question.highLabel);
    return end ? this.words("web-scale-end", { point: words, words: end }) : words;
  }

  /** Return the answer to a question in words, to be checked; "" when there is none. */
  answer(question, answers) {
    const value = answers.get(question.code);
    if (typeof value === "string" && !optionsOf(question).length) return value;
    if (typeof value === "string" && question.type === "scale") return this.point(question, value);
    const words = squeeze(this.said(question.code, answers));
    const unit = this.say(question.unit);
    return words && unit ? `${words} ${unit}` : words;
  }

  said(code, answers = this.answers) {
    const value = answers.get(code);
    if (value === undefined) return "";
    const question = this.questionnaire.questions.get(code);
    if (!question || !optionsOf(question).length) return this.plain(value, question);
    const ownWords = answers.get(code + OTHER);
    return [value].flat().map((chosen) => this.optionWords(question, chosen, ownWords)).join(", ");
  }

  optionWords(question, code, ownWords) {
    const option = optionsOf(question).find((item) => item.code === code);
    if (!option) return "";
    return option.other && ownWords ? ownWords : say(option.label, this.language, this.edition);
  }

  plain(value, question) {
    if (value instanceof Day) return sayDay(value, this.language, this.bundle.months);
    if (typeof value === "number") return question?.decimals ? shortNumber(value, 10) : String(value);
    return [value].flat().join(", ");
  }
}

/** Return a day as people write it; year-month-day where the months have no names here. */
export function sayDay(day, language, months) {
  const names = monthNames(language, months);
  const [year, month, date] = day.parts;
  return names.length ? `${date} ${names[month - 1]} ${year}` : day.iso;
}

/** Return the names of the months, January first; none for a language without them. */
export function monthNames(language, months) {
  return months[language] ?? [];
}
