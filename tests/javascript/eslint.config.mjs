// How static/js is read again: names that are nowhere, what nothing uses, what another module does not give.
// Run from the root of the repository, by tests/javascript/__main__.py.

import { readFileSync } from "node:fs";
import js from "@eslint/js";
import imports from "eslint-plugin-import-x";
import globals from "globals";

const PAGE = readFileSync("static/index.html", "utf8");
/** What the browser finds by the import map: brought by npm, and not ours. */
const BROUGHT = Object.keys(JSON.parse(PAGE.match(/<script type="importmap">(.*?)<\/script>/s)[1]).imports);

const rules = {
  "no-unused-vars": ["error", { args: "after-used", ignoreRestSiblings: true }],
  "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
  eqeqeq: ["error", "always"],
  "prefer-const": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-object-has-own": "error",
  "prefer-rest-params": "error",
  "prefer-spread": "error",
  radix: "error",
  yoda: "error",
  "array-callback-return": "error",
  "no-constructor-return": "error",
  "no-implicit-globals": "error",
  "no-lonely-if": "error",
  "no-loop-func": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-unneeded-ternary": "error",
  "no-unreachable-loop": "error",
  "no-useless-computed-key": "error",
  "no-useless-concat": "error",
  "no-useless-rename": "error",
  "no-useless-return": "error",
  // What the policy of the pages forbids, and what a page never does.
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-script-url": "error",
  "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }, { property: "insertAdjacentHTML" }],
  "no-alert": "error",
  "no-console": "error",
  "import-x/no-unresolved": ["error", { ignore: BROUGHT.map((name) => `^${name}$`) }],
  "import-x/named": "error",
  "import-x/default": "error",
  "import-x/namespace": "error",
  "import-x/export": "error",
  "import-x/extensions": ["error", "ignorePackages"],
  "import-x/first": "error",
  "import-x/no-cycle": ["error", { allowUnsafeDynamicCyclicDependency: true }],
  "import-x/no-duplicates": "error",
  "import-x/no-self-import": "error",
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["static/js/**/*.{js,mjs}"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    plugins: { "import-x": imports },
    settings: { "import-x/resolver-next": [imports.createNodeResolver({ extensions: [".js", ".mjs"] })] },
    rules,
  },
];
