/** The routes of sign-in: away to the provider, back with a code, who is there, and out. */
import { ProtocolError, sha256Hex, type Handlers, type VaultContract } from '@understudy/protocol';
import type { VaultWorld } from '../world.ts';
import { closeBrowserSession, openBrowserSession } from './browser-session.ts';

type SignInHandlers = Pick<
  Handlers<VaultContract>,
  'signIn' | 'signInCallback' | 'who' | 'signOut'
>;

/** Lax: the way back from the provider is a navigation that another site began. */
const signInCookie = '__Host-understudy-sign-in';
const signInMs = 10 * 60_000;

export function createSignInHandlers(world: VaultWorld): SignInHandlers {
  return {
    signIn: async () => {
      const { identity } = world;
      if (identity === null) throw notConfigured();
      const { location, state, nonce, verifier } = await identity.start();
      const nowMs = world.clock.nowMs();
      await world.db
        .deleteFrom('signIns')
        .where('expiresAt', '<', new Date(nowMs).toISOString())
        .execute();
      await world.db
        .insertInto('signIns')
        .values({
          stateSha256: hashState(state),
          nonce,
          verifier,
          expiresAt: new Date(nowMs + signInMs).toISOString(),
        })
        .execute();
      const cookie = `${signInCookie}=${state}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600`;
      return { location, cookies: [cookie] };
    },
    signInCallback: async ({ query, cookies }) => {
      const { identity } = world;
      if (identity === null) throw notConfigured();
      const { state } = query;
      // The state must be this browser's own: else somebody could sign another in as themselves.
      if (cookies.get(signInCookie) !== state) throw startAgain();
      const held = await world.db
        .deleteFrom('signIns')
        .where('stateSha256', '=', hashState(state))
        .returningAll()
        .executeTakeFirst();
      if (held === undefined || Date.parse(held.expiresAt) <= world.clock.nowMs()) {
        throw startAgain();
      }
      const { nonce, verifier } = held;
      const callback = new URLSearchParams(Object.entries(query));
      const person = await identity.finish(callback, { state, nonce, verifier }, world.trust);
      const { cookie } = await openBrowserSession(world, person.kid);
      const gone = `${signInCookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
      return { location: '/', cookies: [cookie, gone] };
    },
    who: async ({ caller }) => {
      switch (caller.kind) {
        case 'steward':
          return { kind: 'steward', id: caller.steward };
        case 'researcher':
          return { kind: 'researcher', id: caller.researcher };
        case 'operator':
          return { kind: 'operator', id: null };
        case 'anyone':
        case 'device':
          throw new ProtocolError({
            code: 'signInNeeded',
            message: 'Nobody is signed in.',
            remedy: 'Sign in.',
          });
      }
    },
    signOut: async ({ cookies }) => {
      await closeBrowserSession(world, cookies);
      return {};
    },
  };
}

function hashState(state: string): string {
  return sha256Hex(new TextEncoder().encode(state));
}

function notConfigured(): ProtocolError {
  return new ProtocolError({
    code: 'wrongState',
    message: 'This vault has no identity provider.',
    remedy: 'Start it with --oidc-issuer and --oidc-client, or use the command line with a key.',
  });
}

function startAgain(): ProtocolError {
  return new ProtocolError({
    code: 'unauthenticated',
    message: 'The sign-in took too long, or was begun in another browser.',
    remedy: 'Sign in again from the start.',
  });
}
