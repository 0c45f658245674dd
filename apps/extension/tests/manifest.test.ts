import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from 'wxt';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const manifestSchema = z.looseObject({
  permissions: z.array(z.string()),
  optional_permissions: z.array(z.string()),
  optional_host_permissions: z.array(z.string()),
  incognito: z.string(),
  icons: z.record(z.string(), z.string()),
  content_security_policy: z.object({ extension_pages: z.string() }),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-build-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([
  ['chrome', ['nativeMessaging', 'offscreen', 'scripting', 'unlimitedStorage', 'webNavigation']],
  ['firefox', ['nativeMessaging', 'scripting', 'unlimitedStorage', 'webNavigation']],
])('built for %s from the one source', (browser, permissions) => {
  let manifest: z.infer<typeof manifestSchema>;
  beforeAll(async () => {
    await build({ root, browser, outDir: folder });
    const path = join(folder, `${browser}-mv3`, 'manifest.json');
    manifest = manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  });

  test('it asks at installation for no site and for no more than the documented permissions', () => {
    expect(manifest.permissions.toSorted()).toEqual(permissions);
    expect(manifest).not.toHaveProperty('host_permissions');
    expect(manifest).not.toHaveProperty('content_scripts');
    expect(manifest.optional_permissions).toEqual(['downloads']);
    expect(manifest.optional_host_permissions).toEqual(['<all_urls>']);
  });

  test('it has a mark of its own in the toolbar, where its badge stands', async () => {
    const sizes = Object.entries(manifest.icons).map(async ([size, path]) => {
      const { width, height, format } = await sharp(
        join(folder, `${browser}-mv3`, path),
      ).metadata();
      expect({ width, height, format }).toEqual({
        width: Number(size),
        height: Number(size),
        format: 'png',
      });
    });
    await Promise.all(sizes);
    expect(sizes.length).toBeGreaterThan(1);
  });

  test('it stays out of private windows, and pages can neither load nor message it', () => {
    expect(manifest.incognito).toBe('not_allowed');
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
  });

  test('its pages run their own scripts only', () => {
    expect(manifest.content_security_policy.extension_pages).toBe(
      "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
    );
  });

  test('the script for pages carries no parser of schemas: each frame would run it', async () => {
    const text = await readFile(
      join(folder, `${browser}-mv3`, 'content-scripts', 'page.js'),
      'utf8',
    );
    expect(text).not.toContain('ZodError');
  });

  test('the script for pages is ASCII, which every page’s encoding reads alike', async () => {
    const bytes = await readFile(join(folder, `${browser}-mv3`, 'content-scripts', 'page.js'));
    expect(bytes.findIndex((byte) => byte > 127)).toBe(-1);
  });
});
