/** What an S3 server, or the way to it, says → the refusal that a device gets, which then waits and tries again. */
import { S3ServiceException } from '@aws-sdk/client-s3';
import { ProtocolError } from '@understudy/protocol';
import { diskFull } from '../disk-full.ts';

/** Of MinIO, Ceph and Amazon's directory buckets, in this order. */
const fullNames: ReadonlySet<string> = new Set([
  'XMinioStorageFull',
  'QuotaExceeded',
  'InsufficientCapacity',
]);

export function storeErrorToRefusal(error: unknown): ProtocolError {
  if (error instanceof S3ServiceException && (fullNames.has(error.name) || hasStatus(error, 507))) {
    return diskFull(error);
  }
  return new ProtocolError({
    code: 'storeDown',
    message: 'The vault cannot reach the store of its segments.',
    remedy: 'Try again later; the operator must check the bucket and the way to it.',
    cause: error,
  });
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
}
