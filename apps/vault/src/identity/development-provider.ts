/**
 * An OpenID Connect provider for development: one click signs in as any of the
 * four people of a development home. It knows no password, so it refuses to
 * exist in production, and listens on the loopback interface only.
 */
import { exportJWK, generateKeyPair } from 'jose';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { VaultError } from '../error.ts';

/** Account name → group, as a real provider would assign them. */
export const developmentAccounts = {
  'steward-1': 'understudy-stewards',
  'steward-2': 'understudy-stewards',
  researcher: 'understudy-researchers',
  operator: 'understudy-operators',
} as const;
export type DevelopmentAccount = keyof typeof developmentAccounts;

export const developmentClientId = 'understudy-development';

export interface DevelopmentProvider {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws VaultError notProduction, portTaken */
export async function startDevelopmentProvider(options: {
  readonly port: number;
  /** The vault's `/v1/sign-in/callback`. */
  readonly callback: string;
  readonly mode: 'development' | 'production';
}): Promise<DevelopmentProvider> {
  if (options.mode === 'production') throw notProduction();
  const url = `http://localhost:${options.port}`;
  const provider = await createProvider(url, options.callback);
  const fallback = provider.callback();
  const server = createServer((request, response) => {
    const uid = /^\/interaction\/([\w-]+)/.exec(request.url ?? '')?.[1];
    if (uid === undefined) {
      void fallback(request, response);
      return;
    }
    interact(provider, request, response).catch(() => {
      response.statusCode = 400;
      response.end('Sign in again from the start.');
    });
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (cause) => {
    reject(portTaken(options.port, cause));
  });
  server.listen(options.port, '127.0.0.1', resolve);
  await promise;
  return {
    url,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

async function createProvider(issuer: string, callback: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' };
  return new Provider(issuer, {
    clients: [
      {
        client_id: developmentClientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [callback],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: [crypto.randomUUID()] },
    pkce: { required: () => true },
    scopes: ['openid', 'groups'],
    claims: { openid: ['sub'], groups: ['groups'] },
    // Groups belong into the ID token: the vault asks for nothing else.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, accountId) =>
      isAccount(accountId)
        ? {
            accountId,
            claims: () => ({ sub: accountId, groups: [developmentAccounts[accountId]] }),
          }
        : undefined,
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new context.oidc.provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope('openid groups');
      await grant.save();
      return grant;
    },
  });
}

/** GET shows the people; POST signs in as one of them. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    await provider.interactionDetails(request, response);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page());
    return;
  }
  const accountId = new URLSearchParams(await readText(request)).get('account') ?? '';
  if (!isAccount(accountId)) throw new TypeError('no such account');
  await provider.interactionFinished(request, response, { login: { accountId } });
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) {
    text += String(piece);
    if (text.length > 1024) throw new RangeError('too much');
  }
  return text;
}

function isAccount(name: string): name is DevelopmentAccount {
  return Object.hasOwn(developmentAccounts, name);
}

function page(): string {
  const buttons = Object.keys(developmentAccounts)
    .map((name) => `<p><button name="account" value="${name}">${name}</button></p>`)
    .join('');
  return `<!doctype html><html lang="en"><title>Development sign-in</title>
<h1>Development sign-in</h1><p>Without a password, on this machine only. Who are you?</p>
<form method="post">${buttons}</form></html>`;
}

function notProduction(): VaultError {
  return new VaultError({
    code: 'notProduction',
    message: 'The development identity provider does not run in production.',
    remedy: 'Give the address of your own provider with --oidc-issuer.',
  });
}

function portTaken(port: number, cause: unknown): VaultError {
  return new VaultError({
    code: 'portTaken',
    message: `Another program listens on port ${port}.`,
    remedy: 'End it, or give another port (0 takes any that is free).',
    cause,
  });
}
