/**
 * Sign-in by any OpenID Connect provider: authorization code with PKCE, state
 * and nonce. The provider says which account and which groups; whose account
 * it is, this deployment's trust file says. Both must agree on the role, so
 * that neither a group nor a file alone lets anybody in.
 */
import { ProtocolError, sha256Hex } from '@understudy/protocol';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Trust, TrustedPerson } from '../trust.ts';

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** The vault's address as browsers see it; known once it listens. */
  readonly publicUrl: () => string;
  /** The provider's group for each role. */
  readonly groups: Readonly<Record<TrustedPerson['owner']['kind'], string>>;
  /** A provider on http, for development only. */
  readonly allowInsecure: boolean;
}

interface SignInStart {
  readonly location: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface IdentityProvider {
  start(): Promise<SignInStart>;
  /** @throws ProtocolError unauthenticated, notAllowed */
  finish(
    callback: URLSearchParams,
    expected: Omit<SignInStart, 'location'>,
    trust: Trust,
  ): Promise<TrustedPerson>;
}

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  groups: z.array(z.string()).default([]),
});

/** The provider is asked for its configuration at the first sign-in: it may be away at our start. */
export function createIdentityProvider(options: OidcOptions): IdentityProvider {
  let known: Promise<oidc.Configuration> | null = null;
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= discover(options).catch((cause: unknown) => {
      known = null;
      throw providerDown(cause);
    });
    return known;
  };
  const redirectUri = (): URL => new URL('/v1/sign-in/callback', options.publicUrl());
  return {
    start: async () => {
      const verifier = oidc.randomPKCECodeVerifier();
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri().href,
        scope: 'openid groups',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { location: url.href, state, nonce, verifier };
    },
    finish: async (callback, { state, nonce, verifier }, trust) => {
      const current = redirectUri();
      current.search = callback.toString();
      const tokens = await oidc
        .authorizationCodeGrant(await configuration(), current, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .catch((cause: unknown) => {
          throw refused(cause);
        });
      const claims = claimsSchema.parse(tokens.claims());
      const person = await trust.personBySubject(subjectHash(claims.iss, claims.sub));
      if (person === null || !claims.groups.includes(options.groups[person.owner.kind])) {
        throw nobodyHere();
      }
      return person;
    },
  };
}

/** How an account of a provider is called in the trust file. */
export function subjectHash(issuer: string, subject: string): string {
  return sha256Hex(new TextEncoder().encode(`${issuer} ${subject}`));
}

async function discover(options: OidcOptions): Promise<oidc.Configuration> {
  return oidc.discovery(
    new URL(options.issuer),
    options.clientId,
    undefined,
    options.clientSecret === null ? oidc.None() : oidc.ClientSecretPost(options.clientSecret),
    options.allowInsecure ? { execute: [oidc.allowInsecureRequests] } : {},
  );
}

function providerDown(cause: unknown): ProtocolError {
  return new ProtocolError({
    code: 'internal',
    message: 'The identity provider does not answer.',
    remedy: 'Try again later; the operator must check the provider’s address.',
    cause,
  });
}

function refused(cause: unknown): ProtocolError {
  return new ProtocolError({
    code: 'unauthenticated',
    message: 'The identity provider did not confirm the sign-in.',
    remedy: 'Sign in again from the start.',
    cause,
  });
}

function nobodyHere(): ProtocolError {
  return new ProtocolError({
    code: 'notAllowed',
    message: 'This account has no role at this vault.',
    remedy: 'Ask the operator to add the account, and the provider’s admin for the group.',
  });
}
