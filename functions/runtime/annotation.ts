/** https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
const ANNOTATION_LENGTH = 256;

/** An annotation that AWS Config accepts: one that is longer ends in an ellipsis, and never within a character. */
export function annotationOf(text: string | undefined): string | undefined {
    if (text === undefined || text === "") {
        return undefined;
    }
    const characters = [...text];
    return characters.length > ANNOTATION_LENGTH ? `${characters.slice(0, ANNOTATION_LENGTH - 1).join("")}…` : text;
}
