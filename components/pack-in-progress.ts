/** What to do where AWS Config is still at work on a pack that is to be put: wait for it. */
import { AsyncResource } from "node:async_hooks";
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { ConformancePackPlan } from "../lib/plan/plan.ts";
import { toMilliseconds } from "../lib/settings/duration.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html */
const IN_PROGRESS = /ResourceInUseException/;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** As long as the provider itself waits for a pack that has no timeouts. */
const TIMEOUT = "10m";

/**
 * The engine ends an operation at its hundredth failure, and with words of its own instead of the provider's:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/retries.go
 */
const LAST_ATTEMPT = 99;

/** Of a long timeout the waits are longer: with the short ones at the beginning they stay below the last attempt. */
const WAITS_IN_TIMEOUT = 75;

/**
 * How long to wait after a number of failures, so that all waits together are as long as the timeout.
 *
 * @returns milliseconds; undefined where the timeout is over
 */
export function nextWait(failures: number, timeoutMs: number): number | undefined {
    const longest = Math.max(LONGEST_WAIT_MS, timeoutMs / WAITS_IN_TIMEOUT);
    let waited = 0;
    for (let failure = 1; failure < failures; failure++) {
        waited += Math.min(FIRST_WAIT_MS * 2 ** (failure - 1), longest);
    }
    return waited >= timeoutMs || failures >= LAST_ATTEMPT
        ? undefined
        : Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), longest, timeoutMs - waited);
}

/**
 * A run that was killed leaves a pack in progress, for minutes in AWS, and puts are refused meanwhile. The provider
 * repeats only deletions, so a put is repeated here, for as long as the pack's own timeouts: the next run goes on as soon
 * as AWS lets it.
 *
 * @param timeouts by the name of the pack's resource
 * @param suffix tells the hook from those of other regions
 */
export function waitForPack(
    timeouts: ReadonlyMap<string, ConformancePackPlan["timeouts"]>,
    suffix = "",
): pulumi.ResourceHookBinding {
    const wait = async ({ name, failedOperation, errors }: pulumi.ErrorHookArgs): Promise<boolean> => {
        if (failedOperation === "delete" || !IN_PROGRESS.test(errors[0] ?? "")) {
            return false;
        }
        const { create, update } = timeouts.get(name) ?? {};
        const timeout = (failedOperation === "create" ? create : update) ?? TIMEOUT;
        const pause = nextWait(errors.length, toMilliseconds(timeout));
        if (pause === undefined) {
            return false;
        }
        if (errors.length === 1) {
            await pulumi.log.info(`AWS Config is still at work on the pack ${name}: waiting for it`);
        }
        await delay(pause);
        return true;
    };
    // Hooks run outside the context in which an inline program keeps its engine: bound to it, they log where the program does.
    return { onError: [new pulumi.ErrorHook(`pack-in-progress${suffix}`, AsyncResource.bind(wait))] };
}
