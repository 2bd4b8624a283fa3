/** The text that is sent to AWS: the author's template without comments. */
import { type Document, isNode, isPair, visit } from "yaml";

/**
 * Writes the template back without comments and blank lines. Keys, order, quotes and the spelling of every value stay
 * as they were, so that AWS reads the same template; only most of the size limit is won back.
 */
export function templateBody(document: Document.Parsed): string {
    const copy = document.clone();
    copy.comment = null;
    copy.commentBefore = null;
    visit(copy, (_, node) => {
        if (isNode(node)) {
            node.comment = null;
            node.commentBefore = null;
            node.spaceBefore = false;
        } else if (isPair(node) && isNode(node.key)) {
            node.key.spaceBefore = false;
        }
    });
    return copy.toString({ lineWidth: 0, indent: 2, indentSeq: false, flowCollectionPadding: false });
}
