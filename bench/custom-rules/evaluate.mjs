/** One process of a rule's function: loads a bundle, asks it as often as it is told, and prints the milliseconds of each. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [bundle, eventFile, count] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, "utf8"));
const context = { invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:rule" };
const write = process.stdout.write.bind(process.stdout);
// What the function logs is no part of the answer.
process.stdout.write = () => true;
const { handler } = await import(pathToFileURL(bundle).href);
const times = [];
for (let call = 0; call < Number(count); call++) {
    const begun = performance.now();
    await handler(event, context);
    times.push(performance.now() - begun);
}
write(JSON.stringify(times));
