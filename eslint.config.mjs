// ESLint's recommended rules for the pages' scripts and for the programs that check them.
import js from "@eslint/js";

const markup = (selector) => ({
  selector,
  message: "Text goes on the page as text (textContent, append): nothing builds markup from data.",
});

export default [
  { ignores: [".venv/", "var/"] },
  { ...js.configs.recommended, linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    rules: {
      // tsc knows every name, those of browsers and of other scripts too.
      "no-undef": "off",
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-restricted-syntax": [
        "error",
        markup("AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]"),
        markup("CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln)$/]"),
      ],
    },
  },
  { files: ["sites/static/**/*.js"], languageOptions: { sourceType: "script" }, rules: { strict: ["error", "global"] } },
];
