/** A fake WebSocket: the test plays the server. */

export class FakeWebSocket {
  sent = [];
  closed = false;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  opens() {
    this.onopen?.();
  }

  says(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drops(code = 1006) {
    this.onclose?.({ code });
  }

  /** Acknowledges the last frame of a type. */
  acks(type, payload = {}, more = {}) {
    const { ref, eventId } = this.sent.findLast((frame) => frame.type === type);
    this.says({ type: "ack", ref, eventId, payload, ...more });
  }

  refuses(type, error) {
    const { ref, eventId } = this.sent.findLast((frame) => frame.type === type);
    this.says({ type: "error", ref, eventId, error });
  }

  last(type) {
    return this.sent.findLast((frame) => frame.type === type);
  }
}

/** Lets pending promises run. */
export async function settle(turns = 5) {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => { setImmediate(resolve); });
}
