// CIS AWS Foundations 1.3. No configuration item shows when a credential was last used: the credential report does, for all
// users at once. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
import {
    GenerateCredentialReportCommand,
    GetCredentialReportCommand,
    IAMClient,
    paginateListUsers,
} from "@aws-sdk/client-iam";
import { setTimeout as delay } from "node:timers/promises";
import { compliant, type Context, nonCompliant, type ResourceEvaluation } from "#rule";

const DAY_MS = 86_400_000;
const POLL_MS = 2_000;
const POLLS = 60;

type Row = Readonly<Record<string, string>>;

export async function* evaluateAccount(
    { days }: { readonly days: number },
    context: Context,
): AsyncGenerator<ResourceEvaluation> {
    const iam = context.client(IAMClient);
    const rows = await credentialReport(iam);
    for await (const { Users: users = [] } of paginateListUsers({ client: iam }, {})) {
        for (const { UserId: resourceId = "", Arn: arn = "", UserName: name = "" } of users) {
            const row = rows.get(arn);
            // The report may be four hours old: a user who is not in it yet has nothing that could be unused.
            const unused = row === undefined ? [] : unusedCredentials(row, days, context.time);
            yield {
                resourceType: "AWS::IAM::User",
                resourceId,
                ...(unused.length === 0 ? compliant() : nonCompliant(`${name}: ${unused.join("; ")}`)),
            };
        }
    }
}

/** What was never used counts from the day that it was set. */
function unusedCredentials(row: Row, days: number, now: Date): string[] {
    const credentials = [
        ["password", row["password_enabled"], row["password_last_used"], row["password_last_changed"]],
        ...["1", "2"].map((key) => [
            `access key ${key}`,
            row[`access_key_${key}_active`],
            row[`access_key_${key}_last_used_date`],
            row[`access_key_${key}_last_rotated`],
        ]),
    ] as const;
    return credentials.flatMap(([what, active, used, set]) => {
        const lastUsed = Date.parse(used ?? "");
        const since = Number.isNaN(lastUsed) ? Date.parse(set ?? "") : lastUsed;
        const age = Math.floor((now.getTime() - since) / DAY_MS);
        const never = Number.isNaN(lastUsed) ? "never used, set" : "last used";
        return active === "true" && age > days ? [`${what} ${never} ${age} days ago`] : [];
    });
}

/** Rows by the user's ARN; that of the root user is left out, who is no IAM user. */
async function credentialReport(iam: IAMClient): Promise<Map<string, Row>> {
    for (let poll = 0; poll < POLLS; poll++) {
        const { State: state } = await iam.send(new GenerateCredentialReportCommand({}));
        if (state === "COMPLETE") {
            const { Content: content } = await iam.send(new GetCredentialReportCommand({}));
            const [head = "", ...lines] = Buffer.from(content ?? [])
                .toString()
                .trim()
                .split("\n");
            const columns = head.split(",");
            const rows = lines.map((line): Row => {
                const values = line.split(",");
                return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ""]));
            });
            return new Map(rows.map((row) => [row["arn"] ?? "", row]));
        }
        await delay(POLL_MS);
    }
    throw new Error("IAM made no credential report in two minutes");
}
