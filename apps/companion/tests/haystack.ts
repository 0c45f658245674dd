/**
 * Looks for needles in bytes the way a thief would: as they are, as UTF-16, in
 * base64 at any alignment, and inside whatever can be inflated or decompressed.
 */
import { gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Hit {
  readonly needle: string;
  readonly where: string;
  readonly how: string;
}

/** Every file below a folder. */
export async function searchFolder(
  folder: string,
  needles: readonly string[],
): Promise<readonly Hit[]> {
  const hits: Hit[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    hits.push(...searchBytes(await readFile(path), needles, path));
  }
  return hits;
}

export function searchBytes(
  bytes: Uint8Array,
  needles: readonly string[],
  where: string,
): readonly Hit[] {
  const hits: Hit[] = [];
  for (const [how, content] of layersOf(Buffer.from(bytes))) {
    const text = content.toString('latin1').toLowerCase();
    for (const needle of needles) {
      for (const [form, pattern] of formsOf(needle)) {
        const found = form.startsWith('base64')
          ? content.includes(pattern, 0, 'latin1')
          : text.includes(pattern);
        if (found) hits.push({ needle, where, how: `${how}, ${form}` });
      }
    }
  }
  return hits;
}

/** How a needle may stand in bytes that are read as Latin-1. */
function formsOf(needle: string): readonly (readonly [string, string])[] {
  const utf8 = Buffer.from(needle);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64');
    // The first and the last characters depend on what stands beside the needle.
    return [`base64+${shift}`, text.slice(shift === 0 ? 0 : shift + 1, -4)] as const;
  });
  const lower = needle.toLowerCase();
  return [
    ['raw', Buffer.from(lower).toString('latin1')],
    ['utf-16', Buffer.from(lower, 'utf16le').toString('latin1')],
    ['percent-encoded', encodeURIComponent(lower).toLowerCase()],
    ...base64,
  ];
}

const decompressors = [
  ['gzip', Buffer.from([0x1f, 0x8b]), gunzipSync],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), zstdDecompressSync],
  ['zlib', Buffer.from([0x78, 0x9c]), inflateSync],
  ['zlib', Buffer.from([0x78, 0x01]), inflateSync],
  ['deflate', null, inflateRawSync],
] as const;

/** The bytes themselves, and everything that decompresses from anywhere within them. */
function* layersOf(bytes: Buffer, depth = 0): Generator<readonly [string, Buffer]> {
  yield ['plain', bytes];
  if (depth > 1) return;
  for (const [name, magic, decompress] of decompressors) {
    for (let at = magic === null ? 0 : bytes.indexOf(magic); at >= 0;) {
      const inner = tryDecompress(decompress, bytes.subarray(at));
      if (inner !== null && inner.length > 0) {
        for (const [how, layer] of layersOf(inner, depth + 1)) yield [`${name} ${how}`, layer];
      }
      at = magic === null ? -1 : bytes.indexOf(magic, at + 1);
    }
  }
}

function tryDecompress(
  decompress: (bytes: Uint8Array, options?: { finishFlush?: number }) => Buffer,
  bytes: Uint8Array,
): Buffer | null {
  try {
    return decompress(bytes);
  } catch {
    return null;
  }
}
