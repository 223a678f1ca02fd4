/** Opens a WebSocket for notifications on pages without a project's socket. */

import "../page/first_load.js";
import { Socket, socketUrl } from "../live/socket.js";
import { watchNetwork } from "../live/watch_network.js";

export function openSocket() {
  const quiet = () => undefined;
  const socket = new Socket({ url: socketUrl(), onOpen: quiet, onFrame: quiet, onState: quiet, onEnd: quiet });
  watchNetwork(socket);
  socket.connect();
}
