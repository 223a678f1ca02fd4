/** Swagger UI for this API's schema. Its requests use the page's session and CSRF token. */
import { csrfToken } from "./page/csrf.js";

const place = document.getElementById("swagger-ui");
const dark = matchMedia("(prefers-color-scheme: dark)");

function applyTheme() {
  const theme = document.documentElement.dataset.theme;
  document.documentElement.classList.toggle("dark-mode", theme ? theme === "dark" : dark.matches);
}

/** @param {{ method?: string, url: string, headers: Record<string, string> }} request */
function withToken(request) {
  const writes = !["GET", "HEAD", undefined].includes(request.method?.toUpperCase());
  if (writes && new URL(request.url, location.href).origin === location.origin) {
    request.headers["X-CSRFToken"] = csrfToken();
  }
  return request;
}

applyTheme();
dark.addEventListener("change", applyTheme);

// The library is a classic script, loaded before this module.
const { SwaggerUIBundle } = /** @type {any} */ (window);
SwaggerUIBundle({
  domNode: place,
  url: place?.dataset.schema,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  validatorUrl: null,
  requestInterceptor: withToken,
});
