import { isGrpcError } from "@pulumi/pulumi/errors.js";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";

/**
 * A program that fails where it loses its engine. Pulumi takes an error of gRPC that ends an inline program for one that
 * the engine tells of, and the run for one that went well: the engine then deletes all that was not registered any more.
 * See `run` in @pulumi/pulumi/automation/server.js.
 */
export function failingWhereLost(program: PulumiFn): PulumiFn {
    return async () => {
        try {
            return await program();
        } catch (failure) {
            const isLost = failure instanceof Error && isGrpcError(failure);
            throw isLost ? new Error(failure.message, { cause: failure }) : failure;
        }
    };
}
