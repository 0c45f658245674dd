/** No text of a node is longer: what the snapshot keeps, and what the receiver demands. */
export const maxTextLength = 2000;
