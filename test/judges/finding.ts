/** What a judge from outside has against something of the project. */
export interface Finding {
    readonly judge: string;
    /** As the judge names it, such as `CKV_AWS_117`. */
    readonly check: string;
    /** What it is found at, such as a resource's name. */
    readonly thing: string;
    readonly message: string;
}
