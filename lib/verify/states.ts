/** AWS Config's words for the state of a pack, in an account and in an organization. */

/** `CREATE_IN_PROGRESS`, `UPDATE_IN_PROGRESS`, `DELETE_IN_PROGRESS`. */
export function isInProgress(state: string): boolean {
    return state.endsWith("_IN_PROGRESS");
}

/** Packs end in `_COMPLETE`, organization packs in `_SUCCESSFUL`; a state that is neither is nothing to rely on. */
export function isFailed(state: string): boolean {
    return !isInProgress(state) && !state.endsWith("_COMPLETE") && !state.endsWith("_SUCCESSFUL");
}
