import { Project } from "../end-to-end/project-fixture.ts";
import type { MemberAccount } from "./member-account.ts";

/** A project whose credentials belong to a member of an organization, once there is one. */
export class MemberProject extends Project {
    member: MemberAccount | undefined;

    override get endpoint(): string {
        return this.member?.endpoint ?? super.endpoint;
    }

    /** Where the management account is reached, whoever the project itself is. */
    get managementEndpoint(): string {
        return super.endpoint;
    }
}
