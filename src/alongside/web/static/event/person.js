// One person at this device: what they answered and how they read. It lives in memory only, until
// it is sealed; closing the page forgets it.

import { NOTHING, firstUnfit, formsOnPath, isWithinReach, resumeAt, submitPage } from "./session.js";

export class Person {
  constructor(questionnaire, channel, audience) {
    this.questionnaire = questionnaire;
    this.bundle = questionnaire.bundle;
    this.channel = channel;
    this.audience = audience;
    this.language = this.bundle.languages[0];
    this.edition = this.bundle.editions[0];
    this.helped = [];
    this.helper = "";
    this.forget();
  }

  /** Forget every answer; how the person reads and who helps stays. */
  forget() {
    this.started = false;
    this.progress = NOTHING;
    this.readings = {};
  }

  get reading() {
    return { language: this.language, edition: this.edition };
  }

  /** Begin; when the link named an audience of the study, that question is answered already. */
  begin(today) {
    this.started = true;
    const page = this.questionnaire.audiencePage;
    if (page && this.bundle.audiences.includes(this.audience)) {
      this.send(page, { [this.bundle.audienceQuestion]: [this.audience] }, today);
    }
  }

  /** Take one page; return what is wrong with it and the page to go to. */
  send(page, form, today) {
    const step = submitPage(this.questionnaire, this.progress, page, form, this.setting(today));
    this.progress = step.progress;
    if (!step.problems.length) this.readings[page] = this.reading;
    return step;
  }

  /** Return the page to be sent next; null when every one was. */
  next() {
    return resumeAt(this.questionnaire, this.progress);
  }

  /** Return the page to be mended before everything can be kept, or null. */
  unfit(today) {
    return firstUnfit(this.questionnaire, this.progress, this.setting(today));
  }

  canSee(page) {
    return this.started && isWithinReach(this.questionnaire, this.progress, page);
  }

  /** Return everything that is kept of the person, as values for JSON. No time is in it. */
  response() {
    const { form, version } = this.bundle;
    const pages = Object.entries(formsOnPath(this.questionnaire, this.progress));
    return {
      form,
      version,
      ...this.reading,
      channel: this.channel,
      helped: this.helped,
      helper: this.helper,
      pages: pages.map(([page, boxes]) => ({ page, boxes, ...this.readings[page] })),
    };
  }

  setting(today) {
    return { bundle: this.bundle, language: this.language, today };
  }
}
