export { approvalSchema, type WireApproval } from './approval.ts';
export type { Caller, CallerKind } from './caller.ts';
export { codes, statusByCode, type Code } from './codes.ts';
export { consentErrorToRefusal } from './consent-refusal.ts';
export { notAvailable, ProtocolError, refusalSchema, refusalToResponse } from './error.ts';
export { maxReleaseBatch, maxSealedBytes } from './keeper-release-routes.ts';
export {
  keeperRoutes,
  type KeeperContract,
  type KeeperState,
  type KeeperStatus,
} from './keeper-routes.ts';
export { orderProofSchema, type OrderProof, type PasskeyOrder } from './passkey-routes.ts';
export { routeToTarget, type Scalars } from './path.ts';
export { createRateLimit, type Rate, type RateFacts, type RateLimits } from './rate-limit.ts';
export type {
  AnswerOf,
  ByteAnswer,
  Call,
  Contract,
  Handler,
  HandlerAnswerOf,
  HandlerBodyOf,
  Handlers,
  ParamsOf,
  QueryOf,
  RequestBodyOf,
  Route,
  RouteAnswer,
  RouteBody,
} from './route.ts';
export { takesSignature, twiceIsOnce } from './route.ts';
/** What signs a request; named here so that clients need not know consent. */
export type { SigningKey as RequestKey } from '@understudy/consent';
export {
  sha256Hex,
  signatureWindowMs,
  signRequest,
  verifyRequest,
  type RequestFacts,
  type ServiceName,
} from './signature.ts';
export {
  idSchema,
  jwsSchema,
  recipientSchema,
  publicJwkSchema,
  sha256Schema,
  type PublicJwk,
} from './values.ts';
export { maxPieceBytes } from './vault-collect-routes.ts';
export { type GrantState } from './vault-release-routes.ts';
export { type RelayKind, type VaultHealth } from './vault-govern-routes.ts';
export { type GrantDraft, type SignedInPerson } from './vault-console-routes.ts';
export { vaultRoutes, type VaultContract } from './vault-routes.ts';
export { createNonceMemory, type NonceMemory } from './nonces.ts';
export { maxJsonBytes } from './request-body.ts';
export { createService, readCookies, type Service, type ServiceOptions } from './service.ts';
export { companionRoutes, type CompanionContract } from './companion.ts';
export {
  companionEventSchema,
  type CompanionAudit,
  type CompanionCaptureState,
  type CompanionEvent,
  type CompanionJob,
  type CompanionLedgerEntry,
  type CompanionProgram,
  type CompanionSession,
  type CoverRule,
  type SessionProblem,
} from './companion-shapes.ts';
export {
  type CompanionSegmentView,
  type CompanionStep,
  type CompanionTimeline,
} from './companion-timeline.ts';
