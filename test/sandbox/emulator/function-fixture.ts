import { crc32 } from "node:zlib";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { ClientSettings } from "./emulator-fixture.ts";

const TRUST = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** @returns the ARN of a new role that Lambda may assume */
export async function createFunctionRole(settings: ClientSettings): Promise<string> {
    const { Role: role } = await new IAMClient(settings).send(
        new CreateRoleCommand({ RoleName: "function", AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
    );
    return role?.Arn ?? "";
}

/** @returns a ZIP archive of text files, stored and not compressed: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zip(files: Record<string, string>): Uint8Array {
    const entries: Buffer[] = [];
    const directory: Buffer[] = [];
    let offset = 0;
    for (const [name, text] of Object.entries(files)) {
        const content = Buffer.from(text);
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20, 0);
        common.writeUInt32LE(crc32(content), 10);
        common.writeUInt32LE(content.length, 14);
        common.writeUInt32LE(content.length, 18);
        common.writeUInt16LE(name.length, 22);
        const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), content]);
        const central = Buffer.alloc(14);
        central.writeUInt32LE(offset, 10);
        directory.push(
            Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, central, Buffer.from(name)]),
        );
        entries.push(local);
        offset += local.length;
    }
    const index = Buffer.concat(directory);
    const end = Buffer.alloc(18);
    end.writeUInt16LE(entries.length, 4);
    end.writeUInt16LE(entries.length, 6);
    end.writeUInt32LE(index.length, 8);
    end.writeUInt32LE(offset, 12);
    return Buffer.concat([...entries, index, Buffer.from("PK\x05\x06"), end]);
}
