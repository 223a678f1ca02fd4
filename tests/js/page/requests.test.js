import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { request } from "../../../static/js/page/requests.js";
import { settle } from "../support/fake_websocket.js";

let page;
let sent;
let answers;

beforeEach(() => {
  sent = [];
  answers = [];
  page = new EventTarget();
  page.documentElement = { dataset: { user: "ada", csrfCookie: "csrf-1f3a" } };
  page.querySelector = () => null;
  page.cookie = "csrf-1f3a=first";
  globalThis.document = page;
  globalThis.fetch = async (url, options) => { sent.push({ url, ...options }); return answers.shift(); };
});
afterEach(() => { delete globalThis.document; delete globalThis.fetch; });

const answer = (status, named) => new Response("…", { status, headers: named ? { "X-Signed-In": named } : {} });

test("a request names the page's person, and a response that names them counts", async () => {
  answers = [answer(200, "ada")];
  assert.equal((await request("/a")).status, 200);
  assert.deepEqual([sent[0].headers["X-Signed-In"], sent[0].headers["X-CSRFToken"]], ["ada", "first"]);
});

const REFUSED = { "a 401": answer(401), "a sign-in page": answer(200), "an answer for another person": answer(200, "bob") };
for (const [name, refused] of Object.entries(REFUSED)) {
  test(`${name} is no answer: the request waits, and goes out again with the new token`, async () => {
    answers = [refused, answer(200, "ada")];
    let doubts = 0;
    page.addEventListener("kr:session-doubt", () => { doubts += 1; });
    const asked = request("/a", { method: "POST", body: "text" });
    await settle();
    assert.deepEqual([sent.length, doubts], [1, 1]);
    page.cookie = "csrf-1f3a=second";
    page.dispatchEvent(new Event("kr:signed-in"));
    assert.equal((await asked).status, 200);
    assert.deepEqual(sent.map(({ body, headers }) => [body, headers["X-CSRFToken"]]), [["text", "first"], ["text", "second"]]);
  });
}

test("a refusal of a proxy, which names nobody, is an answer", async () => {
  answers = [answer(413), answer(502), answer(404, "ada")];
  for (const status of [413, 502, 404]) assert.equal((await request("/a")).status, status);
});

test("who gives a request up does not wait for a sign-in", async () => {
  answers = [answer(401)];
  const asking = new AbortController();
  const asked = request("/a", { signal: asking.signal });
  await settle();
  asking.abort();
  await assert.rejects(asked, { name: "AbortError" });
});

test("a page of nobody asks for nobody", async () => {
  page.documentElement.dataset = {};
  answers = [answer(401)];
  assert.equal((await request("/a")).status, 401);
  assert.equal("X-Signed-In" in sent[0].headers, false);
});
