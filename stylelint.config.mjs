// The standard rules, save those that are against old phones or about names that are not ours.
export default {
  extends: "stylelint-config-standard",
  rules: {
    // Phones that were sold before 2023 do not know `(width >= 40rem)`.
    "media-feature-range-notation": "prefix",
    // Older iPhones know only the prefixed one.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["text-size-adjust"] }],
    // Django's admin names the elements of the desk.
    "selector-class-pattern": null,
    "selector-id-pattern": null,
    // Rules stand by topic, not by how strong they are.
    "no-descending-specificity": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "value-keyword-case": ["lower", { camelCaseSvgKeywords: true, ignoreKeywords: ["A4"] }],
  },
  overrides: [
    {
      // Colours are tokens there: dark, contrast and print change them in one place.
      files: ["sites/styles/*.css"],
      rules: { "color-no-hex": true },
    },
    { files: ["sites/styles/{tokens,print}.css"], rules: { "color-no-hex": null } },
  ],
};
