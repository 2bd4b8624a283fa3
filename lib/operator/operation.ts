/** What an operator does with a stack, each with permissions of its own. */

export const OPERATIONS = ["preview", "up", "destroy", "verify", "status", "doctor"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What only reads: a role for it may be given to pull requests. */
export const READING_OPERATIONS: readonly Operation[] = ["preview", "verify", "status", "doctor"];

/** What a resource goes through in the provider. */
export const STEPS = ["create", "read", "update", "delete"] as const;
export type Step = (typeof STEPS)[number];

/**
 * The provider's steps in each operation; none where the engine does not run. A preview reads what is imported and, with
 * `--refresh`, everything; an update also deletes what a change removes.
 */
export const STEPS_OF: Readonly<Record<Operation, readonly Step[]>> = {
    preview: ["read"],
    up: ["create", "read", "update", "delete"],
    destroy: ["read", "delete"],
    verify: [],
    status: [],
    doctor: [],
};
