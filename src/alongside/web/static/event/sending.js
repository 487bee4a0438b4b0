// Sending kept parcels, one at a time. A parcel leaves the device only when the site has said that
// it has it. When that word was lost on the way the parcel is sent again, and the site, which knows
// its name, keeps it once.

const WAIT_MS = 30_000;
const AGAIN_MS = 60_000;
/** Browsers say "online" before names are found and routes are set: tried again after these. */
const SOON_MS = [1_000, 3_000, 10_000, 30_000];
/** Parcels on their way; two windows never send at once. */
const LOCK = "alongside-event sending";

/** Sends what a store keeps, and says how it goes. */
export class Sender {
  /**
   * @param {Store} store
   * @param {string} address where parcels go
   * @param {function(): void} changed called whenever there is something new to say
   */
  constructor(store, address, changed) {
    this.store = store;
    this.address = address;
    this.changed = changed;
    /** kept: parcels that wait; sent, aside, refused: since none waited; trouble: why it stopped. */
    this.state = { kept: 0, sending: false, sent: 0, aside: 0, refused: 0, trouble: "" };
    this.running = false;
    this.asked = false; // to send while a sending went on
    this.tries = 0;
    this.timer = 0;
  }

  /** Send now, whenever the connection comes back, and every minute. */
  async begin() {
    addEventListener("online", () => {
      this.tries = 0;
      this.send();
    });
    setInterval(() => this.send(), AGAIN_MS);
    await this.recount();
    await this.send();
  }

  async recount() {
    this.tell({ kept: await this.store.count() });
  }

  /**
   * Send every parcel. What is asked while a sending goes on is done after it: that one may have
   * begun before the connection was there, or before the last parcel was kept.
   */
  async send({ quiet = false } = {}) {
    if (this.running) {
      this.asked = true;
      return;
    }
    this.running = true;
    clearTimeout(this.timer);
    // a sending that was cut off goes on: what it sent is counted with the rest
    let news = { refused: 0, ...(this.state.trouble ? {} : { sent: 0, aside: 0 }) };
    if (!quiet) news = { ...news, sending: true, trouble: "" };
    try {
      do {
        this.asked = false;
        await this.sendOnce(news);
        news = { refused: 0, sending: true, trouble: "" };
      } while (this.asked);
    } finally {
      this.running = false;
    }
    if (navigator.onLine && this.state.trouble === "no-connection" && this.tries < SOON_MS.length) {
      this.timer = setTimeout(() => this.send({ quiet: true }), SOON_MS[this.tries++]);
    }
  }

  /** Send what waits, if anything does; news is what to say before. */
  async sendOnce(news) {
    if (!(await this.store.count())) return;
    this.tell(news);
    try {
      await alone(() => this.sendAll());
    } catch {
      this.tell({ trouble: "busy" }); // the store is closed: what it keeps stays there
    } finally {
      this.tell({ sending: false });
    }
  }

  async sendAll() {
    for (const id of await this.store.names()) {
      const parcel = await this.store.find(id);
      if (!parcel) continue;
      const word = await this.sendOne(parcel);
      if (word === "no-connection" || word === "busy") {
        this.tell({ trouble: word });
        return;
      }
      if (word === "refused") {
        this.tell({ refused: this.state.refused + 1 });
        continue;
      }
      await this.store.delete(id);
      const aside = this.state.aside + (word === "aside" ? 1 : 0);
      this.tries = 0;
      this.tell({ kept: await this.store.count(), sent: this.state.sent + 1, aside, trouble: "" });
    }
  }

  /** Return what the site says of a parcel: taken, aside, refused, busy; or no-connection. */
  async sendOne(parcel) {
    let response;
    let said;
    try {
      response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Alongside-Event": "parcel" },
        body: JSON.stringify(parcel),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(WAIT_MS),
      });
      // only the site itself says this: the sign-in page of a hotel's network answers 200, too
      said = response.ok ? (await response.json()).parcel : "";
    } catch {
      return "no-connection";
    }
    if (response.ok) return said === "taken" || said === "aside" ? said : "no-connection";
    return response.status === 429 || response.status >= 500 ? "busy" : "refused";
  }

  tell(news) {
    this.state = { ...this.state, ...news };
    this.changed();
  }
}

async function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
