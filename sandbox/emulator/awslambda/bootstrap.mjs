// Runs one invocation of a Node.js handler, as Lambda's own runtime does:
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// The input closes with the emulator, however that ends, and then nobody is left to answer to.
process.stdin.once("close", () => process.exit(1));
createInterface({ input: process.stdin }).once("line", (line) => void invoke(JSON.parse(line)));

async function invoke(message) {
    let answer;
    try {
        const handler = await load(message.task, message.handler);
        const payload = await call(handler, message.event, context(message.context));
        answer = { failed: false, payload: payload === undefined ? null : payload };
    } catch (error) {
        answer = { failed: true, payload: describe(error) };
        process.stderr.write(`ERROR\tInvoke Error\t${JSON.stringify(answer.payload)}\n`);
    }
    // Renamed into place, so that a half-written answer is never read.
    writeFileSync(`${message.result}.draft`, JSON.stringify(answer));
    renameSync(`${message.result}.draft`, message.result);
    process.exit(0);
}

async function load(task, name) {
    const dot = name.lastIndexOf(".");
    const [module, exported] = [name.slice(0, dot), name.slice(dot + 1)];
    const file = [".mjs", ".js", ".cjs"].map((ending) => join(task, module + ending)).find((path) => existsSync(path));
    if (file === undefined) {
        throw fault("Runtime.ImportModuleError", `Error: Cannot find module '${module}'`);
    }
    const loaded = await import(pathToFileURL(file).href);
    const handler = loaded[exported] ?? loaded.default?.[exported];
    if (typeof handler !== "function") {
        throw fault("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
    }
    return handler;
}

async function call(handler, event, context) {
    return new Promise((resolve, reject) => {
        const callback = (error, value) => (error ? reject(error) : resolve(value));
        Object.assign(context, { succeed: resolve, fail: reject, done: callback });
        const returned = handler(event, context, callback);
        const isPromise = typeof returned?.then === "function";
        if (isPromise) {
            returned.then(resolve, reject);
        } else if (handler.length < 3 && returned !== undefined) {
            resolve(returned);
        }
        // What neither returns nor calls back ends when there is nothing left to do.
        process.once("beforeExit", () => resolve(undefined));
    });
}

function context({ deadline, ...given }) {
    return { ...given, getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline * 1000 - Date.now())) };
}

function describe(error) {
    if (error instanceof Error) {
        return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function fault(name, message) {
    const error = new Error(message);
    error.name = name;
    return error;
}
