/** The demo's page: each step as a picture with its target marked, its code; the table; the audit. */
import { basename } from 'node:path';
import type { DemoDataset, DemoStep } from './dataset.ts';

export interface DemoReport {
  readonly dataset: DemoDataset;
  readonly table: readonly (readonly [measure: string, value: string])[];
  /** What `understudy audit` told, line by line. */
  readonly audit: string;
  /** Where the pictures are, seen from the page. */
  readonly imagesAt: string;
}

const style = `
:root { color-scheme: light dark; --ink: #1b2230; --soft: #5b6474; --line: #d8dde6; --paper: #fff; --ground: #f4f6f9; --mark: #d9381e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf1; --soft: #a3adbd; --line: #333b48; --paper: #1c222c; --ground: #12161d; --mark: #ff7a5c; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, 'Liberation Sans', sans-serif; color: var(--ink); background: var(--ground); }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 80px; }
h1 { font-size: 28px; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 44px 0 14px; }
.lead { color: var(--soft); margin: 0 0 28px; font-size: 17px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; margin: 0 0 22px; }
figure { margin: 0; position: relative; line-height: 0; border-bottom: 1px solid var(--line); }
figure img { width: 100%; height: auto; }
figure svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.words { padding: 14px 18px; display: flex; gap: 14px; align-items: baseline; flex-wrap: wrap; }
.number { font-weight: 700; color: var(--mark); }
.target { color: var(--soft); font-size: 14px; }
code, pre { font: 14px/1.5 'DejaVu Sans Mono', monospace; }
code { overflow-wrap: anywhere; flex: 1 1 320px; }
pre { margin: 0; padding: 16px 18px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: 9px 18px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > * { border-bottom: 0; }
th { font-weight: 500; color: var(--soft); width: 38%; }
`;

export function reportToHtml(report: DemoReport): string {
  const { dataset, table, audit, imagesAt } = report;
  const rows = table.map(
    ([measure, value]) =>
      `<tr><th scope="row">${escape(measure)}</th><td>${escape(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Understudy: what the demo made</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>What the demo made</h1>
<p class="lead">${escape(dataset.instruction)}</p>
<section class="card"><table>${rows.join('')}</table></section>
<h2>${dataset.steps.length} steps, each on the frame before it</h2>
${dataset.steps.map((step) => stepToHtml(step, imagesAt)).join('\n')}
<h2>The audit: who read what</h2>
<section class="card"><pre>${escape(audit)}</pre></section>
</main>
</body>
</html>
`;
}

function stepToHtml(step: DemoStep, imagesAt: string): string {
  const { width, height } = step.size;
  const target =
    step.target === null
      ? ''
      : `<span class="target">${escape(`${step.target.role} “${step.target.name}”`)}</span>`;
  return `<article class="card" id="step-${step.index}">
<figure><img src="${escape(`${imagesAt}/${basename(step.image)}`)}" width="${width}" height="${height}" loading="lazy" alt="The screen before step ${step.index + 1}">${markToSvg(step)}</figure>
<div class="words"><span class="number">${step.index + 1}</span><code>${escape(step.code)}</code>${target}</div>
</article>`;
}

/** The target's box and the place of the action, drawn over the frame in its own pixels. */
export function markToSvg(step: DemoStep): string {
  const { width, height } = step.size;
  const parts: string[] = [];
  const line = 'fill="none" stroke="#d9381e" stroke-width="3"';
  if (step.target !== null) {
    const { x, y, width: boxWidth, height: boxHeight } = step.target.box;
    parts.push(
      `<rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5" ${line}/>`,
    );
  }
  if (step.point !== null) {
    const { x, y } = step.point;
    parts.push(
      `<circle cx="${x}" cy="${y}" r="9" fill="#fff" fill-opacity="0.8" stroke="#d9381e" stroke-width="3"/>`,
      `<circle cx="${x}" cy="${y}" r="2.5" fill="#d9381e"/>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" aria-hidden="true">${parts.join('')}</svg>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
