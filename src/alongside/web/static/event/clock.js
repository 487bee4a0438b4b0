// What day it is. A tablet from a drawer may have lost its clock: the day on which its page was
// fetched is then the earliest that it can be.

export class Clock {
  /** @param {Response} fetched the answer of the site that brought the questions */
  constructor(fetched) {
    this.earliest = Date.parse(fetched.headers.get("Date") ?? "") || 0;
  }

  now() {
    return Math.max(Date.now(), this.earliest);
  }

  /** Return today as year-month-day, where the device is. */
  today() {
    const now = new Date(this.now());
    const two = (number) => String(number).padStart(2, "0");
    return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  }

  /** Return whether a study takes answers now: open, not-yet or closed. */
  window({ status, opens, closes }) {
    if (status !== "open") return status === "draft" ? "not-yet" : "closed";
    const seconds = this.now() / 1000;
    if (opens !== null && seconds < opens) return "not-yet";
    return closes !== null && seconds >= closes ? "closed" : "open";
  }
}
