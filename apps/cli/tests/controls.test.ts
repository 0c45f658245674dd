/** The list of controls is what issue 4, part 8 asks for, one file each. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls } from '../src/verify/controls/index.ts';

const folder = join(import.meta.dirname, '../src/verify/controls');
const ids = controls.map(({ id }) => id);

/** What must be probed → the controls that do. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  'reads as each role': ['read-steward', 'read-researcher', 'read-operator', 'read-device'],
  'reads as nobody': ['read-nobody', 'read-stranger'],
  'reads across contributors': ['read-other-device', 'lease-others-consent', 'upload-for-another'],
  'an expired grant': ['release-expired-grant'],
  'a forged grant': ['release-forged-grant', 'release-stranger-approved'],
  'a replayed grant': ['release-replayed-claim', 'release-foreign-approval'],
  'a self-approved grant': ['release-self-approved', 'release-approved-twice'],
  'withdrawn consent': ['release-withdrawn', 'lease-withdrawn', 'upload-withdrawn'],
  'direct database reads': ['blind-database'],
  'direct blob reads': ['blind-blob', 'blind-disk'],
  'a rolled-back log': ['log-rolled-back', 'log-tampered'],
  'an upload without consent': ['upload-without-consent'],
  'an upload outside the allowlist': ['upload-outside-apps'],
  'an upload of a tier not consented': ['upload-higher-tier'],
  'a device key that was revoked': [
    'lease-revoked-device',
    'upload-revoked-device',
    'release-revoked-device',
  ],
  'a lockdown': ['release-locked', 'resume-alone', 'resume-on-red', 'lockdown-forged'],
};

describe('the controls', () => {
  test.each(Object.entries(wanted))('probe %s', (_what, needed) => {
    expect(ids).toEqual(expect.arrayContaining([...needed]));
  });

  test('are one file each, and every file is in the list once', () => {
    const files = readdirSync(folder).filter((name) => name !== 'index.ts');
    expect(files.map((name) => name.replace(/\.ts$/, '')).toSorted()).toEqual(ids.toSorted());
  });
});
