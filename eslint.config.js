import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Pure logic must stay runnable without an engine, a network or a clock: see docs/decisions.md. */
const pureLogic = {
    files: ["lib/**/*.ts"],
    rules: {
        "no-restricted-imports": [
            "error",
            {
                patterns: [
                    { group: ["@pulumi/*"], message: "lib/ is pure logic: resources belong in components/." },
                    {
                        group: ["@aws-sdk/*"],
                        message: "lib/ is pure logic: calls to AWS belong in compliance/, cli/ or sandbox/.",
                    },
                    {
                        group: ["**/components/**", "**/cli/**", "**/sandbox/**"],
                        message: "Data flows one way: lib/ is imported by the other rooms, never the reverse.",
                    },
                ],
            },
        ],
    },
};

export default tseslint.config(
    { ignores: ["node_modules/", "coverage/", ".sandbox/"] },
    js.configs.recommended,
    ...tseslint.configs.strict,
    {
        rules: {
            "no-console": "error",
            "prefer-const": "error",
            eqeqeq: ["error", "always"],
            "@typescript-eslint/no-explicit-any": "error",
            "@typescript-eslint/ban-ts-comment": "error",
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "@typescript-eslint/no-extraneous-class": "off",
        },
    },
    {
        files: ["**/*.ts"],
        ignores: ["**/*.d.ts"],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-misused-promises": "error",
            "@typescript-eslint/await-thenable": "error",
        },
    },
    // In AWS Lambda the console is the way into the log.
    { files: ["functions/runtime/log.ts"], rules: { "no-console": "off" } },
    { files: ["**/*.mjs", "**/*.js"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
    pureLogic,
);
