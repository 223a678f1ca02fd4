/** Creates UUIDv7 ids, which sort by creation time. */

let lastMs = 0;
let counter = 0;

/** Ids of a page always increase, even within one millisecond. Unlike `crypto.randomUUID` it works without https. */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  counter = now > lastMs ? bytes[6] & 7 : counter + 1;
  lastMs = Math.max(now, lastMs);
  if (counter > 0xfff) { lastMs += 1; counter = 0; }
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(lastMs / 2 ** 32));
  view.setUint32(2, lastMs % 2 ** 32);
  view.setUint16(6, 0x7000 | counter);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
