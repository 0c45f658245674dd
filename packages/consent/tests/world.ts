/** One small world of a test: a steward, a device, a program, and a clock that stands where it is set. */
import { createId, systemRandom, type Clock, type IdKind, type Id } from '@understudy/base';
import {
  generateSigningKey,
  issueProgram,
  issueReceipt,
  type KnownDevice,
  type KnownSteward,
  type Program,
  type Receipt,
  type ReceiptParts,
  type SigningKey,
  verifyReceipt,
} from '../src/index.ts';

export const noonMs = Date.parse('2026-05-04T12:00:00.000Z');

export function createClock(nowMs = noonMs): Clock & { set(ms: number): void } {
  let at = nowMs;
  return {
    nowMs: () => at,
    monotonicNs: () => BigInt(at) * 1_000_000n,
    set: (ms) => {
      at = ms;
    },
  };
}

export function newId<Kind extends IdKind>(kind: Kind): Id<Kind> {
  return createId(kind, createClock(), systemRandom);
}

export interface World {
  readonly clock: ReturnType<typeof createClock>;
  readonly stewardKey: SigningKey;
  readonly steward: KnownSteward;
  readonly deviceKey: SigningKey;
  readonly device: KnownDevice;
  readonly program: Program;
}

export async function createWorld(): Promise<World> {
  const [stewardKey, deviceKey] = [await generateSigningKey(), await generateSigningKey()];
  const steward = { steward: newId('steward'), publicJwk: stewardKey.publicJwk };
  return {
    clock: createClock(),
    stewardKey,
    steward,
    deviceKey,
    device: {
      contributor: newId('contributor'),
      device: newId('device'),
      publicJwk: deviceKey.publicJwk,
    },
    program: {
      program: newId('program'),
      title: 'Order desk',
      controller: 'Acme',
      purposes: ['agentTraining', 'agentEvaluation'],
      purposeText: 'To train an agent that does order desk work.',
      apps: [
        { kind: 'app', app: 'mousepad' },
        {
          kind: 'sites',
          app: 'chromium',
          origins: ['https://desk.example', 'http://localhost:8080'],
        },
      ],
      tiers: ['motion', 'actions', 'text', 'screen'],
      region: 'DE',
      retentionDays: 90,
      startsAt: '2026-05-01T00:00:00.000Z',
      endsAt: '2026-06-01T00:00:00.000Z',
      steward: steward.steward,
    },
  };
}

export function issueWorldProgram(world: World) {
  return issueProgram(world.program, world.stewardKey, world.clock);
}

export async function createReceipt(
  world: World,
  parts: Partial<ReceiptParts> = {},
): Promise<Receipt> {
  const jws = await issueReceipt(
    {
      receipt: newId('receipt'),
      program: world.program,
      contributor: world.device.contributor,
      device: world.device.device,
      tiers: ['motion', 'actions', 'text', 'screen'],
      ...parts,
    },
    world.deviceKey,
    world.clock,
  );
  return verifyReceipt(jws, [world.device], world.clock.nowMs());
}
