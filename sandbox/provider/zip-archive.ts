import { crc32, deflateRawSync } from "node:zlib";

/** Deflate, of version 2.0 of the format. */
const METHOD = 8;
const VERSION = 20;
/** 1980-01-01, the first day that the format knows: the same content always makes the same archive. */
const DATE = 0x21;

/**
 * A zip archive of files by their names, as Pulumi makes one of an archive of assets.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16
 */
export function zipArchive(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
    const local: Buffer[] = [];
    const central: Buffer[] = [];
    let offset = 0;
    for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const path = Buffer.from(name);
        const packed = deflateRawSync(content);
        const facts = Buffer.alloc(26);
        facts.writeUInt16LE(VERSION, 0);
        facts.writeUInt16LE(METHOD, 4);
        facts.writeUInt16LE(DATE, 8);
        facts.writeUInt32LE(crc32(content), 10);
        facts.writeUInt32LE(packed.length, 14);
        facts.writeUInt32LE(content.length, 18);
        facts.writeUInt16LE(path.length, 22);
        const header = Buffer.concat([signature("PK\x03\x04"), facts, path]);
        const entry = Buffer.alloc(14);
        // Readable by everybody, as Lambda needs it.
        entry.writeUInt32LE(0o100_644 * 0x1_00_00, 6);
        entry.writeUInt32LE(offset, 10);
        const madeBy = Buffer.from([VERSION, 3]);
        central.push(signature("PK\x01\x02"), madeBy, facts, entry, path);
        local.push(header, packed);
        offset += header.length + packed.length;
    }
    const directory = Buffer.concat(central);
    const end = Buffer.alloc(18);
    end.writeUInt16LE(files.size, 4);
    end.writeUInt16LE(files.size, 6);
    end.writeUInt32LE(directory.length, 8);
    end.writeUInt32LE(offset, 12);
    return Buffer.concat([...local, directory, signature("PK\x05\x06"), end]);
}

function signature(text: string): Buffer {
    return Buffer.from(text, "latin1");
}
