// html-validate's recommended and standard rules, save what is a matter of typesetting.
import { defineConfig } from "html-validate";

export default defineConfig({
  root: true,
  extends: ["html-validate:recommended", "html-validate:standard"],
  rules: {
    // Templates leave blank ends of lines, which compression takes away.
    "no-trailing-whitespace": "off",
    // At twice the letter size on a small phone a number has to be able to break.
    "tel-non-breaking": "off",
    // Several checkboxes of one name are one question with several answers.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit", "reset"] }],
  },
});
