import js from "@eslint/js";
import stylistic from "@stylistic/eslint-plugin";
import globals from "globals";

const sinks = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc"];
const catalogue = ["gettext", "ngettext", "pgettext", "npgettext", "interpolate", "get_format"];

export default [
  { ignores: ["static/vendor/", "static/dist/", "var/", ".venv/"] },
  js.configs.recommended,
  {
    plugins: { "@stylistic": stylistic },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@stylistic/max-len": ["error", { code: 140 }],
      "consistent-return": "error",
      curly: ["error", "multi-line"],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-unused-vars": [
        "error",
        {
          argsIgnorePattern: "^_",
          destructuredArrayIgnorePattern: "^_",
          varsIgnorePattern: "^_",
          caughtErrors: "none",
        },
      ],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "max-lines": ["error", 300],
      complexity: ["error", 12],
    },
  },
  {
    files: ["static/js/**/*.js"],
    languageOptions: {
      globals: { ...globals.browser, ...Object.fromEntries(catalogue.map((name) => [name, "readonly"])) },
    },
    rules: {
      // The browser resolves no bare names. Which folder may import which: tests/js/floors.test.js.
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^[^.]", message: "Import relative files only." }] },
      ],
      "no-restricted-globals": ["error", { name: "fetch", message: "Use request() of page/requests.js: it notices a lost session." }],
      "no-restricted-properties": [
        "error",
        ...sinks.map((property) => ({ property, message: "User HTML goes through DOMPurify, server HTML through the one policy." })),
      ],
    },
  },
  {
    files: ["static/js/page/requests.js", "static/js/session/signed_out*.js", "static/js/api.js"],
    rules: { "no-restricted-globals": "off" },
  },
  { files: ["eslint.config.js"], languageOptions: { globals: globals.node } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
