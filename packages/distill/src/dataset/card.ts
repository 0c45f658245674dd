/** The dataset card (`README.md`) of a Parquet dataset, as Hugging Face reads it. */
import type { Manifest } from './manifest.ts';

const sizes = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
] as const;

export function cardOf(manifest: Omit<Manifest, 'files'>): string {
  const steps = manifest.sessions.reduce((sum, session) => sum + session.steps, 0);
  const size = sizes.find(([most]) => steps < most)?.[1] ?? 'n>1M';
  const consented = manifest.sessions.filter(({ consent }) => consent.kind === 'consented').length;
  const verdicts = manifest.sessions.map(({ quality }) => quality?.verdict ?? 'notReplayed');
  const said = [...new Set(verdicts)].toSorted().map((verdict) => {
    const sessions = verdicts.filter((one) => one === verdict).length;
    return `| ${verdict === 'notReplayed' ? 'not replayed' : verdict} | ${sessions} |`;
  });
  return `---
license: ${manifest.licence}
task_categories:
- image-text-to-text
tags:
- computer-use
- gui-agent
size_categories:
- ${size}
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*.parquet
---

# Computer-use demonstrations

${steps} steps of ${manifest.sessions.length} sessions, one row a step: the screenshot before the action, the action as pyautogui code with coordinates from 0 to 1, and the control that it was done to. Actions were distilled by the profile ${manifest.profile.name} version ${manifest.profile.version} of ${manifest.tool}.

${consented} of the sessions were recorded with consent for a stated purpose, redacted on the person's own device; \`dataset.json\` names the consent and grant of each. A person may withdraw: check a copy with \`understudy check\`, and make it again without the sessions that are gone with \`--drop\`.

| replay | sessions |
|---|---|
${said.join('\n')}

A session is verified when a replay of its steps reached the outcome and the same replay without its last step did not; \`dataset.json\` has the reasons, how each step was found, and which steps are redundant.
`;
}
