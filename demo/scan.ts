/**
 * Searches every byte below some folders for planted values, in the forms that
 * software gives text: as it is, without its spaces, in URLs, JSON, UTF-16,
 * base64 and hex. Tells where and of which kind, never the value.
 */
import type { PlantedValue } from '@understudy/lab';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Find {
  readonly file: string;
  readonly kind: PlantedValue['kind'];
  readonly form: string;
}

interface Needle {
  readonly kind: PlantedValue['kind'];
  readonly form: string;
  readonly bytes: Buffer;
}

const pieceBytes = 4 * 1024 * 1024;

export function findPlanted(
  bytes: Uint8Array,
  planted: readonly PlantedValue[],
): readonly Omit<Find, 'file'>[] {
  return search(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), needlesOf(planted));
}

/** Every file below the folders is read; one that is no regular file is passed over. */
export async function scanFolders(
  folders: readonly string[],
  planted: readonly PlantedValue[],
): Promise<{
  readonly files: number;
  readonly sizeBytes: number;
  readonly finds: readonly Find[];
}> {
  const needles = needlesOf(planted);
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length));
  const finds: Find[] = [];
  let files = 0;
  let sizeBytes = 0;
  for (const folder of folders) {
    for (const name of await readdir(folder, { recursive: true })) {
      const file = join(folder, name);
      const facts = await stat(file).catch(() => null);
      if (facts === null || !facts.isFile()) continue;
      files += 1;
      const found = new Map<string, Find>();
      for (const { kind, form } of search(Buffer.from(name), needles)) {
        found.set(kind, { file, kind, form: `${form}, in its name` });
      }
      const handle = await open(file);
      try {
        const buffer = Buffer.alloc(pieceBytes + overlap);
        let kept = 0;
        for (;;) {
          const { bytesRead } = await handle.read(buffer, kept, pieceBytes);
          if (bytesRead === 0) break;
          sizeBytes += bytesRead;
          const seen = buffer.subarray(0, kept + bytesRead);
          for (const { kind, form } of search(seen, needles)) found.set(kind, { file, kind, form });
          kept = Math.min(overlap, seen.length);
          buffer.copyWithin(0, seen.length - kept, seen.length);
        }
      } finally {
        await handle.close();
      }
      finds.push(...found.values());
    }
  }
  return { files, sizeBytes, finds };
}

function search(bytes: Buffer, needles: readonly Needle[]): readonly Omit<Find, 'file'>[] {
  return needles
    .filter((needle) => bytes.includes(needle.bytes))
    .map(({ kind, form }) => ({ kind, form }));
}

function needlesOf(planted: readonly PlantedValue[]): readonly Needle[] {
  return planted.flatMap(({ kind, value }) => {
    const texts = new Map<string, string>([
      ['as it is', value],
      ['in lower case', value.toLowerCase()],
      ['without spaces', value.replaceAll(' ', '')],
      ['in a URL', encodeURIComponent(value)],
      ['in a form', encodeURIComponent(value).replaceAll('%20', '+')],
    ]);
    const needles: Needle[] = [];
    for (const [form, text] of texts)
      needles.push({ kind, form, bytes: Buffer.from(text, 'utf8') });
    needles.push(
      { kind, form: 'as UTF-16', bytes: Buffer.from(value, 'utf16le') },
      { kind, form: 'in hex', bytes: Buffer.from(Buffer.from(value).toString('hex')) },
    );
    // The middle of the base64 of each of the three ways that it may be aligned.
    for (const shift of [0, 1, 2]) {
      const text = Buffer.from('\0'.repeat(shift) + value)
        .toString('base64')
        .replaceAll('=', '');
      const middle = text.slice(shift === 0 ? 0 : 4, -2);
      needles.push({ kind, form: 'in base64', bytes: Buffer.from(middle) });
    }
    return needles;
  });
}
