/** Notices by mail and webhook: real servers, one incident that is planted through real processes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { json, text } from 'node:stream/consumers';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { startLocalServer } from '@understudy/testkit/local-server';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approve, contribute, drawUpIncident, fetchPlain, requestGrantOn } from './contribution.ts';
import { readStewardKey } from '../src/person-key.ts';
import { startUp, type UpProcess } from './up-process.ts';

let up: UpProcess;
let folder: string;
beforeAll(async () => {
  up = await startUp();
  folder = await mkdtemp(join(tmpdir(), 'understudy-incident-'));
});
afterAll(async () => {
  await up.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

async function startMailServer() {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // Asked of a name server that does not answer, it holds every mail up.
    disableReverseLookup: true,
    onData: (stream, session, callback) => {
      void take(stream, session.envelope.rcptTo, callback);
    },
  });
  const take = async (
    stream: Readable,
    to: readonly { readonly address: string }[],
    done: () => void,
  ): Promise<void> => {
    // Quoted-printable breaks long lines (RFC 2045 §6.7).
    const body = (await text(stream)).replaceAll('=\r\n', '');
    mails.push({ to: to.map(({ address }) => address), text: body });
    done();
  };
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      resolve((listening.address() as AddressInfo).port);
    });
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function startWebhook() {
  const bodies: unknown[] = [];
  const server = await startLocalServer((request, response) => {
    void json(request).then((body) => {
      bodies.push(body);
      response.end();
    });
  });
  return { url: `${server.origin}/notices`, bodies, stop: server.close };
}

async function plantRead() {
  const contribution = await contribute(up, new TextEncoder().encode('one segment'));
  const granted = await requestGrantOn(up, contribution.program);
  for (const steward of up.stewards) await approve(up, granted, steward);
  await fetchPlain(granted, contribution, granted.person.identity);
  return contribution;
}

async function readSteward() {
  const { key } = await readStewardKey(up.stewards[0]);
  return createVaultClient({ baseUrl: up.vault, key });
}

async function notify(channels: unknown) {
  const file = join(folder, 'channels.json');
  await writeFile(file, JSON.stringify(channels));
  return drawUpIncident(up, '--notify', `--channels=${file}`);
}

test('whoever was read is told in the console, by mail where an address is known, and by webhook', async () => {
  const contribution = await plantRead();
  const mail = await startMailServer();
  const webhook = await startWebhook();
  try {
    const keeper = createKeeperClient({ baseUrl: up.keeper });
    const before = (await keeper.status()).logSize;
    const { code, summary } = await notify({
      mail: {
        server: mail.url,
        from: 'privacy@example.org',
        to: { [contribution.contributor]: 'ada@example.org' },
      },
      webhook: webhook.url,
    });
    expect(summary).toMatchObject({ contributors: 1, releases: 1, told: 1, failed: [] });
    expect(code).toBe(0);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.to).toEqual(['ada@example.org']);
    expect(mail.mails[0]?.text).toContain(contribution.session);
    expect(webhook.bodies).toMatchObject([{ contributor: contribution.contributor }]);
    const { vault } = contribution;
    expect((await vault.listNotices()).notices).toHaveLength(1);
    const steward = await readSteward();
    expect((await steward.listIncidents()).incidents).toMatchObject([
      { releases: 1, contributors: 1, receipts: 1, people: 1, fetched: 1 },
    ]);
    // The incident, and the receipt of its one notice.
    expect((await keeper.status()).logSize).toBe(before + 2);
  } finally {
    await mail.stop();
    await webhook.stop();
  }
});

test('a way that does not work is said, and the console still has the notice', async () => {
  const closed = await startWebhook();
  await closed.stop();
  const { code, summary } = await notify({ webhook: closed.url });
  expect(code).toBe(1);
  expect(summary).toMatchObject({ told: 1, failed: [{ by: 'webhook' }] });
});

test('a file of channels that says nothing is refused before anybody is told', async () => {
  const { code, err } = await notify({ mail: { server: 'http://x' } });
  expect(code).toBe(1);
  expect(err).toContain('channels.json');
});
