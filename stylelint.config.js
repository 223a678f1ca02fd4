/** @type {import("stylelint").Config} */
export default {
  extends: ["stylelint-config-recommended"],
  ignoreFiles: ["static/vendor/**", "static/dist/**"],
  reportNeedlessDisables: true,
  rules: {
    // The layers and the order of the imports decide, not the order within a file.
    "no-descending-specificity": null,
  },
};
