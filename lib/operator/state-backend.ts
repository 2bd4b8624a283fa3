/**
 * The bucket in which Pulumi keeps the state, where nobody else keeps it, and the key of its secrets.
 * https://www.pulumi.com/docs/iac/concepts/state-and-backends/
 */
import type { IdentityStatement } from "./identity-policy.ts";
import { type Operation, STEPS_OF } from "./operation.ts";

export interface StateBackend {
    readonly bucket: string;
    /** Of the secrets provider `awskms://`, or of the bucket's encryption. */
    readonly keyArn?: string;
}

/**
 * A preview reads, and takes no lock; what changes the stack writes the state, its history and its lock.
 * https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/backend.go
 */
export function stateStatements(
    { bucket, keyArn }: StateBackend,
    operations: readonly Operation[],
    partition: string,
): IdentityStatement[] {
    const writes = operations.some((operation) => STEPS_OF[operation].includes("delete"));
    const arn = `arn:${partition}:s3:::${bucket}`;
    return [
        { Sid: "ListState", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [arn] },
        {
            Sid: writes ? "ManageState" : "ReadState",
            Effect: "Allow",
            Action: ["s3:GetObject", ...(writes ? ["s3:DeleteObject", "s3:PutObject"] : [])].sort(),
            Resource: [`${arn}/.pulumi/*`],
        },
        ...(keyArn === undefined
            ? []
            : [
                  {
                      Sid: "UseKeyOfState",
                      Effect: "Allow" as const,
                      Action: ["kms:Decrypt", ...(writes ? ["kms:Encrypt", "kms:GenerateDataKey"] : [])],
                      Resource: [keyArn],
                  },
              ]),
    ];
}
