/** In place of an account ID: the waiver holds in every account. Apart from the schema, which functions need not load. */
export const ALL_ACCOUNTS = "all";
