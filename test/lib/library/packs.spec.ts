import assert from "node:assert/strict";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { checkPack } from "../../../lib/check/check.ts";
import { libraryPacks } from "../../../lib/library/library.ts";
import { INLINE_TEMPLATE_BYTES, RESOURCES_PER_PACK, RULE_DESCRIPTION_LENGTH } from "../../../lib/pack/limits.ts";
import { parsePack } from "../../../lib/pack/parse.ts";
import type { ControlPlan } from "../../../lib/plan/plan.ts";
import { ruleIdentities } from "./identities.ts";
import { FILES, planOfLibrary } from "./library-plans.ts";

/** How each framework writes its controls. */
const FORMS: Readonly<Record<string, RegExp>> = {
    "AWS-FSBP": /^[A-Z][A-Za-z0-9]+\.[1-9]\d*$/,
    "AWS-Well-Architected": /^(SEC|REL|COST|PERF|OPS)\d{2}-BP\d{2}$/,
    "CIS-AWS-1.4": /^[1-5](\.[1-9]\d?){1,2}$/,
    "CIS-AWS-3.0": /^[1-5](\.[1-9]\d?){1,2}$/,
    "CIS-AWS-5.0": /^[1-5](\.[1-9]\d?){1,2}$/,
    "CIS-AWS-7.0": /^[2-6](\.[1-9]\d?){1,2}$/,
    "FedRAMP-Moderate": /^[A-Z]{2}-[1-9]\d?(\([1-9]\d?\))?$/,
    HIPAA: /^164\.3(08|10|12|14|16)(\(([a-e]|[1-8]|i{1,3}|iv|[A-E])\)){1,4}$/,
    "NIST-800-53-r5": /^[A-Z]{2}-[1-9]\d?(\([1-9]\d?\))?$/,
    "NIST-CSF-2.0": /^(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}-\d{2}$/,
    "PCI-DSS-4.0": /^(1[0-2]|[1-9]|A[1-3])(\.[1-9]\d?){1,3}$/,
    "SOC-2": /^(CC[1-9]|A1|C1|PI1|P[1-8])\.[1-9]$/,
};

/** One sentence, of our own: it begins like one, ends like one, and has no other end inside. */
const SENTENCE = /^[A-Z][^.!?]*(?:[a-z]\.[a-z][^.!?]*)*\.$/;

/**
 * Input parameters that the catalogue does not know to be optional, and that their rule's page calls so.
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
const OPTIONAL = new Set([
    "APIGATEWAY_DOMAIN_NAME_TLS_CHECK allowedSecurityPolicies",
    "DATASYNC_TASK_LOGGING_ENABLED logLevel",
    "DOCDB_CLUSTER_BACKUP_RETENTION_CHECK minimumBackupRetentionPeriod",
    "DOCDB_CLUSTER_ENCRYPTED_IN_TRANSIT excludeTlsParameters",
    "ELASTICACHE_AUTOMATIC_BACKUP_CHECK_ENABLED snapshotRetentionPeriod",
    "EVENT_DATA_STORE_CMK_ENCRYPTION_ENABLED kmsKeyArns",
    "KINESIS_FIREHOSE_DELIVERY_STREAM_ENCRYPTED kmsKeyArns",
    "KINESIS_STREAM_BACKUP_RETENTION_CHECK minimumBackupRetentionPeriod",
    "MARIADB_PUBLISH_LOGS_TO_CLOUDWATCH_LOGS logTypes",
    "RDS_CLUSTER_BACKUP_RETENTION_CHECK minimumBackupRetentionPeriod",
    "RDS_POSTGRESQL_LOGS_TO_CLOUDWATCH logTypes",
    "RDS_SQL_SERVER_LOGS_TO_CLOUDWATCH logTypes",
    "REDSHIFT_SERVERLESS_PUBLISH_LOGS_TO_CLOUDWATCH logType",
    "VPC_SG_PORT_RESTRICTION_CHECK excludeExternalSecurityGroups",
    "VPC_SG_PORT_RESTRICTION_CHECK ipType",
    "VPC_SG_PORT_RESTRICTION_CHECK protocolType",
    "VPC_SG_PORT_RESTRICTION_CHECK restrictPorts",
]);

const PARTS = /-(foundation|workloads|databases)$/;

const packs = libraryPacks(FILES);

function text({ framework, id }: ControlPlan): string {
    return `${framework} ${id}`;
}

function hasKey(value: unknown, key: string): boolean {
    return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

describe("the pack library", () => {
    it("has what people come for", () => {
        const frameworks = new Set(packs.map(({ name }) => name.replace(PARTS, "")));
        assert.deepEqual([...frameworks].sort(), [
            "aws-foundational-security",
            "backup-best-practices",
            "cis-aws-1-4",
            "cis-aws-3-0",
            "cis-aws-5-0",
            "cis-aws-7-0",
            "cost-optimization",
            "ec2-best-practices",
            "eks-best-practices",
            "encryption-best-practices",
            "fedramp-moderate",
            "hipaa-security",
            "iam-best-practices",
            "inbound-best-practices",
            "kms-best-practices",
            "lambda-best-practices",
            "logging-best-practices",
            "networking-best-practices",
            "nist-800-53-r5",
            "nist-csf-2-0",
            "pci-dss-4-0",
            "rds-best-practices",
            "s3-best-practices",
            "soc-2",
            "starter",
            "well-architected-reliability",
            "well-architected-security",
        ]);
    });

    for (const { name, pack } of packs) {
        describe(name, () => {
            it("is found without fault", () => {
                const { diagnostics } = parsePack(pack.file, FILES.read(pack.file) ?? "", FILES);
                assert.deepEqual([...diagnostics, ...checkPack(pack)], []);
            });

            it("is deployed without configuration, inline and whole", () => {
                const plan = planOfLibrary(`packs: { ${name}: }`);
                assert.deepEqual(
                    plan.packs.map((one) => [one.name, one.delivery.kind, one.rules.length]),
                    [[name, "inline", pack.rules.length]],
                );
                assert.ok(pack.rules.length > 0 && pack.resources <= RESOURCES_PER_PACK);
                assert.ok(Buffer.byteLength(pack.body) <= INLINE_TEMPLATE_BYTES);
                assert.deepEqual(
                    pack.parameters.filter(({ hasDefault }) => !hasDefault),
                    [],
                );
            });

            it("gives rules every parameter that they may need", () => {
                const missing = pack.rules.flatMap(({ sourceIdentifier = "", inputParameters }) => {
                    const known = Object.entries(catalogue().byIdentifier(sourceIdentifier)?.parameters ?? {});
                    return known
                        .filter(([parameter, { optional }]) => optional !== true && !hasKey(inputParameters, parameter))
                        .map(([parameter]) => `${sourceIdentifier} ${parameter}`);
                });
                assert.deepEqual(
                    missing.filter((parameter) => !OPTIONAL.has(parameter)),
                    [],
                );
            });

            it("says of every rule what it checks, why, how bad a breach is, and for which controls", () => {
                for (const rule of pack.rules) {
                    const label = rule.name ?? rule.logicalId;
                    assert.ok(rule.severity, label);
                    assert.match(rule.description ?? "", SENTENCE, label);
                    assert.ok((rule.description ?? "").length <= RULE_DESCRIPTION_LENGTH, label);
                    assert.match((rule.reason ?? "").replaceAll(/[;:]/g, ","), SENTENCE, label);
                    assert.ok((rule.controls ?? []).length > 0, label);
                }
            });

            it("writes controls as their framework does, each once", () => {
                const controls = [...pack.rules.map((rule) => rule.controls ?? []), pack.notCovered ?? []];
                for (const list of controls) {
                    assert.equal(new Set(list.map(text)).size, list.length, list.map(text).join());
                    for (const control of list) {
                        assert.match(
                            control.id,
                            FORMS[control.framework ?? ""] ?? /^no such framework$/,
                            text(control),
                        );
                    }
                }
            });

            it("checks nothing twice", () => {
                const identities = ruleIdentities(planOfLibrary(`packs: { ${name}: }`));
                assert.equal(new Set(identities).size, identities.length);
            });
        });
    }

    it("says of no control both that it is covered and that it is not", () => {
        for (const parts of Map.groupBy(packs, ({ name }) => name.replace(PARTS, "")).values()) {
            const covered = new Set(
                parts
                    .flatMap(({ pack }) => pack.rules)
                    .flatMap((one) => one.controls ?? [])
                    .map(text),
            );
            const both = parts.flatMap(({ pack }) => pack.notCovered ?? []).filter((one) => covered.has(text(one)));
            assert.deepEqual(both, []);
        }
    });

    it("says of every framework what AWS Config cannot check", () => {
        const silent = packs
            .filter(
                ({ name }) =>
                    !/best-practices$|^starter$/.test(name) && (!PARTS.test(name) || /foundation$/.test(name)),
            )
            .filter(({ pack }) => pack.notCovered === undefined);
        assert.deepEqual(silent, []);
    });

    it("can be bundled as it is, all packs at once", () => {
        const plan = planOfLibrary(`bundles: { all: { packs: [${packs.map(({ name }) => name).join(", ")}] } }`);
        const names = new Set(packs.flatMap(({ pack }) => pack.rules.map((rule) => rule.name)));
        const deployed = plan.packs.flatMap((part) => part.rules.map((rule) => rule.name));
        assert.deepEqual(deployed.toSorted(), [...names].toSorted());
    });
});
