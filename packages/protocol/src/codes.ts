/**
 * The one table from a refusal's code to its HTTP status (house habit: one
 * exhaustive table at the server). A thing that is missing and a thing that the
 * caller may not know of are both `notAvailable`: nothing tells them apart.
 */
export const statusByCode = {
  /** The request does not have the route's shape; `details.paths` lists every bad path. */
  badRequest: 400,
  /** No signature, an unknown key, or a session that has ended. */
  unauthenticated: 401,
  /** A page asks who is signed in, and nobody is. */
  signInNeeded: 401,
  /** The nonce was used before, or the request is older than the process. */
  replayed: 401,
  /** The caller's clock is off; `details.serverTimeMs` is the server's. */
  clockSkew: 401,
  /** The request came from a page that may not send it (cross-site). */
  crossSite: 403,
  /** No such thing, or none that this caller may know of. */
  notAvailable: 404,
  /** The same id with other content, or two changes at once. */
  conflict: 409,
  /** The append does not start where the stored part ends; `details.receivedBytes` says where. */
  badOffset: 409,
  /** The thing is in a state that does not allow this. */
  wrongState: 409,
  tooLarge: 413,
  unsupportedMediaType: 415,
  /** The bytes do not have the announced SHA-256. */
  hashMismatch: 422,
  /** A signed statement inside the request does not verify. */
  badSignature: 422,
  /** The consent is withdrawn, expired, not yet begun, or its program has ended. */
  consentNotLive: 403,
  /** The consent or the program does not cover the app, site, tier, time or segment. */
  notCovered: 403,
  deviceRevoked: 403,
  /** The grant is pending, denied, expired, revoked or used up; `details.state` says which. */
  grantNotLive: 403,
  /** The policy, or the approvals, do not allow it. */
  notAllowed: 403,
  rateLimited: 429,
  /** The keeper has not been unsealed since it started. */
  sealed: 503,
  /** A steward has locked everything down. */
  locked: 503,
  /** The vault cannot reach its keeper. */
  keeperDown: 503,
  /** The vault cannot reach the bucket that its segments lie in. */
  storeDown: 503,
  diskFull: 507,
  internal: 500,
} as const;

export type Code = keyof typeof statusByCode;
export const codes = Object.keys(statusByCode) as readonly Code[];
