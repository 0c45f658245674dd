/** What the bundle test builds: a page's script that records, seals, opens and signs by the packages. */
import { createId, Secret, systemClock, systemRandom } from '@understudy/base';
import { keyPairToSigningKey, type PublicJwk } from '@understudy/consent';
import { createVaultClient } from '@understudy/courier';
import { sha256Hex, signRequest } from '@understudy/protocol';
import { decodeSegment } from '@understudy/recording';
import { createRedactor } from '@understudy/redact';
import { generateHybridKey, openSegment, parseAgeRecipient, sealSegment } from '@understudy/seal';
import { leafHash } from '@understudy/tlog';

let identity = new Secret<string>('');

const page = {
  /** Redacts a session of one title and seals it; base64. */
  async record(title: string, recipient: string): Promise<string> {
    const redactor = createRedactor({
      header: {
        session: createId('session', systemClock, systemRandom),
        origin: { kind: 'foreign', recorder: 'bundle test' },
        task: null,
        tier: 'screen',
        startedAt: new Date(systemClock.nowMs()).toISOString(),
        platform: 'browser',
        recorder: 'bundle test',
      },
      random: systemRandom,
      clock: systemClock,
    });
    const box = { x: 0, y: 0, width: 100, height: 100 };
    redactor.push([{ kind: 'window', timeNs: 0, app: 'browser', title, box, handle: 1 }]);
    const clean = await redactor.finish({ generated: 1, arrived: 1, kept: 1, dropped: {} });
    const sealed = await sealSegment(clean, [parseAgeRecipient(recipient)], systemRandom);
    return sealed.bytes.toBase64();
  },

  /** The recipient of a key whose identity stays in the page. */
  async makeKey(): Promise<string> {
    const key = await generateHybridKey();
    identity = key.identity;
    return key.recipient;
  },

  /** The titles in a sealed segment (base64) that is for the page's key. */
  async titles(sealed: string): Promise<readonly string[]> {
    const pieces: BlobPart[] = [];
    for await (const piece of openSegment(Uint8Array.fromBase64(sealed), identity))
      pieces.push(new Uint8Array(piece));
    const { events } = await decodeSegment(new Uint8Array(await new Blob(pieces).arrayBuffer()));
    return events.flatMap((event) => (event.kind === 'window' ? [event.title] : []));
  },

  /** A request to the vault, signed by a key that no script can read. */
  async sign(): Promise<{ readonly publicJwk: PublicJwk; readonly authorization: string }> {
    const key = await keyPairToSigningKey(
      await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']),
    );
    const authorization = await signRequest(
      { method: 'GET', target: '/', bodySha256: sha256Hex(new Uint8Array()), service: 'vault' },
      key,
      { clock: systemClock, random: systemRandom },
    );
    return { publicJwk: key.publicJwk, authorization };
  },

  /** What a page also needs of courier and tlog is in the bundle. */
  holds: () => [createVaultClient, leafHash].every((part) => typeof part === 'function'),
};

export type BrowserPage = typeof page;
Object.assign(globalThis, { page });
