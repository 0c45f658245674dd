/** In browsers `age-encryption` makes and opens its hybrid stanzas itself. The same shape as `hybrid-stanza.node.ts`. */
export const hybridRecipient = (recipient: `age1pq1${string}`): string => recipient;
export const hybridIdentity = (identity: `AGE-SECRET-KEY-PQ-1${string}`): string => identity;
