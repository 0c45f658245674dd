/**
 * Checking Merkle proofs: RFC 9162, sections 2.1.3.2 and 2.1.4.2, and subtrees
 * as in draft-ietf-plants-merkle-tree-certs (a subtree [start, end) begins at
 * a multiple of the power of two that holds it).
 *
 * Attacker-controlled: every argument. Sizes are not trusted to be integers.
 */
import { TlogError } from './error.ts';
import { emptyRoot, hashesEqual, hashSizeBytes, nodeHash, type Hash } from './hash.ts';

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** @throws TlogError badProof unless the leaf stands at `index` of the tree of `size` with `root` */
export function verifyInclusion(claim: InclusionClaim): void {
  verifySubtreeInclusion({ ...claim, start: 0, end: claim.size });
}

export interface SubtreeInclusionClaim extends Omit<InclusionClaim, 'size'> {
  readonly start: number;
  readonly end: number;
}

/** `index` counts from the start of the whole log; `root` is the subtree's. */
export function verifySubtreeInclusion(claim: SubtreeInclusionClaim): void {
  const { index, start, end, proof, root } = claim;
  requireSubtree(start, end);
  requireHashes([claim.leafHash, ...proof]);
  if (!Number.isSafeInteger(index) || index < start || index >= end) {
    throw badProof('The index lies outside the tree.');
  }
  let fn = index - start;
  let sn = end - start - 1;
  let computed = claim.leafHash;
  for (const sibling of proof) {
    if (sn === 0) throw badProof('The proof is too long.');
    if (isOdd(fn) || fn === sn) {
      computed = nodeHash(sibling, computed);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      computed = nodeHash(computed, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0) throw badProof('The proof is too short.');
  if (!hashesEqual(computed, root)) throw badProof('The proof leads to another root.');
}

export interface ConsistencyClaim {
  readonly fromSize: number;
  readonly toSize: number;
  readonly fromRoot: Hash;
  readonly toRoot: Hash;
  readonly proof: readonly Hash[];
}

/**
 * Whoever starts from an empty tree has nothing to check, and must not call this.
 * @throws TlogError badProof unless the tree of `toSize` begins with the tree of `fromSize`
 */
export function verifyConsistency(claim: ConsistencyClaim): void {
  const { fromSize, toSize, fromRoot, toRoot, proof } = claim;
  if (fromSize === 0) {
    // Every tree begins with the empty one: a proof of that would prove nothing.
    const same = toSize === 0 && hashesEqual(fromRoot, emptyRoot) && hashesEqual(toRoot, emptyRoot);
    if (same && proof.length === 0) return;
    throw badProof('There is no proof from the empty tree.');
  }
  verifySubtreeConsistency({
    start: 0,
    end: fromSize,
    size: toSize,
    subtreeRoot: fromRoot,
    root: toRoot,
    proof,
  });
}

export interface SubtreeConsistencyClaim {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly subtreeRoot: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** @throws TlogError badProof unless the tree of `size` holds the subtree [start, end) with that root */
export function verifySubtreeConsistency(claim: SubtreeConsistencyClaim): void {
  const { start, end, size, subtreeRoot, root, proof } = claim;
  requireHashes(proof);
  if (!Number.isSafeInteger(size) || end > size) throw badProof('The subtree ends past the tree.');
  if (start === end && Number.isSafeInteger(start) && start >= 0) {
    // Every tree holds the empty subtree: nothing to prove, so nothing may be given.
    if (proof.length === 0 && hashesEqual(subtreeRoot, emptyRoot)) return;
    throw badProof('The empty subtree has another root, or needs no proof.');
  }
  requireSubtree(start, end);
  let fn = start;
  let sn = end - 1;
  let tn = size - 1;
  while (fn !== sn && (sn === tn || isOdd(sn))) {
    fn = half(fn);
    sn = half(sn);
    tn = half(tn);
  }
  const startsWithRoot = fn === sn;
  const rest = startsWithRoot ? proof : proof.slice(1);
  const seed = startsWithRoot ? subtreeRoot : proof[0];
  if (seed === undefined) throw badProof('The proof is too short.');
  if (rest.length > 0) requireHashes([seed]);
  let first = seed;
  let second = seed;
  for (const sibling of rest) {
    if (tn === 0) throw badProof('The proof is too long.');
    if (isOdd(sn) || sn === tn) {
      if (fn < sn) first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (!isOdd(sn)) {
        fn = half(fn);
        sn = half(sn);
        tn = half(tn);
      }
    } else {
      second = nodeHash(second, sibling);
    }
    fn = half(fn);
    sn = half(sn);
    tn = half(tn);
  }
  if (tn !== 0) throw badProof('The proof is too short.');
  if (!hashesEqual(first, subtreeRoot) || !hashesEqual(second, root)) {
    throw badProof('The proof leads to another root.');
  }
}

/** Whether [start, end) can be a subtree: not empty, and aligned to the power of two that holds it. */
export function isSubtree(start: number, end: number): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start >= end) {
    return false;
  }
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

function requireSubtree(start: number, end: number): void {
  if (!isSubtree(start, end)) throw badProof('The range is no subtree.');
}

function requireHashes(hashes: readonly Hash[]): void {
  if (hashes.some((hash) => hash.length !== hashSizeBytes))
    throw badProof('A hash is not 32 bytes.');
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function badProof(message: string): TlogError {
  return new TlogError({
    code: 'badProof',
    message,
    remedy: 'Do not trust this answer; keep it and show it to the log’s witnesses.',
  });
}
