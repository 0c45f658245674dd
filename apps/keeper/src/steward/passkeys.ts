/**
 * Stewards' passkeys: registered with an invite that the steward's own key
 * signed, kept one file each under a tag of the root key, so that a file put
 * there by somebody else keeps the keeper from being unsealed.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isId } from '@understudy/base';
import type { StewardId } from '@understudy/base';
import { openStatement, type KnownSteward } from '@understudy/consent';
import {
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { KeeperError, notAllowedError } from '../error.ts';
import type { Clock } from '@understudy/base';
import type { Tagger } from '../keys/tag.ts';
import { listFolder, readJson, writeJsonDurably } from '../store/durable.ts';
import type { RelyingParty } from '../trust.ts';

const steward = z.custom<StewardId>((value) => isId('steward', value));

const inviteSchema = z.strictObject({
  kind: z.literal('invitePasskey'),
  steward,
  /** 16 random bytes, base64url: each invite is good for one passkey. */
  nonce: z.string().regex(/^[\w-]{22}$/),
  expiresAt: z.iso.datetime(),
});

const fileSchema = z.object({
  steward,
  credentialId: z.string(),
  /** COSE, base64url. */
  publicKey: z.string(),
  nonce: z.string(),
  tag: z.string(),
});
type Passkey = z.infer<typeof fileSchema>;

interface Assertion {
  readonly credentialId: string;
  readonly authenticatorData: string;
  readonly clientDataJson: string;
  readonly signature: string;
}

export interface Passkeys {
  all(): readonly Passkey[];
  of(steward: StewardId): readonly Passkey[];
  options(invite: string): Promise<Record<string, z.core.util.JSONType>>;
  /** Needs an open keeper, for the tag of the root key. */
  add(invite: string, response: unknown, tagger: Tagger): Promise<Passkey>;
  /** Whether that steward's passkey signed exactly this challenge, with the user verified. */
  verify(steward: StewardId, assertion: Assertion, challenge: Uint8Array): Promise<boolean>;
}

export async function openPasskeys(parts: {
  readonly folder: string;
  readonly stewards: readonly KnownSteward[];
  readonly stewardOfKid: (kid: string) => StewardId | null;
  readonly relyingParty: RelyingParty;
  readonly clock: Clock;
}): Promise<Passkeys> {
  const { folder, stewards, stewardOfKid, relyingParty, clock } = parts;
  const held: Passkey[] = [];
  for (const name of await listFolder(folder)) {
    const file = await readJson(join(folder, name), fileSchema);
    if (file !== null) held.push(file);
  }
  const readInvite = async (jws: string) => {
    const keys = stewards.map(({ publicJwk }) => publicJwk);
    const { value, kid } = await openStatement('order', jws, keys, inviteSchema);
    const good =
      stewardOfKid(kid) === value.steward &&
      clock.nowMs() < Date.parse(value.expiresAt) &&
      !held.some(({ nonce }) => nonce === value.nonce);
    if (!good) throw notAllowedError();
    return value;
  };
  /** Whose passkey is made at this moment, or was: two answers to one invite may come together. */
  const spent = new Set<string>();
  const spending = async <Value>(nonce: string, work: () => Promise<Value>): Promise<Value> => {
    if (spent.has(nonce)) throw notAllowedError();
    spent.add(nonce);
    try {
      return await work();
    } catch (error) {
      spent.delete(nonce);
      throw error;
    }
  };
  const challengeOf = (nonce: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(createHash('sha256').update(`understudy-invite:${nonce}`).digest());

  return {
    all: () => held,
    of: (wanted) => held.filter((passkey) => passkey.steward === wanted),
    options: async (jws) => {
      const invite = await readInvite(jws);
      const options = await generateRegistrationOptions({
        rpName: 'Understudy',
        rpID: relyingParty.id,
        userName: invite.steward,
        challenge: challengeOf(invite.nonce),
        attestationType: 'none',
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
      });
      return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(options)));
    },
    add: async (jws, response, { tag }) => {
      const invite = await readInvite(jws);
      return spending(invite.nonce, async () => {
        const verified = await verifyRegistrationResponse({
          // The library checks every field of what it is given.
          response: response as RegistrationResponseJSON,
          expectedChallenge: Buffer.from(challengeOf(invite.nonce)).toString('base64url'),
          expectedOrigin: [...relyingParty.origins],
          expectedRPID: relyingParty.id,
          requireUserVerification: true,
        }).catch((cause: unknown) => {
          throw notAllowedError(cause);
        });
        if (!verified.verified) throw notAllowedError();
        const { id, publicKey } = verified.registrationInfo.credential;
        const body = {
          steward: invite.steward,
          credentialId: id,
          publicKey: Buffer.from(publicKey).toString('base64url'),
          nonce: invite.nonce,
        };
        const passkey = { ...body, tag: tag('passkey', body) };
        await writeJsonDurably(join(folder, `${invite.nonce}.json`), passkey);
        held.push(passkey);
        return passkey;
      });
    },
    verify: async (wanted, assertion, challenge) => {
      const passkey = held.find(
        (known) => known.steward === wanted && known.credentialId === assertion.credentialId,
      );
      if (passkey === undefined) return false;
      try {
        const { verified } = await verifyAuthenticationResponse({
          response: {
            id: assertion.credentialId,
            rawId: assertion.credentialId,
            type: 'public-key',
            clientExtensionResults: {},
            response: {
              clientDataJSON: assertion.clientDataJson,
              authenticatorData: assertion.authenticatorData,
              signature: assertion.signature,
            },
          },
          expectedChallenge: Buffer.from(challenge).toString('base64url'),
          expectedOrigin: [...relyingParty.origins],
          expectedRPID: relyingParty.id,
          requireUserVerification: true,
          credential: {
            id: passkey.credentialId,
            publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
            // A challenge is the hash of one grant or order: a replay says the same once more.
            counter: 0,
          },
        });
        return verified;
      } catch {
        // Malformed, of another origin, for another challenge: all the same "no".
        return false;
      }
    },
  };
}

/** @throws KeeperError damaged where a passkey was not registered under this root key. */
export function requireOwnPasskeys(passkeys: Passkeys, { isTag }: Tagger): void {
  for (const { tag, ...body } of passkeys.all()) {
    if (isTag('passkey', body, tag)) continue;
    throw new KeeperError({
      code: 'damaged',
      message: `A passkey of ${body.steward} was not registered at this keeper.`,
      remedy: 'Find out who could write to its home; remove the file from passkeys/.',
    });
  }
}
