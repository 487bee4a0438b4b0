// Begins the page: fetches the questions (from this device, if they are kept), opens the store, and
// has the browser keep the page. Where one of these cannot be, it says so and leads elsewhere.

import { App } from "./app.js";
import { Clock } from "./clock.js";
import { keepPage, keepStore } from "./ready.js";
import { Questionnaire } from "./routing.js";
import { canSeal } from "./seal.js";
import { Sender } from "./sending.js";
import { Store } from "./store.js";

const address = document.querySelector("meta[name=event-address]").content;

async function begin() {
  if (!canSeal() || !globalThis.indexedDB) return say("no-safe");
  const hadWorker = Boolean(navigator.serviceWorker?.controller);
  let bundle;
  let clock;
  try {
    const fetched = await fetch(`${address}bundle.json`, { credentials: "omit" });
    if (!fetched.ok) return say("not-loaded");
    clock = new Clock(fetched);
    bundle = await fetched.json();
  } catch {
    return say("not-loaded");
  }
  let store;
  try {
    store = await Store.open(bundle.study);
  } catch {
    return say("no-store");
  }
  const { channel, oddLink } = channelOf(bundle);
  const audience = new URLSearchParams(location.search).get("as") ?? "";
  const questionnaire = new Questionnaire(bundle);
  const app = new App({ questionnaire, store, clock, address, channel, audience, oddLink });
  app.sender = new Sender(store, `${address}send/`, () => app.drawKept());
  app.begin();
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    if (hadWorker) app.renew();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) app.sender.recount();
  });
  keepStore().then(() => app.drawReady());
  keepPage(address, () => app.drawReady());
  return app.sender.begin();
}

/** Return the channel that the link names, by what stands in links or by its code. */
function channelOf(bundle) {
  const [inPath] = location.pathname.slice(address.length).split("/");
  const named = decodeURIComponent(inPath) || new URLSearchParams(location.search).get("channel");
  const typed = (named ?? "").trim().toLowerCase();
  const found = bundle.channels.find(({ code, short }) => short === typed || code === typed);
  return { channel: found?.code ?? "", oddLink: Boolean(typed && !found) };
}

function say(trouble) {
  for (const line of document.querySelectorAll("[data-trouble]")) {
    line.hidden = line.dataset.trouble !== trouble;
  }
}

begin();
