/** Athena has no error of its own for what is not there: its words tell (internal/service/athena, `errs.IsAErrorMessageContains`). */
export async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
        return await work();
    } catch (error) {
        if (
            error instanceof Error &&
            error.name === "InvalidRequestException" &&
            /not found|not exist/i.test(error.message)
        ) {
            return undefined;
        }
        throw error;
    }
}
