/** A queue of uploads with a server that the test plays. */

import { RequestError } from "../../../static/js/live/request_error.js";
import { UploadQueue } from "../../../static/js/files/upload_queue.js";

/** A server that the test answers for. */
function fakeServer() {
  const server = { sent: [], aborted: [], under: 0, most: 0 };
  server.post = (file, key, progress) => {
    const entry = { file, key, progress };
    server.under += 1;
    server.most = Math.max(server.most, server.under);
    const sent = new Promise((resolve, reject) => {
      const end = (how) => (value) => { server.under -= 1; how(value); };
      entry.takes = () =>
        end(resolve)({ id: `id of ${file.name}`, name: file.name, size: file.size, contentType: file.type, width: null, height: null });
      entry.refuses = (body) => end(reject)(new RequestError(body));
    });
    server.sent.push(entry);
    return { sent, abort: () => { server.under -= 1; server.aborted.push(file.name); } };
  };
  return server;
}

export function open(more = {}) {
  const server = fakeServer();
  const done = [];
  const queue = new UploadQueue({ post: server.post, changed: () => undefined, done: ({ name }) => done.push(name), ...more });
  return { server, queue, done, states: () => queue.uploads.map(({ name, state }) => `${name} ${state}`) };
}

export const file = (name, size = 100, type = "text/plain") => ({ name, size, type });
export const files = (...names) => names.map((name) => file(name));
