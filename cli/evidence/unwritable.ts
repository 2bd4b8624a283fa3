/** What the file system refuses, told from what AWS does. */
export class UnwritableError extends Error {
    constructor(path: string, reason: string) {
        super(`cannot write ${path}: ${reason}`);
        this.name = "UnwritableError";
    }
}

/** @throws UnwritableError with the file system's words */
export async function writing<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    try {
        return await work();
    } catch (reason) {
        throw new UnwritableError(path, reason instanceof Error ? reason.message : String(reason));
    }
}
