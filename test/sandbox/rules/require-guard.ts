import type { GuardCommand } from "../../../sandbox/rules/guard-command.ts";
import { findGuard, getGuard } from "../../../sandbox/rules/guard-command.ts";
import { hasCargo } from "../../../sandbox/rules/guard-build.ts";
import { skipWithout } from "../../requirements.ts";

/** Longer than a cold build of cfn-guard takes on two cores. */
export const GUARD_TIMEOUT_MS = 30 * 60_000;

/** @returns cfn-guard; skips the test where there is none and nothing to build it with */
export async function requireGuard(context: Mocha.Context): Promise<GuardCommand> {
    const installed = findGuard();
    skipWithout(context, {
        name: "cfn-guard 2, or Rust's cargo to build it",
        found: installed !== undefined || hasCargo(),
        install: "https://doc.rust-lang.org/cargo/getting-started/installation.html",
    });
    return installed ?? getGuard();
}
