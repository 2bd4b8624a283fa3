import assert from "node:assert/strict";
import { admissionOf } from "../../../../lib/guard-rails/policy-evaluation/admission.ts";
import { readStatements } from "../../../../lib/guard-rails/policy-evaluation/statement.ts";
import {
    ANONYMOUS,
    OTHER_ACCOUNT,
    otherSubject,
    serviceOfOtherAccount,
    type Stranger,
} from "../../../../lib/guard-rails/policy-evaluation/stranger.ts";

const CONFIG = serviceOfOtherAccount("config.amazonaws.com");
const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const BUCKET = "arn:aws:s3:::history";

type Source = Readonly<Record<string, unknown>>;

const allow = (rest: Source): Source => ({
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `${BUCKET}/*`,
    ...rest,
});
const deny = (rest: Source): Source => ({ ...allow({ Action: "s3:*", ...rest }), Effect: "Deny" });
const when = (operator: string, key: string, value: unknown): Source => ({
    Condition: { [operator]: { [key]: value } },
});

function admits(stranger: Stranger, ...statements: readonly Source[]): boolean {
    return admissionOf(readStatements({ Version: "2012-10-17", Statement: statements }) ?? [], stranger) !== undefined;
}

/** A condition beside a statement that allows everyone, and whether another account gets in. */
const CONDITIONS: readonly (readonly [string, Source, boolean])[] = [
    ["no condition", {}, true],
    ["an organization", when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"), false],
    ["any organization", when("StringLike", "aws:PrincipalOrgID", "o-*"), true],
    ["a path in an organization", when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1/r-ab12/*"), false],
    ["an account", when("StringEquals", "aws:PrincipalAccount", ["111122223333", "444455556666"]), false],
    ["every account but one", when("StringNotEquals", "aws:PrincipalAccount", "111122223333"), true],
    ["a role of any account", when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/reader"), true],
    ["a role of one account", when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"), false],
    ["a role as plain text", when("StringLike", "aws:PrincipalArn", "*"), true],
    ["encryption on the way", when("Bool", "aws:SecureTransport", "true"), true],
    ["a header", when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"), true],
    ["a VPC endpoint", when("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"), false],
    ["a network", when("IpAddress", "aws:SourceIp", "198.51.100.0/24"), false],
    ["the whole internet", when("IpAddress", "aws:SourceIp", ["198.51.100.0/24", "0.0.0.0/0"]), true],
    ["the whole internet in halves", when("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"]), true],
    ["all but a network", when("NotIpAddress", "aws:SourceIp", "198.51.100.0/24"), true],
    ["a caller of KMS", when("StringEquals", "kms:CallerAccount", "111122223333"), false],
    ["a service in between", when("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"), true],
    ["the owner of a source", when("StringEquals", "AWS:SourceOwner", "111122223333"), false],
    ["a policy variable", when("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"), true],
    ["a key that must be there", when("Null", "aws:PrincipalOrgID", "false"), true],
    ["a key that must be absent", when("Null", "aws:PrincipalOrgID", "true"), false],
    [
        "an absent key, if it exists",
        when("StringEqualsIfExists", "aws:SourceArn", "arn:aws:sns:*:111122223333:*"),
        true,
    ],
    ["all values of an absent key", when("ForAllValues:StringEquals", "aws:SourceAccount", "111122223333"), true],
    ["an operator of the future", when("StringResembles", "aws:PrincipalOrgID", "o-a1b2c3d4e5"), true],
];

describe("admission of strangers", () => {
    for (const [name, condition, expected] of CONDITIONS) {
        it(`${expected ? "open" : "closed"}: everyone, with ${name}`, () => {
            assert.equal(admits(OTHER_ACCOUNT, allow(condition)), expected);
        });
    }

    it("takes a list with a star for everyone, and the root of an account for that account", () => {
        assert.ok(admits(OTHER_ACCOUNT, allow({ Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } })));
        assert.ok(!admits(OTHER_ACCOUNT, allow({ Principal: { AWS: "arn:aws:iam::111122223333:root" } })));
    });

    it("takes an allowed NotPrincipal for everyone else", () => {
        const { Principal: _, ...rest } = allow({ NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } });
        assert.ok(admits(OTHER_ACCOUNT, rest), String(_));
    });

    it("tells those without credentials from other accounts", () => {
        const anyOrganization = allow(when("StringLike", "aws:PrincipalOrgID", "o-*"));
        assert.ok(!admits(ANONYMOUS, anyOrganization) && admits(OTHER_ACCOUNT, anyOrganization));
        assert.ok(admits(ANONYMOUS, allow({})));
    });

    it("counts a denial that covers what is allowed, whatever the caller sends", () => {
        const outsiders = when("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5");
        assert.ok(!admits(OTHER_ACCOUNT, allow({}), deny(outsiders)));
        assert.ok(!admits(ANONYMOUS, allow({}), deny(outsiders)), "an absent key is not equal");
        assert.ok(!admits(OTHER_ACCOUNT, allow({}), deny({ NotAction: "s3:PutObject", Action: undefined })));
        const others = { NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" }, Principal: undefined };
        assert.ok(!admits(OTHER_ACCOUNT, allow({}), deny(others)));
    });

    it("does not count a denial of something else, or one that the caller avoids", () => {
        assert.ok(admits(OTHER_ACCOUNT, allow({}), deny({ Action: "s3:PutObject" })));
        assert.ok(admits(OTHER_ACCOUNT, allow({ Action: "s3:*" }), deny({ Action: "s3:Get*" })));
        assert.ok(admits(OTHER_ACCOUNT, allow({}), deny({ Resource: `${BUCKET}/secret/*` })));
        assert.ok(admits(OTHER_ACCOUNT, allow({}), deny(when("Bool", "aws:SecureTransport", "false"))));
        assert.ok(admits(OTHER_ACCOUNT, allow({}), deny(when("StringNotEquals", "aws:Referer", "mine"))));
    });

    it("holds a service to the accounts, organizations and sources that it works for", () => {
        const service = { Principal: { Service: "config.amazonaws.com" } };
        const closed = [
            when("StringEquals", "AWS:SourceAccount", "111122223333"),
            when("StringEquals", "aws:SourceOrgID", "o-a1b2c3d4e5"),
            when("ArnLike", "aws:SourceArn", "arn:aws:config:eu-west-1:111122223333:*"),
            when("ArnLike", "aws:SourceArn", "arn:aws:s3:::the-bucket"),
            when("StringEquals", "kms:EncryptionContext:aws:sns:topicArn", "arn:aws:sns:eu-west-1:111122223333:alerts"),
        ];
        for (const condition of closed) {
            assert.ok(!admits(CONFIG, allow({ ...service, ...condition })), JSON.stringify(condition));
        }
        const open = [
            {},
            when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"),
            when("ArnLike", "aws:SourceArn", "arn:aws:config:*:*:*"),
            when("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"),
            when("StringLike", "aws:SourceArn", "*"),
            when("StringNotEquals", "aws:PrincipalOrgID", "o-someone"),
        ];
        for (const condition of open) {
            assert.ok(admits(CONFIG, allow({ ...service, ...condition })), JSON.stringify(condition));
        }
        assert.ok(!admits(OTHER_ACCOUNT, allow(service)), "a service is not everyone");
    });

    it("asks for the subject of an identity provider that many share", () => {
        const trust = (condition: Source): Source => ({
            Effect: "Allow",
            Principal: { Federated: GITHUB },
            Action: "sts:AssumeRoleWithWebIdentity",
            ...condition,
        });
        const stranger = otherSubject(GITHUB);
        const audience = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" };
        const subject = (value: string): Source => ({
            Condition: {
                StringEquals: audience,
                StringLike: { "token.actions.githubusercontent.com:sub": value },
            },
        });
        assert.ok(admits(stranger, trust({ Condition: { StringEquals: audience } })));
        assert.ok(admits(stranger, trust(subject("repo:*"))));
        assert.ok(!admits(stranger, trust(subject("repo:mine/infrastructure:*"))));
    });

    it("names the statement and the action", () => {
        const statements = readStatements(JSON.stringify({ Statement: allow({ Sid: "Readers" }) })) ?? [];
        assert.deepEqual(admissionOf(statements, ANONYMOUS), { statement: "Readers", action: "s3:GetObject" });
    });

    it("has no statements for what is no document", () => {
        assert.equal(readStatements("{"), undefined);
        assert.equal(readStatements(7), undefined);
        assert.deepEqual(readStatements({}), []);
    });
});
