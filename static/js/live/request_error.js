/** An answer that is not the one hoped for; `code` is the contract's, or "disconnected" and "timeout", where nothing is known. */

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

  /** How long the server wants us to wait. */
  get retryAfterMs() {
    return (this.body.retryAfter ?? 0) * 1000;
  }

  /** To be sent again as it is, after a while. */
  get isTemporary() {
    return this.code === "rate_limited" || this.code === "unavailable";
  }
}
