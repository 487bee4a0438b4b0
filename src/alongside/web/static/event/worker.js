// Keeps the page of one study on the device and serves it from there, so that it opens without a
// connection. The server writes ABOUT at the top: {study, edition, files}; the first file is the
// page. Everything is kept or nothing: what is kept always belongs together.

const NAME = `alongside-event ${ABOUT.study} `;
const KEPT = NAME + ABOUT.edition;
const [PAGE] = ABOUT.files;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(serve(PAGE, request));
  else if (ABOUT.files.includes(pathname)) event.respondWith(serve(pathname, request));
});

async function keepAll() {
  const cache = await caches.open(KEPT);
  try {
    await Promise.all(ABOUT.files.map((address) => keep(cache, address)));
  } catch (fault) {
    await caches.delete(KEPT);
    throw fault;
  }
}

async function keep(cache, address) {
  const response = await fetch(address, { cache: "reload", credentials: "omit" });
  if (!response.ok || response.redirected) throw new Error(`${address} could not be fetched`);
  await cache.put(address, response);
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(NAME) && name !== KEPT);
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function serve(address, request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(address)) ?? fetch(request);
}
