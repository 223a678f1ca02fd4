import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStorage } from "../../../static/js/page/storage.js";

const channels = new Set();

class FakeChannel {
  constructor() { channels.add(this); }
  postMessage(data) { for (const other of channels) if (other !== this) queueMicrotask(() => other.onmessage?.({ data })); }
  close() { channels.delete(this); }
}

test("without the Web Locks API open tabs answer each other", async () => {
  for (const [name, value] of Object.entries({ sessionStorage: memoryStorage(), navigator: {}, BroadcastChannel: FakeChannel })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  globalThis.window = globalThis;
  const { openTabs } = await import("../../../static/js/drafts/tab_roll_call.js");
  const { tab, others } = await openTabs();
  assert.deepEqual([...others], []);
  const heard = [];
  const another = new FakeChannel();
  another.onmessage = ({ data }) => { heard.push(data); if (data === "?") another.postMessage("another"); };
  assert.deepEqual([...(await openTabs()).others], ["another"]);
  assert.deepEqual(heard, ["?", tab], "this tab answers, too");
  another.close();
  assert.deepEqual([...(await openTabs()).others], []);
});
