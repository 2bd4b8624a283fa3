/** What Lambda loads: the handler, with what stands beside the code. */
import { readFileSync } from "node:fs";
import { type AlertConfiguration, CONFIGURATION_FILE, STATE_BUCKET_VARIABLE } from "../../lib/alerts/configuration.ts";
import { delivering } from "./deliver.ts";
import { createAlertHandler } from "./handler.ts";
import { stateStore } from "./state-store.ts";

export const handler = createAlertHandler({
    configuration: JSON.parse(readFileSync(new URL(CONFIGURATION_FILE, import.meta.url), "utf8")) as AlertConfiguration,
    store: stateStore(process.env[STATE_BUCKET_VARIABLE] ?? ""),
    deliver: delivering(),
});
