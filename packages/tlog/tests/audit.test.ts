import fc from 'fast-check';
import { createId, systemClock, systemRandom } from '@understudy/base';
import { describe, expect, test } from 'vitest';
import {
  createConductCheck,
  createMemoryStorage,
  createWitness,
  entriesToIncident,
  openLog,
  readHistory,
  readLogResource,
  readProvedEntry,
  seekCosignature,
  TlogError,
  verifyCheckpoint,
  verifyLog,
  type LogEntry,
  type LogStorage,
  type Log,
} from '../src/index.ts';
import {
  clock,
  createMemoryState,
  createSigner,
  createWitnessSigner,
  lockdownOf,
  newPseudonym,
  releaseOf,
  startMs,
} from './world.ts';

async function createWorld(entries: readonly LogEntry[]) {
  const storage = createMemoryStorage();
  const signer = createSigner();
  const log = await openLog(storage, signer, clock);
  for (let at = 0; at < entries.length; at += 100) await log.append(entries.slice(at, at + 100));
  const witness = createWitness({
    signer: createWitnessSigner(),
    logs: [signer.verifier],
    state: createMemoryState(),
    clock,
  });
  const trust = { log: signer.verifier, witnesses: [witness.verifier], quorum: 1 };
  const read = (path: string) => readLogResource(storage, path);
  return { storage, signer, log, witness, trust, read };
}

async function witnessLog(world: Awaited<ReturnType<typeof createWorld>>): Promise<string> {
  const { read, trust, witness, log } = world;
  const note = await seekCosignature(read, trust, (body) => witness.addCheckpoint(body));
  await log.addCosignatures(note, trust.witnesses);
  return note;
}

const [ada, ben] = [newPseudonym(), newPseudonym()];

describe('a full audit', () => {
  test('finds any byte that is flipped in any tile, bundle or checkpoint: no false accept', async () => {
    const world = await createWorld(
      Array.from({ length: 600 }, (_, at) =>
        at % 3 === 0 ? releaseOf(at % 2 === 0 ? ada : ben) : lockdownOf(at),
      ),
    );
    await witnessLog(world);
    const { storage, trust } = world;
    const paths = [...storage.files.keys()];
    expect(paths.some((path) => path.startsWith('tile/1/'))).toBe(true);
    expect(paths).toContain('witnessed');
    const audit = (path: string, bytes: Uint8Array) =>
      verifyLog((asked) => (asked === path ? Promise.resolve(bytes) : world.read(asked)), {
        trust,
      });
    for (const path of paths) {
      await expect(audit(path, storage.files.get(path) ?? new Uint8Array())).resolves.toBeTruthy();
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, place, mask) => {
          const bytes = Uint8Array.from(storage.files.get(path) ?? []);
          const at = place % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ mask;
          await expect(audit(path, bytes)).rejects.toBeInstanceOf(Error);
        },
      ),
      { numRuns: 400 },
    );
    for (const path of ['checkpoint', 'witnessed']) {
      const good = storage.files.get(path) ?? new Uint8Array();
      for (let at = 0; at < good.length; at += 1) {
        const bytes = Uint8Array.from(good);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
        await expect(audit(path, bytes)).rejects.toBeInstanceOf(Error);
      }
    }
  });

  test.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['lengthened', (bytes: Uint8Array) => Uint8Array.from([...bytes, 0])],
    ['emptied', () => new Uint8Array()],
  ])('finds any resource that is %s', async (_, change) => {
    const world = await createWorld(Array.from({ length: 300 }, (_, at) => lockdownOf(at)));
    await witnessLog(world);
    for (const [path, bytes] of world.storage.files) {
      const read = (asked: string) =>
        asked === path ? Promise.resolve(change(bytes)) : world.read(asked);
      await expect(verifyLog(read, { trust: world.trust })).rejects.toBeInstanceOf(Error);
    }
  });

  test('finds a log that its own operator rolled back and wrote anew', async () => {
    const world = await createWorld([releaseOf(ada), releaseOf(ben)]);
    await witnessLog(world);
    const forged = createMemoryStorage();
    const rewritten = await openLog(forged, world.signer, clock);
    await rewritten.append([lockdownOf(1)]);
    const witnessed = world.storage.files.get('witnessed') ?? new Uint8Array();
    const read = (path: string) =>
      path === 'witnessed' ? Promise.resolve(witnessed) : readLogResource(forged, path);
    await expect(verifyLog(read, { trust: world.trust })).rejects.toMatchObject({
      code: 'rolledBack',
    });
    await rewritten.append([lockdownOf(2), lockdownOf(3)]);
    await expect(verifyLog(read, { trust: world.trust })).rejects.toMatchObject({ code: 'forked' });
    await expect(readHistory(read, ada, { trust: world.trust })).rejects.toBeInstanceOf(TlogError);
    const hidden = (path: string) =>
      path === 'witnessed' ? Promise.resolve(null) : readLogResource(forged, path);
    await expect(verifyLog(hidden, { trust: world.trust })).rejects.toMatchObject({
      code: 'notWitnessed',
    });
  });

  test('holds the log to a head that an earlier audit saw', async () => {
    const world = await createWorld([lockdownOf(1), lockdownOf(2)]);
    const { signer, read } = world;
    const trust = { log: signer.verifier, witnesses: [] };
    const seen = [(await verifyLog(read, { trust })).checkpoint];
    await world.log.append([lockdownOf(3)]);
    await expect(verifyLog(read, { trust, seen })).resolves.toBeTruthy();
    const other = [{ ...seen[0], origin: signer.verifier.name, size: 2, root: new Uint8Array(32) }];
    await expect(verifyLog(read, { trust, seen: other })).rejects.toMatchObject({ code: 'forked' });
  });

  test('finds an index that leaves somebody out', async () => {
    const storage = createMemoryStorage();
    const signer = createSigner();
    const log = await openLog(storage, signer, clock);
    await log.append([releaseOf(ada)]);
    await log.append([
      {
        v: 1,
        at: new Date(startMs).toISOString(),
        kind: 'index',
        size: 1,
        root: '0'.repeat(64),
        contributors: 0,
      },
    ]);
    const trust = { log: signer.verifier, witnesses: [] };
    await expect(
      verifyLog((path) => readLogResource(storage, path), { trust }),
    ).rejects.toMatchObject({ code: 'badIndex' });
  });
});

describe('one contributor’s history', () => {
  test('is exactly their entries, by the index and after it, whatever the log’s size', async () => {
    const mine: LogEntry[] = [];
    const entries = Array.from({ length: 9000 }, (_, at): LogEntry => {
      if (at % 97 !== 0) return at % 5 === 0 ? releaseOf(ben) : lockdownOf(at);
      const entry = releaseOf(ada, startMs + at);
      mine.push(entry);
      return entry;
    });
    const world = await createWorld(entries);
    await witnessLog(world);
    const history = await readHistory(world.read, ada, { trust: world.trust });
    expect(history.entries.map(({ entry }) => entry)).toEqual(mine);
    expect(history.scanned).toBeLessThan(4200);
    const full: LogEntry[] = [];
    await verifyLog(world.read, {
      trust: world.trust,
      onEntry: ({ entry }) => {
        if ('contributor' in entry && entry.contributor === ada) full.push(entry);
      },
    });
    expect(full).toEqual(mine);
    for (const path of world.storage.files.keys()) {
      if (path.startsWith('index/')) world.storage.files.delete(path);
    }
    const again = await openLog(world.storage, world.signer, clock);
    await again.append([releaseOf(ada)]);
    const more = await readHistory(world.read, ada, {
      trust: { ...world.trust, quorum: 0 },
      seen: [history.checkpoint],
    });
    expect(more.entries).toHaveLength(mine.length + 1);
    expect((await readHistory(world.read, newPseudonym(), { trust: world.trust })).entries).toEqual(
      [],
    );
  });

  test.each([
    ['takes its index up', false],
    ['reads every entry where its index was tampered with', true],
  ])('a log that is opened again %s, and goes on as an audit expects', async (_what, tampered) => {
    const entries = Array.from({ length: 9000 }, (_, at) =>
      releaseOf(at % 3 === 0 ? ada : ben, startMs + at),
    );
    const world = await createWorld(entries);
    const { files } = world.storage;
    const bucket = [...files.keys()].find((path) => /^index\/\d+\/[0-9a-f]$/.test(path)) ?? '';
    if (tampered)
      for (const path of files.keys()) {
        if (path.startsWith('index/') && !path.endsWith('root')) files.set(path, Uint8Array.of(1));
      }
    expect(bucket).not.toBe('');
    let read = 0;
    const counting: LogStorage = {
      ...world.storage,
      read: (path) => {
        if (path.startsWith('tile/entries/')) read += 1;
        return world.storage.read(path);
      },
    };
    const again = await openLog(counting, world.signer, clock);
    const bundles = Math.ceil(again.size() / 256);
    if (tampered) expect(read).toBeGreaterThanOrEqual(bundles);
    else expect(read).toBeLessThan(bundles);
    await again.append(Array.from({ length: 5000 }, (_, at) => releaseOf(ada, startMs + at)));
    await again.append([lockdownOf(1)]);
    await expect(
      verifyLog(world.read, { trust: { ...world.trust, quorum: 0 } }),
    ).resolves.toBeDefined();
    expect([...files.keys()].filter((path) => path.endsWith('/root'))).toHaveLength(2);
  });

  test('is refused where a bundle holds more than its entries, and reads but a few at a time', async () => {
    const world = await createWorld(
      Array.from({ length: 9000 }, (_, at) => (at % 97 === 0 ? releaseOf(ada) : lockdownOf(at))),
    );
    const trust = { ...world.trust, quorum: 0 };
    let [reading, most] = [0, 0];
    const counted = async (path: string): Promise<Uint8Array | null> => {
      if (!path.startsWith('tile/entries/')) return world.read(path);
      most = Math.max(most, (reading += 1));
      const bytes = await world.read(path);
      reading -= 1;
      return bytes;
    };
    await expect(readHistory(counted, ada, { trust })).resolves.toBeDefined();
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
    const longer = async (path: string): Promise<Uint8Array | null> => {
      const bytes = await world.read(path);
      return path === 'tile/entries/003' && bytes !== null ? Uint8Array.of(...bytes, 0) : bytes;
    };
    await expect(readHistory(longer, ada, { trust })).rejects.toMatchObject({ code: 'badBundle' });
  });

  test('is refused when any resource that it read was tampered with', async () => {
    const world = await createWorld(
      Array.from({ length: 4500 }, (_, at) => (at % 50 === 0 ? releaseOf(ada) : lockdownOf(at))),
    );
    const trust = { ...world.trust, quorum: 0 };
    const used = new Set<string>();
    const good = await readHistory(
      (path) => {
        used.add(path);
        return world.read(path);
      },
      ada,
      { trust },
    );
    const own = new Map(good.entries.map(({ index, bytes }) => [index, bytes]));
    const present = [...used].filter((path) => world.storage.files.has(path));
    expect(present.some((path) => path.startsWith('index/'))).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...present), fc.nat(), async (path, place) => {
        const bytes = Uint8Array.from(world.storage.files.get(path) ?? []);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        const read = (asked: string) =>
          asked === path ? Promise.resolve(bytes) : world.read(asked);
        const answer = await readHistory(read, ada, { trust }).catch(() => null);
        // A bundle may hold others' entries that the history does not rest on; its own must stand.
        if (answer === null) return;
        expect(path).toMatch(/^tile\/entries\//);
        expect(answer.entries.map(({ index }) => index)).toEqual([...own.keys()]);
        for (const { index, bytes: entry } of answer.entries) expect(entry).toEqual(own.get(index));
      }),
      { numRuns: 200 },
    );
  });
});

describe('one entry', () => {
  test('is proved only once a wanted witness has seen it, and only as it stands', async () => {
    const world = await createWorld([lockdownOf(1), releaseOf(ada)]);
    const { read, trust } = world;
    await expect(readProvedEntry(read, 1, trust)).rejects.toMatchObject({ code: 'notWitnessed' });
    await witnessLog(world);
    expect((await readProvedEntry(read, 1, trust)).entry.kind).toBe('release');
    await world.log.append([lockdownOf(2)]);
    expect((await readProvedEntry(read, 1, trust)).head.size).toBe(2);
    await expect(readProvedEntry(read, 2, trust)).rejects.toMatchObject({ code: 'notWitnessed' });
    const alone = { log: world.signer.verifier, witnesses: [] };
    expect((await readProvedEntry(read, 2, alone)).entry.kind).toBe('lockdown');
    const swapped = (path: string) => {
      const other = createMemoryStorage();
      return path.startsWith('tile/entries/')
        ? openLog(other, world.signer, clock)
            .then((log) => log.append([lockdownOf(1), releaseOf(ben), lockdownOf(3)]))
            .then(() => readLogResource(other, path))
        : read(path);
    };
    await expect(readProvedEntry(swapped, 1, trust)).rejects.toMatchObject({ code: 'forked' });
  });
});

describe('a witness', () => {
  const post = async (log: Log, witness: ReturnType<typeof createWitness>, oldSize: number) => {
    const { addCheckpointToBody } = await import('../src/index.ts');
    const proof = oldSize === 0 || oldSize >= log.size() ? [] : await log.consistencyProof(oldSize);
    return witness.addCheckpoint(addCheckpointToBody(oldSize, proof, log.readCheckpoint()));
  };

  test('cosigns a log that grows, and its cosignature is good', async () => {
    const world = await createWorld([lockdownOf(1)]);
    for (let at = 2; at < 40; at += 1) {
      const note = await witnessLog(world);
      expect(verifyCheckpoint(note, world.trust).cosignatures).toEqual([
        { witness: 'works-council', timestampSeconds: Math.floor(startMs / 1000) },
      ]);
      await world.log.append(Array.from({ length: at }, () => lockdownOf(at)));
    }
    const audit = await verifyLog(world.read, { trust: world.trust });
    expect(audit.witnessed?.size).toBeLessThan(audit.checkpoint.size);
  });

  test('answers each bad request as C2SP tlog-witness says, and cosigns none of them', async () => {
    const { log, witness, signer } = await createWorld([lockdownOf(1), lockdownOf(2)]);
    const stranger = await createWorld([lockdownOf(1)]);
    const note = log.readCheckpoint();
    const forged = note.replace('\n2\n', '\n3\n');
    const answer = async (body: string) => (await witness.addCheckpoint(body)).status;
    expect(await answer('')).toBe(400);
    expect(await answer(note)).toBe(400);
    expect(await answer(`old 01\n\n${note}`)).toBe(400);
    expect(await answer(`old 3\n\n${note}`)).toBe(400);
    expect(await answer(`old 0\n${'A'.repeat(43)}=\n`.repeat(64) + `\n${note}`)).toBe(400);
    expect(await answer(`old 0\n\nother.example\n${note.slice(note.indexOf('\n') + 1)}`)).toBe(404);
    expect(await answer(`old 0\n\n${forged}`)).toBe(403);
    expect(await answer(`old 0\n\n${stranger.log.readCheckpoint()}`)).toBe(403);
    expect(await post(log, witness, 1)).toEqual({
      status: 409,
      contentType: 'text/x.tlog.size',
      body: '0\n',
    });
    expect(await answer(`old 0\n${'A'.repeat(43)}=\n\n${note}`)).toBe(422);
    expect((await post(log, witness, 0)).status).toBe(200);
    expect((await post(log, witness, 2)).status).toBe(200);
    await log.append([lockdownOf(3)]);
    expect(await answer(`old 2\n\n${log.readCheckpoint()}`)).toBe(422);
    expect((await post(log, witness, 0)).body).toBe('2\n');
    expect(signer.verifier.name).not.toBe('works-council');
  });

  test('whose cosignature comes while the log grows never turns the served head back', async () => {
    const world = await createWorld([lockdownOf(1)]);
    const { signer, storage, trust, witness } = world;
    // A disk on which reading takes its time.
    const slow = {
      ...storage,
      read: async (path: string) => {
        const bytes = await storage.read(path);
        for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
        return bytes;
      },
    };
    const log = await openLog(slow, signer, clock);
    for (let round = 2; round < 30; round += 1) {
      const note = await seekCosignature(world.read, trust, (body) => witness.addCheckpoint(body));
      const keeping = log.addCosignatures(note, trust.witnesses);
      for (let steps = 0; steps < round; steps += 1) await new Promise(setImmediate);
      await Promise.all([keeping, log.append([lockdownOf(round)])]);
      const served = new TextDecoder().decode(storage.files.get('checkpoint'));
      expect(verifyCheckpoint(served, { ...trust, quorum: 0 }).size).toBe(log.size());
    }
  });

  test('that the log does not know gets no line into what the log serves', async () => {
    const world = await createWorld([lockdownOf(1)]);
    await witnessLog(world);
    const strange = createWitness({
      signer: createWitnessSigner('stranger'),
      logs: [world.signer.verifier],
      state: createMemoryState(),
      clock,
    });
    const trust = { ...world.trust, witnesses: [...world.trust.witnesses, strange.verifier] };
    const note = await seekCosignature(world.read, trust, (body) => strange.addCheckpoint(body));
    await expect(world.log.addCosignatures(note, world.trust.witnesses)).rejects.toMatchObject({
      code: 'badSignature',
    });
    await expect(verifyLog(world.read, { trust: world.trust })).resolves.toBeTruthy();
  });

  test('refuses a fork and a rollback, also after its own restart', async () => {
    const world = await createWorld([lockdownOf(1), lockdownOf(2), lockdownOf(3)]);
    const state = createMemoryState();
    const parts = { signer: createWitnessSigner(), logs: [world.signer.verifier], state, clock };
    const trust = { ...world.trust, witnesses: [parts.signer.verifier] };
    await seekCosignature(world.read, trust, (body) => createWitness(parts).addCheckpoint(body));
    const fork = createMemoryStorage();
    const forked = await openLog(fork, world.signer, clock);
    const seek = () =>
      seekCosignature(
        (path) => readLogResource(fork, path),
        trust,
        (body) => createWitness(parts).addCheckpoint(body),
      );
    await forked.append([lockdownOf(1), lockdownOf(2)]);
    await expect(seek()).rejects.toMatchObject({ code: 'rolledBack' });
    await forked.append([lockdownOf(4)]);
    await expect(seek()).rejects.toMatchObject({ code: 'forked' });
    await forked.append([lockdownOf(5)]);
    await expect(seek()).rejects.toMatchObject({ code: 'forked' });
  });

  test('cosigns one head at a time, so that racing requests cannot roll it back', async () => {
    const world = await createWorld([lockdownOf(1)]);
    const smaller = world.log.readCheckpoint();
    await world.log.append([lockdownOf(2)]);
    const larger = world.log.readCheckpoint();
    const answers = await Promise.all(
      [larger, smaller].map((note) => world.witness.addCheckpoint(`old 0\n\n${note}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  });
});

describe('the conduct that a log confesses', () => {
  const indices = (entries: readonly LogEntry[]) => {
    const check = createConductCheck();
    return entries
      .flatMap((entry, index) => check({ index, entry }))
      .map(({ index, kind }) => [index, kind]);
  };
  const release = releaseOf(ada);

  test('is a release under lockdown, but not after the resume', () => {
    const { grant, approvedBy } = release;
    const at = release.at;
    const resume = {
      v: 1,
      at,
      kind: 'resume',
      epoch: 1,
      stewards: [...approvedBy],
      reportSha256: 'd'.repeat(64),
    } as const;
    expect(indices([release, lockdownOf(1), release, resume, release])).toEqual([
      [2, 'duringLockdown'],
    ]);
    const [steward] = approvedBy;
    if (steward === undefined) throw new Error('No steward.');
    const revoked = { v: 1, at, kind: 'grantRevoked', grant, steward } as const;
    expect(indices([release, revoked, release])).toEqual([[2, 'afterRevocation']]);
  });

  test('is a release after the last consent for it was withdrawn, not one after a narrowing', () => {
    const { at, program } = release;
    const head = { v: 1, at, contributor: ada, program } as const;
    const [wide, narrow] = ['1'.repeat(64), '2'.repeat(64)];
    const received = (receiptSha256: string) =>
      ({ ...head, kind: 'consentReceived', receiptSha256 }) as const;
    const withdrawn = (receiptSha256: string) =>
      ({ ...head, kind: 'consentWithdrawn', receiptSha256 }) as const;
    expect(
      indices([
        received(wide),
        release,
        withdrawn(wide),
        received(narrow),
        release,
        withdrawn(narrow),
        release,
        received(wide),
        release,
      ]),
    ).toEqual([
      [6, 'afterWithdrawal'],
      [8, 'afterWithdrawal'],
    ]);
  });

  test('is a release with one approver, named once or twice', () => {
    const [steward] = release.approvedBy;
    if (steward === undefined) throw new Error('No steward.');
    expect(indices([{ ...release, approvedBy: [steward] }])).toHaveLength(1);
    expect(indices([{ ...release, approvedBy: [steward, steward] }])).toHaveLength(1);
  });

  test('is a release of somebody who was erased', () => {
    const erasure = {
      v: 1,
      at: release.at,
      kind: 'erasure',
      erasure: 'e'.repeat(64),
      contributor: ada,
      scope: { kind: 'program', program: release.program },
    } as const;
    expect(indices([release, erasure, release, releaseOf(ben)])).toEqual([[2, 'afterErasure']]);
    const { session } = release;
    const ofSession = { ...erasure, scope: { kind: 'sessions', sessions: [session] } } as const;
    expect(indices([release, ofSession, release])).toEqual([[2, 'afterErasure']]);
    const other = { ...release, session: createId('session', systemClock, systemRandom) };
    expect(indices([ofSession, other])).toEqual([]);
  });
});

describe('an incident', () => {
  test('names exactly the releases of its window, and exactly whose they were', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            atMs: fc.integer({ min: 0, max: 1000 }),
            who: fc.constantFrom(ada, ben),
            release: fc.boolean(),
          }),
          { maxLength: 60 },
        ),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        (planted, fromMs, untilMs) => {
          const entries = planted.map(({ atMs, who, release }, index) => ({
            index,
            entry: release ? releaseOf(who, startMs + atMs) : lockdownOf(atMs),
          }));
          const report = entriesToIncident(entries, {
            from: new Date(startMs + fromMs).toISOString(),
            until: new Date(startMs + untilMs).toISOString(),
          });
          const expected = planted
            .map((plant, index) => ({ ...plant, index }))
            .filter(({ release, atMs }) => release && atMs >= fromMs && atMs < untilMs);
          expect(report.releases.map(({ index }) => index)).toEqual(
            expected.map(({ index }) => index),
          );
          expect(new Set(report.contributors.keys())).toEqual(
            new Set(expected.map(({ who }) => who)),
          );
          expect(report.sizeBytes).toBe(expected.length * 4096);
        },
      ),
    );
  });
});
