/** Uploads one file by XMLHttpRequest, because fetch reports no upload progress. */

import { RequestError } from "../live/request_error.js";
import { isOwn, ownHeaders, signedInAgain } from "../page/requests.js";

/** @typedef {import("../types").FileFacts} FileFacts */

const GATEWAYS = [502, 503, 504];
/** Times without progress, and without an answer to a file that is sent, after which the connection counts as dead. */
const STILL_MS = 30_000;
const ANSWER_MS = 60_000;

/**
 * @param {string} projectId
 * @returns {(file: File, key: string, progress: (loaded: number) => void) => import("./upload_queue").UploadRequest}
 */
export function uploader(projectId) {
  return (file, key, progress) => {
    const request = new XMLHttpRequest();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const sent = new Promise((resolve, reject) => {
      const giveUpAfter = (/** @type {number} */ milliseconds) => {
        clearTimeout(timer);
        timer = setTimeout(() => { request.abort(); reject(new RequestError({ code: "disconnected" })); }, milliseconds);
      };
      giveUpAfter(STILL_MS);
      request.upload.onprogress = ({ loaded }) => { giveUpAfter(STILL_MS); progress(loaded); };
      request.upload.onload = () => { giveUpAfter(ANSWER_MS); progress(Infinity); };
      request.onloadend = () => clearTimeout(timer);
      request.onload = () => {
        if (!isOwn(request.status, (name) => request.getResponseHeader(name))) signedInAgain().then(start);
        else if (request.status === 201 || request.status === 200) resolve(request.response);
        else reject(toRequestError(request));
      };
      request.onerror = request.ontimeout = () => reject(new RequestError({ code: "disconnected" }));
    });
    const form = new FormData();
    form.append("file", file, file.name);
    const start = () => {
      request.open("POST", `/api/v1/files?project_id=${projectId}`);
      request.responseType = "json";
      const headers = { Accept: "application/json", "Idempotency-Key": key, ...ownHeaders() };
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.send(form);
    };
    start();
    return { sent, abort: () => request.abort() };
  };
}

/** @param {XMLHttpRequest} request */
function toRequestError({ status, response }) {
  if (typeof response?.code === "string") return new RequestError(response);
  // A gateway's error page: it is unknown if the file arrived.
  return new RequestError({ code: GATEWAYS.includes(status) ? "disconnected" : "error" });
}
