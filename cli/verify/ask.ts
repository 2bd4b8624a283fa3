/** Asks AWS Config what became of the packs of a plan. Only reads. */
import {
    ConfigServiceClient,
    paginateDescribeConformancePackCompliance,
    paginateDescribeConformancePacks,
    paginateDescribeConformancePackStatus,
    paginateDescribeOrganizationConformancePackStatuses,
    paginateGetOrganizationConformancePackDetailedStatus,
} from "@aws-sdk/client-config-service";
import type { ConformancePackStatusDetail, OrganizationConformancePackStatus } from "@aws-sdk/client-config-service";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Answer } from "../../lib/doctor/inventory.ts";
import type { RegionPlan } from "../../lib/plan/plan.ts";
import type {
    AccountPackAnswer,
    MemberAnswer,
    OrganizationPackAnswer,
    PackAnswers,
    RulesAnswer,
} from "../../lib/verify/answers.ts";
import type { FoundPack } from "../../lib/verify/leftover-packs.ts";
import { isInProgress } from "../../lib/verify/states.ts";
import { ask } from "../doctor/answers.ts";
import { describeRules } from "./describe-rules.ts";

type Statuses = ReadonlyMap<string, ConformancePackStatusDetail>;

/** A region with the packs that it is to have. */
export type AskedRegion = Pick<RegionPlan, "region" | "packs">;

/** Asks in one region, with the credentials at hand. */
export class PackInquiry {
    readonly #plan: AskedRegion;
    readonly #config: ConfigServiceClient;

    constructor(plan: AskedRegion) {
        this.#plan = plan;
        this.#config = new ConfigServiceClient({ region: plan.region, maxAttempts: 3 });
    }

    /**
     * @returns the account of the credentials
     * @throws the SDK's error where nobody can be asked at all: no credentials, no network
     */
    async account(): Promise<string> {
        const client = new STSClient({ region: this.#plan.region, maxAttempts: 3 });
        return (await client.send(new GetCallerIdentityCommand({}))).Account ?? "";
    }

    /** What may not be asked is an answer too: it says why. */
    async packs(): Promise<PackAnswers> {
        // All of them, since AWS refuses the whole question where one name is unknown.
        const statuses = required(await ask(() => this.#statuses()));
        const named = (target: "account" | "organization"): Set<string> =>
            new Set(this.#plan.packs.filter((pack) => pack.target === target).map(({ name }) => name));
        const organization = named("organization");
        return {
            account: statuses.known
                ? { known: true, value: await this.#accountPacks(named("account"), statuses.value) }
                : statuses,
            organization:
                organization.size === 0
                    ? { known: true, value: {} }
                    : required(
                          await ask(() =>
                              this.#organizationPacks(organization, statuses.known ? statuses.value : new Map()),
                          ),
                      ),
        };
    }

    /**
     * Every pack that the account has, planned or not.
     *
     * @param organization the packs of the organization too, which not every account may ask for
     */
    async everyPack(organization: boolean): Promise<Answer<FoundPack[]>> {
        return required(
            await ask(async () => {
                const statuses = await this.#statuses();
                const found: FoundPack[] = [];
                for await (const page of paginateDescribeConformancePacks({ client: this.#config }, {})) {
                    for (const {
                        ConformancePackName: name = "",
                        CreatedBy: createdBy,
                    } of page.ConformancePackDetails ?? []) {
                        const state = statuses.get(name)?.ConformancePackState;
                        found.push({
                            name,
                            target: "account",
                            ...(state !== undefined && { state }),
                            ...(createdBy !== undefined && { createdBy }),
                        });
                    }
                }
                for (const { OrganizationConformancePackName: name = "", Status: state = "" } of organization
                    ? await this.#organizationStatuses()
                    : []) {
                    found.push({ name, target: "organization", state });
                }
                return found;
            }),
        );
    }

    async #statuses(): Promise<Statuses> {
        const found = new Map<string, ConformancePackStatusDetail>();
        for await (const page of paginateDescribeConformancePackStatus({ client: this.#config }, {})) {
            (page.ConformancePackStatusDetails ?? []).forEach((one) => found.set(one.ConformancePackName ?? "", one));
        }
        return found;
    }

    async #accountPacks(names: Set<string>, statuses: Statuses): Promise<Record<string, AccountPackAnswer>> {
        const found: Record<string, AccountPackAnswer> = {};
        for (const [name, status] of statuses) {
            if (names.has(name)) {
                const { ConformancePackState: state = "", ConformancePackStatusReason: reason } = status;
                found[name] = { state, ...(reason !== undefined && { reason }), ...(await this.#rules(status)) };
            }
        }
        return found;
    }

    async #organizationStatuses(): Promise<OrganizationConformancePackStatus[]> {
        const statuses: OrganizationConformancePackStatus[] = [];
        for await (const page of paginateDescribeOrganizationConformancePackStatuses({ client: this.#config }, {})) {
            statuses.push(...(page.OrganizationConformancePackStatuses ?? []));
        }
        return statuses;
    }

    async #organizationPacks(names: Set<string>, own: Statuses): Promise<Record<string, OrganizationPackAnswer>> {
        const found: Record<string, OrganizationPackAnswer> = {};
        for (const one of await this.#organizationStatuses()) {
            const { OrganizationConformancePackName: name = "", Status: state = "", ...error } = one;
            if (names.has(name)) {
                const details = required(await ask(() => this.#members(name)));
                const members: Answer<MemberAnswer[]> = details.known
                    ? { known: true, value: details.value.members }
                    : details;
                // In every member the pack has one and the same name, OrgConformsPack-<name>-<unique>, and its rules have
                // that pack's own ending; this account is one of them, unless excluded.
                const here = details.known ? details.value.packNames.map((pack) => own.get(pack)) : [];
                found[name] = {
                    state,
                    ...failure(error),
                    members,
                    ...(!isInProgress(state) && (await this.#rules(here.find((status) => status !== undefined)))),
                };
            }
        }
        return found;
    }

    async #members(name: string): Promise<{ members: MemberAnswer[]; packNames: string[] }> {
        const members: MemberAnswer[] = [];
        const packNames = new Set<string>();
        const pages = paginateGetOrganizationConformancePackDetailedStatus(
            { client: this.#config },
            { OrganizationConformancePackName: name },
        );
        for await (const page of pages) {
            for (const one of page.OrganizationConformancePackDetailedStatuses ?? []) {
                members.push({ account: one.AccountId ?? "", state: one.Status ?? "", ...failure(one) });
                packNames.add(one.ConformancePackName ?? "");
            }
        }
        return { members, packNames: [...packNames] };
    }

    /** Of a pack that is at rest; nothing of any other. */
    async #rules(status: ConformancePackStatusDetail | undefined): Promise<RulesAnswer> {
        const { ConformancePackName: name, ConformancePackState: state = "" } = status ?? {};
        if (name === undefined || isInProgress(state)) {
            return {};
        }
        const answer = await ask(async () => {
            const names: string[] = [];
            const pages = paginateDescribeConformancePackCompliance(
                { client: this.#config },
                { ConformancePackName: name },
            );
            for await (const { ConformancePackRuleComplianceList: list = [] } of pages) {
                names.push(...list.flatMap(({ ConfigRuleName: rule }) => rule ?? []));
            }
            return names;
        });
        const rules = required(answer);
        return rules.known
            ? { rules, definitions: required(await ask(() => describeRules(this.#config, rules.value))) }
            : { rules };
    }
}

function failure(error: { ErrorCode?: string | undefined; ErrorMessage?: string | undefined }): {
    errorCode?: string;
    errorMessage?: string;
} {
    const { ErrorCode: errorCode, ErrorMessage: errorMessage } = error;
    return { ...(errorCode !== undefined && { errorCode }), ...(errorMessage !== undefined && { errorMessage }) };
}

/** Of a question to which there is always an answer. */
function required<Value>(answer: Answer<Value | undefined>): Answer<Value> {
    if (!answer.known) {
        return answer;
    }
    return answer.value === undefined
        ? { known: false, reason: "AWS answered nothing" }
        : { known: true, value: answer.value };
}
