/** A failed request. `code` is the server's error code, or "disconnected" or "timeout" if the result is unknown. */

export class RequestError extends Error {
  /** @param {import("../types").ErrorBody} body */
  constructor(body) {
    super(body.detail ?? body.code);
    this.body = body;
    this.code = body.code;
  }

  get resultUnknown() {
    return this.code === "disconnected" || this.code === "timeout";
  }

  /** How long the server asks to wait. */
  get retryAfterMs() {
    return (this.body.retryAfter ?? 0) * 1000;
  }

  /** Can the same request succeed later? */
  get isTemporary() {
    return this.code === "rate_limited" || this.code === "unavailable";
  }
}
