/** Codes with which a line closes, beside those of the WebSocket protocol. */

/** The page's person is not signed in. */
export const SIGN_IN_AGAIN = 4401;
/** They have no access to the project. */
export const NO_ACCESS = 4403;
/** A PollingLine gives way: a WebSocket gets through. */
export const SOCKET_WORKS = 4900;
/** The line is lost, without a word of the other end. */
export const LOST = 1006;
