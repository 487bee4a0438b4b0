// Whether this device is ready for an event: the page kept, the store safe, the study open.

/**
 * Have the browser keep the page and serve it without a connection.
 *
 * @returns {Promise<ServiceWorkerRegistration|undefined>} undefined where browsers cannot
 */
export async function keepPage(address, changed) {
  if (!navigator.serviceWorker) return undefined;
  try {
    const worker = navigator.serviceWorker;
    const registration = await worker.register(`${address}worker.js`, {
      scope: address,
      updateViaCache: "none",
    });
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", changed);
    });
    worker.ready.then(changed);
    addEventListener("online", () => registration.update().catch(() => {}));
    return registration;
  } catch {
    return undefined; // without a connection, or where people have switched it off
  }
}

/** Ask the browser not to clear what is kept here; it may say no. */
export async function keepStore() {
  const { storage } = navigator;
  if (!storage?.persist) return;
  if (!(await storage.persisted())) await storage.persist().catch(() => false);
}

/** Return what is ready and what is not: each with the code of its words. */
export async function readiness(address, clock, bundle) {
  const registration = await navigator.serviceWorker?.getRegistration(address);
  const page = Boolean(registration?.active && (await caches.match(address)));
  const store = Boolean(await navigator.storage?.persisted?.());
  const time = clock.window(bundle.window) === "open";
  return { page, store, time };
}
