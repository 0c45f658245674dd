/**
 * An S3 server of the test's own: OpenStack Swift as operators run it, with its
 * S3 API, in a folder of its own; null where it is not installed (Debian:
 * swift-proxy, swift-account, swift-container, swift-object).
 */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../cli/src/up/free-port.ts';

export interface S3Server {
  /** All that it writes to the disk. */
  readonly folder: string;
  /** What an operator would put into the vault's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** A fresh bucket. */
  createBucket(): Promise<string>;
  keepVersions(bucket: string): Promise<void>;
  /** Other bytes under a key, as a broken store may hold them. */
  put(bucket: string, key: string, bytes: Uint8Array): Promise<void>;
  /** Every object of it in every version, key → bytes. */
  contents(bucket: string): Promise<readonly { readonly key: string; readonly bytes: Buffer }[]>;
  stop(): Promise<void>;
}

/** Where Debian puts it. */
const bin = '/usr/bin';
const stores = ['account', 'container', 'object'] as const;
const [user, secret] = ['understudy:vault', 'only-for-tests'];

export async function startS3(): Promise<S3Server | null> {
  if (!existsSync(join(bin, 'swift-proxy-server'))) return null;
  const folder = mkdtempSync(join(tmpdir(), 'understudy-swift-'));
  mkdirSync(join(folder, 'devices', 'disk'), { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = understudy\n');
  const ports: number[] = [];
  while (ports.length <= stores.length) ports.push(await findFreePort(ports));
  const proxyPort = ports.at(-1) ?? 0;
  for (const [at, store] of stores.entries()) {
    write(`${store}.conf`, storeConfig(folder, store, ports[at] ?? 0));
    const ring = (...args: string[]): unknown =>
      spawnSync(join(bin, 'swift-ring-builder'), [join(folder, `${store}.builder`), ...args]);
    ring('create', '0', '1', '0');
    ring('add', `r1z1-127.0.0.1:${ports[at] ?? 0}/disk`, '1');
    ring('rebalance');
  }
  write('proxy.conf', proxyConfig(folder, proxyPort));
  const servers = [...stores, 'proxy'].map((name) =>
    spawn(join(bin, `swift-${name}-server`), [join(folder, `${name}.conf`)], { stdio: 'ignore' }),
  );
  for (const [at, port] of ports.entries()) await listensAt(port, servers[at]);
  const endpoint = `http://127.0.0.1:${proxyPort}`;
  const s3 = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: user, secretAccessKey: secret },
  });
  let made = 0;
  return {
    folder,
    environment: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: user,
      AWS_SECRET_ACCESS_KEY: secret,
    },
    createBucket: async () => {
      made += 1;
      const bucket = `segments-${made}`;
      await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      return bucket;
    },
    keepVersions: async (bucket) => {
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    },
    put: async (bucket, key, bytes) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    contents: async (bucket) => {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
      return Promise.all(
        (page.Versions ?? []).map(async ({ Key = '', VersionId }) => {
          const object = { Bucket: bucket, Key, VersionId };
          const { Body } = await s3.send(new GetObjectCommand(object));
          return { key: Key, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
        }),
      );
    },
    stop: async () => {
      await Promise.all(servers.map(ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function storeConfig(folder: string, store: string, port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
swift_dir = ${folder}
devices = ${join(folder, 'devices')}
mount_check = false
user = ${process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? '')}
[pipeline:main]
pipeline = ${store}-server
[app:${store}-server]
use = egg:swift#${store}
`;
}

/** It runs without its cache; the port 9 is nobody's. */
function proxyConfig(folder: string, port: number): string {
  const filters = {
    cache: 'egg:swift#memcache\nmemcache_servers = 127.0.0.1:9\nconnect_timeout = 0.01',
    s3api: 'egg:swift#s3api',
    tempauth: `egg:swift#tempauth\nuser_${user.replace(':', '_')} = ${secret} .admin`,
    copy: 'egg:swift#copy',
    slo: 'egg:swift#slo',
    versioned_writes: 'egg:swift#versioned_writes\nallow_object_versioning = true',
    symlink: 'egg:swift#symlink',
  };
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
swift_dir = ${folder}
user = ${process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? '')}
[pipeline:main]
pipeline = ${Object.keys(filters).join(' ')} proxy-server
${Object.entries(filters)
  .map(([name, use]) => `[filter:${name}]\nuse = ${use}\n`)
  .join('')}[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
`;
}

/** Swift tells nobody when it listens: it is tried until it does. */
async function listensAt(port: number, server: ChildProcess | undefined): Promise<void> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const socket = connect(port, '127.0.0.1', () => {
      resolve(true);
    }).on('error', () => {
      resolve(false);
    });
    const listens = await promise;
    socket.destroy();
    if (listens) return;
    if (server?.exitCode !== null) throw new Error(`The Swift server of port ${port} ended.`);
    await sleep(50);
  }
}

async function ended(server: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.once('exit', () => {
    resolve();
  });
  server.kill('SIGKILL');
  if (server.exitCode === null) await promise;
}
