/** Who a request comes from, once its signature or its session has been checked. */
import type { ContributorId, DeviceId, ResearcherId, StewardId } from '@understudy/base';

export type Caller =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'device'; readonly device: DeviceId; readonly contributor: ContributorId }
  | { readonly kind: 'steward'; readonly steward: StewardId }
  | { readonly kind: 'researcher'; readonly researcher: ResearcherId }
  /** Runs the servers; sees counts and states, never whose. */
  | { readonly kind: 'operator' };

export type CallerKind = Caller['kind'];
