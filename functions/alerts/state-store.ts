/** Where the state is kept: one object in S3, which is replaced only as long as nobody else has replaced it. */
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { STATE_KEY } from "../../lib/alerts/configuration.ts";
import { log } from "../runtime/log.ts";
import { type AlertState, newState, readState } from "./state.ts";

export interface StateStore {
    /**
     * Replaces the state. Where somebody else was faster, it is read and changed once more.
     *
     * @param change is asked as often as it takes; nothing is written where it returns the state that it was given
     * @returns what the last call returned
     */
    update<Result extends { readonly state: AlertState }>(change: (state: AlertState) => Result): Promise<Result>;
}

/** Two invocations are under way at a time, and one of them gets on. */
const ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 200;

/** Whoever writes has seen what is there: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function stateStore(bucket: string, s3: S3Client = new S3Client({})): StateStore {
    return {
        async update(change) {
            for (let attempt = 1; ; attempt++) {
                const { state, tag } = await load(s3, bucket);
                const result = change(state);
                if (result.state === state || (await save(s3, bucket, result.state, tag))) {
                    return result;
                }
                if (attempt === ATTEMPTS) {
                    throw new Error(`the state in ${bucket} was replaced ${ATTEMPTS} times meanwhile`);
                }
                await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
            }
        },
    };
}

async function load(s3: S3Client, bucket: string): Promise<{ readonly state: AlertState; readonly tag?: string }> {
    try {
        const { Body: body, ETag: tag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: STATE_KEY }));
        const state = readState((await body?.transformToString()) ?? "");
        if (state === undefined) {
            // Alerts must not end for ever with a state that nobody can read.
            log("WARN", { message: "the state is unreadable, and begins anew", bucket });
        }
        return { state: state ?? newState(Date.now()), ...(tag !== undefined && { tag }) };
    } catch (failure) {
        if (failure instanceof Error && failure.name === "NoSuchKey") {
            return { state: newState(Date.now()) };
        }
        throw failure;
    }
}

/** @returns whether it was written */
async function save(s3: S3Client, bucket: string, state: AlertState, tag: string | undefined): Promise<boolean> {
    try {
        await s3.send(
            new PutObjectCommand({
                Bucket: bucket,
                Key: STATE_KEY,
                Body: JSON.stringify(state),
                ContentType: "application/json",
                ...(tag === undefined ? { IfNoneMatch: "*" } : { IfMatch: tag }),
            }),
        );
        return true;
    } catch (failure) {
        if (failure instanceof Error && LOST.includes(failure.name)) {
            return false;
        }
        throw failure;
    }
}

const LOST = ["PreconditionFailed", "ConditionalRequestConflict"];
