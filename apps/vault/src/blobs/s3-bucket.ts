/**
 * One prefix of an S3 bucket, with what an erasure needs of it: an object that
 * is deleted is gone. A bucket that keeps versions (object lock and replication
 * need them) is refused, at the start and at the first answer that tells of one.
 */
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { errorToLine } from '@understudy/base';
import type { Readable } from 'node:stream';
import { VaultError } from '../error.ts';
import { hasStatus, storeErrorToRefusal } from './s3-error.ts';

export interface Bucket {
  /** Durable, whole or not at all. */
  put(key: string, body: Uint8Array): Promise<void>;
  /** As `put`, but what is there already stays. Servers that know no conditions overwrite it. */
  putIfAbsent(key: string, body: Uint8Array): Promise<void>;
  /** null: there is no such object. Its bytes come, or it throws: a line that went dead ends it. */
  get(key: string): Promise<AsyncIterable<Uint8Array> | null>;
  has(key: string): Promise<boolean>;
  list(prefix: string): AsyncIterable<StoredObject>;
  remove(key: string): Promise<void>;
}

interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
}

const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 30_000;

/**
 * Credentials, region and endpoint come as the AWS SDK reads them: from the
 * environment, its files or the machine's role.
 * @param place `s3://bucket/prefix`
 * @throws VaultError badBlobs
 */
export async function openBucket(place: string): Promise<Bucket> {
  const { bucket, prefix } = parsePlace(place);
  const ownEndpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  const s3 = new S3Client({
    // Other servers than Amazon's have no name for each bucket.
    forcePathStyle: ownEndpoint !== undefined,
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
    // Newer checksums come as trailers, which other servers do not read; ours are in the manifests.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  await requireNoVersions(s3, bucket, place);
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  const put = async (key: string, body: Uint8Array): Promise<void> => {
    const { VersionId } = await asked(s3.send(new PutObjectCommand({ ...at(key), Body: body })));
    if (VersionId === undefined) return;
    await removeVersions(s3, bucket, prefix + key);
    throw keepsVersions(place);
  };
  return {
    put,
    putIfAbsent: async (key, body) => {
      try {
        await s3.send(new PutObjectCommand({ ...at(key), Body: body, IfNoneMatch: '*' }));
      } catch (error) {
        if (hasStatus(error, 412)) return;
        if (!hasStatus(error, 501)) throw storeErrorToRefusal(error);
        await put(key, body);
      }
    },
    get: async (key) => {
      const { Body } = await asked(
        orMissing(s3.send(new GetObjectCommand(at(key))), { Body: undefined }),
      );
      // In Node the body is always a stream of Node's.
      return Body === undefined ? null : whileAlive(Body as Readable);
    },
    has: async (key) =>
      (await asked(orMissing(s3.send(new HeadObjectCommand(at(key))), null))) !== null,
    list: (below) => listObjects(s3, bucket, prefix, below),
    remove: async (key) => {
      const { DeleteMarker, VersionId } = await asked(s3.send(new DeleteObjectCommand(at(key))));
      if (DeleteMarker !== true && VersionId === undefined) return;
      await removeVersions(s3, bucket, prefix + key);
    },
  };
}

async function* listObjects(
  s3: S3Client,
  bucket: string,
  prefix: string,
  below: string,
): AsyncGenerator<StoredObject> {
  let next: string | undefined;
  do {
    const page = await asked(
      s3.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix + below,
          ContinuationToken: next,
        }),
      ),
    );
    for (const { Key, Size } of page.Contents ?? []) {
      if (Key !== undefined) yield { key: Key.slice(prefix.length), sizeBytes: Size ?? 0 };
    }
    next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (next !== undefined);
}

/** Somebody switched versions on while we ran: what is to go goes in every version. */
async function removeVersions(s3: S3Client, bucket: string, key: string): Promise<void> {
  let from: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await asked(
      s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...from })),
    );
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key !== key) continue;
      await asked(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId })));
    }
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    from =
      IsTruncated === true && KeyMarker !== undefined
        ? { KeyMarker, ...(VersionIdMarker === undefined ? {} : { VersionIdMarker }) }
        : undefined;
  }
}

async function requireNoVersions(s3: S3Client, bucket: string, place: string): Promise<void> {
  const answer = await s3
    .send(new GetBucketVersioningCommand({ Bucket: bucket }))
    .catch((cause: unknown) => {
      // A server without versions says that it does not know the question.
      if (hasStatus(cause, 501)) return { Status: undefined };
      throw new VaultError({
        code: 'badBlobs',
        message: `The bucket of ${place} cannot be used (${errorToLine(cause)}).`,
        remedy:
          'Give AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, for another server than Amazon’s, AWS_ENDPOINT_URL_S3 in the environment, and let that user get, put, list and delete objects, and read whether the bucket keeps versions (docs/operate.md).',
        cause,
      });
    });
  // Also where they are suspended: those from before are still there.
  if (answer.Status !== undefined) throw keepsVersions(place);
}

function keepsVersions(place: string): VaultError {
  return new VaultError({
    code: 'badBlobs',
    message: `The bucket of ${place} keeps versions of its objects, so that nothing in it could be erased.`,
    remedy: 'Use a bucket in which versions were never switched on.',
  });
}

/** The SDK's own limit ends with the answer's head. A reader of ours may take as long as it likes. */
async function* whileAlive(body: Readable): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setTimeout(() => {
        body.destroy(new RangeError('nothing has come for too long'));
      }, requestTimeoutMs);
      const next = await asked(chunks.next()).finally(() => {
        clearTimeout(timer);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

function parsePlace(place: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, path] = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/([\w./-]*))?$/.exec(place) ?? [];
  const parts = (path ?? '').replace(/\/+$/, '').split('/');
  // Ways on the road, not names: a client or a proxy may resolve them.
  const named = parts.every((part) => part !== '.' && part !== '..');
  if (bucket !== undefined && named) {
    const prefix = parts.join('/');
    return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
  }
  throw new VaultError({
    code: 'badBlobs',
    // Not repeated: somebody may have written a key into it.
    message: 'That is no place in an S3 bucket.',
    remedy: 'Write --blobs as s3://bucket/prefix; keys come by the environment (AWS_…).',
  });
}

async function orMissing<Answer, Missing>(
  answer: Promise<Answer>,
  missing: Missing,
): Promise<Answer | Missing> {
  return answer.catch((error: unknown) => {
    if (hasStatus(error, 404)) return missing;
    throw error;
  });
}

async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    throw storeErrorToRefusal(error);
  });
}
