import { Project } from "../end-to-end/project-fixture.ts";
import { actInMember, type MemberAccount } from "../organization/member-account.ts";

/** The account that keeps logs: another one than the one that delivers. */
export const ARCHIVE_ACCOUNT = "444455556666";

/** A project of the log-archive account, in the emulator of another project. */
export class ArchiveProject extends Project {
    #account: MemberAccount | undefined;

    override get endpoint(): string {
        return this.#account?.endpoint ?? super.endpoint;
    }

    async moveInto(emulator: string): Promise<void> {
        this.#account = await actInMember(emulator, ARCHIVE_ACCOUNT);
    }

    override async close(): Promise<void> {
        this.#account?.close();
        await super.close();
    }
}

/** What an account has that only keeps history: its recorder, if there is one, is somebody else's. */
export const KEEPS_ONLY = [
    "role: { mode: use }",
    "recorder: { mode: use }",
    "deliveryChannel: { mode: use }",
    "retention: { mode: use }",
    "deliveryTopic: { enabled: false }",
].join("\n");
