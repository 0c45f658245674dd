/**
 * One protection taken out of the real code: exact pieces of source, and what
 * stands in their place. Source that moved on makes the fault unplantable,
 * which the run reports, rather than harmless.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Fault {
  /** The deployment that this makes, in words: "a keeper that …". */
  readonly what: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  /** From the repository's root. */
  readonly module: string;
  /** Every occurrence is replaced; there must be one. */
  readonly find: string;
  readonly put: string;
}

const repository = pathToFileURL(join(import.meta.dirname, '../../../../..')).href;

/**
 * Loads a module and all of the product below it anew, with the fault in it;
 * what was loaded before stays as it is. Packages of others are shared.
 * @returns the module's namespace; `missing` names edits that found no place
 */
export async function importWithFault(
  { edits }: Fault,
  name: string,
  entry: URL,
): Promise<{ readonly module: unknown; readonly missing: readonly string[] }> {
  // Part of every URL of this copy, as a query: so it is another module to Node.
  const mark = `?fault=${name}`;
  const waiting = new Set(edits);
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      const own = resolved.url.startsWith(repository) && !resolved.url.includes('/node_modules/');
      const inCopy = context.parentURL?.endsWith(mark) === true;
      return own && inCopy ? { ...resolved, url: `${resolved.url}${mark}` } : resolved;
    },
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const here = edits.filter(({ module }) => url === `${repository}/${module}${mark}`);
      if (here.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
      let source = sourceToText(loaded.source);
      for (const edit of here) {
        if (!source.includes(edit.find)) continue;
        source = source.replaceAll(edit.find, () => edit.put);
        waiting.delete(edit);
      }
      return { ...loaded, source };
    },
  });
  const module: unknown = await import(`${entry.href}${mark}`);
  return {
    module,
    missing: [...waiting].map((edit) => `${edit.module}: ${edit.find}`),
  };
}

function sourceToText(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  if (typeof source === 'string') return source;
  return new TextDecoder().decode(source);
}

/** A policy's text, changed as it is read. */
export function policyEdit(find: string, put: string): Edit {
  const read = "readFileSync(join(folder, name), 'utf8')";
  return {
    module: 'apps/keeper/src/policy/policies.ts',
    find: `.map((name) => ${read})`,
    put: `.map((name) => ${read}.replaceAll(${JSON.stringify(find)}, ${JSON.stringify(put)}))`,
  };
}

/** No signature of a statement is looked at: whoever signed passes for the one who should have. */
export const signaturesUnchecked: readonly Edit[] = [
  {
    module: 'packages/consent/src/statement.ts',
    find: 'const trusted = await findKey(header.kid, keys);',
    put: 'const trusted = (await findKey(header.kid, keys)) ?? keys[0] ?? null;',
  },
  {
    module: 'packages/consent/src/statement.ts',
    find: "const { payload } = await compactVerify(jws, publicKey, { algorithms: ['EdDSA'] });",
    put: "void publicKey; const payload = base64urlnopad.decode(jws.split('.')[1] ?? '');",
  },
  {
    module: 'packages/consent/src/statement.ts',
    find: 'kid: header.kid };',
    put: 'kid: await publicJwkToKid(trusted) };',
  },
];

/** What `understudy verify`'s recorder uploads is not sealed. */
export const sealingOff: readonly Edit[] = [
  {
    module: 'packages/seal/src/age-file.ts',
    find: 'const { head, key } = await startFile(recipients, random);',
    put: 'yield* toPieces(plain); return; const { head, key } = await startFile(recipients, random);',
  },
];

/** No clock ends a release: neither that of its grant, of its consent, nor of its retention. */
export const releaseNeverEnds: Edit = {
  module: 'apps/keeper/src/release/still-allowed.ts',
  find: 'seen.stands && clock.nowMs() < untilMs',
  put: 'seen.stands && 0 < untilMs',
};
