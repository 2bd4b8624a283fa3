/** The client that reads compliance: many pages, and AWS Config throttles those who ask too often. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";

/**
 * Some minutes of patience. The adaptive mode also slows down by itself after a refusal, for all questions of the client:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const MAX_ATTEMPTS = 10;

/** Regions that are asked at a time, and packs within one. */
export const CONCURRENCY = 4;

/** @param region undefined: as the SDK finds it, in the environment or in the profile */
export function complianceClient(region: string | undefined): ConfigServiceClient {
    return new ConfigServiceClient({
        ...(region !== undefined && { region }),
        maxAttempts: MAX_ATTEMPTS,
        retryMode: "adaptive",
    });
}
