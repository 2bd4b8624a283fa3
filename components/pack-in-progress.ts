/** What to do where AWS Config is still at work on a pack that is to be put: wait for it. */
import { AsyncResource } from "node:async_hooks";
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html */
const IN_PROGRESS = /ResourceInUseException/;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** With the waits between them about ten minutes, as long as the provider itself waits for a pack. */
const ATTEMPTS = 45;

/**
 * A run that was killed leaves a pack in progress, for minutes in AWS, and puts are refused meanwhile. The provider
 * repeats only deletions, so a put is repeated here: the next run goes on as soon as AWS lets it.
 *
 * @param suffix tells the hook from those of other regions
 */
export function waitForPack(suffix = ""): pulumi.ResourceHookBinding {
    const wait = async ({ name, failedOperation, errors }: pulumi.ErrorHookArgs): Promise<boolean> => {
        const attempts = errors.length;
        if (failedOperation === "delete" || !IN_PROGRESS.test(errors[0] ?? "") || attempts >= ATTEMPTS) {
            return false;
        }
        if (attempts === 1) {
            await pulumi.log.info(`AWS Config is still at work on the pack ${name}: waiting for it`);
        }
        await delay(Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS));
        return true;
    };
    // Hooks run outside the context in which an inline program keeps its engine: bound to it, they log where the program does.
    return { onError: [new pulumi.ErrorHook(`pack-in-progress${suffix}`, AsyncResource.bind(wait))] };
}
