import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** An endpoint where every caller is in one account, whatever credentials it has. */
export interface MemberAccount {
    readonly endpoint: string;
    close(): void;
}

/** Stands before the emulator and says, by its own header, which account each request is for. */
export async function actInMember(emulator: string, account: string): Promise<MemberAccount> {
    const server = createServer((incoming, outgoing) => {
        const passedOn = request(
            new URL(incoming.url ?? "/", emulator),
            { method: incoming.method, headers: { ...incoming.headers, "x-moto-account-id": account } },
            (answer) => {
                outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
                answer.on("error", () => outgoing.destroy()).pipe(outgoing);
            },
        );
        passedOn.on("error", () => outgoing.destroy());
        incoming.pipe(passedOn);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        endpoint: `http://127.0.0.1:${port}`,
        close: () => {
            server.close();
            server.closeAllConnections();
        },
    };
}
