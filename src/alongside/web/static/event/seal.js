// Sealing: only the site's private key opens what is sealed here. The page itself cannot: it
// forgets its half of the secret with the parcel. The form is described in web/event/sealing.py.

const PURPOSE = "alongside event parcel 1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const ROOM = 1024; // bytes; parcels are filled up to a multiple of it, so that length tells little

/** Return whether this browser can seal; it can only where the address begins with https. */
export function canSeal() {
  return Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);
}

/**
 * Seal a finished response.
 *
 * @param {object} response what was answered, as values for JSON
 * @param {string} study the study's name in addresses
 * @param {{name: string, point: string}} key the site's public key, its point in base 64
 * @returns {Promise<{id: string, sealed: string}>} a parcel under a random name
 */
export async function sealResponse(response, study, key) {
  const { subtle } = crypto;
  const id = hex(crypto.getRandomValues(new Uint8Array(16)));
  const theirs = await subtle.importKey("raw", bytesOf(key.point), CURVE, false, []);
  const pair = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  const agreed = await subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const source = await subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
  const secret = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: point, info: encode(PURPOSE) },
    source,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const bound = encode(`${study}\n${id}`);
  const way = { name: "AES-GCM", iv: nonce, additionalData: bound };
  const body = new Uint8Array(await subtle.encrypt(way, secret, padded(JSON.stringify(response))));
  const parts = { key: key.name, point: base64(point), nonce: base64(nonce), body: base64(body) };
  return { id, sealed: JSON.stringify(parts) };
}

/** Return the words as bytes with spaces after them up to the next full size; JSON allows them. */
function padded(words) {
  const bytes = encode(words);
  const full = new Uint8Array(Math.ceil((bytes.length + 1) / ROOM) * ROOM).fill(32);
  full.set(bytes);
  return full;
}

function encode(words) {
  return new TextEncoder().encode(words);
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function bytesOf(words) {
  return Uint8Array.from(atob(words), (sign) => sign.charCodeAt(0));
}
