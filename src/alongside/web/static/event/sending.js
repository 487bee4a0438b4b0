// Sending kept parcels, one at a time. A parcel leaves the device only when the site has said that
// it has it. When that word was lost on the way the parcel is sent again, and the site, which knows
// its name, keeps it once.

const WAIT_MS = 30_000;
const AGAIN_MS = 60_000;
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
    /** kept: parcels that wait; sent, aside, refused: of the last sending; trouble: why it stopped. */
    this.state = { kept: 0, sending: false, sent: 0, aside: 0, refused: 0, trouble: "" };
  }

  /** Send now, whenever the connection comes back, and every minute. */
  async begin() {
    addEventListener("online", () => this.send());
    setInterval(() => this.send(), AGAIN_MS);
    await this.recount();
    await this.send();
  }

  async recount() {
    this.tell({ kept: await this.store.count() });
  }

  /** Send every parcel; nothing happens while another sending goes on or when none waits. */
  async send() {
    if (this.state.sending || !(await this.store.count())) return;
    this.tell({ sending: true, sent: 0, aside: 0, refused: 0, trouble: "" });
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
      this.tell({ kept: await this.store.count(), sent: this.state.sent + 1, aside });
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
