/** The same shape as the project's own entry: JavaScript first, TypeScript behind it. */
export default () => import("./index.ts");
