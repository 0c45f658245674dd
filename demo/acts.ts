/** The acts of the demo in their order, each by the commands of its people. */
import { plantedValues, startOrderDesk } from '@understudy/lab';
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findWrongSteps } from './check-steps.ts';
import { lookAtPictures } from './check-pictures.ts';
import {
  openTakeout,
  reviewByRules,
  startRecord,
  stopRecord,
  withdrawAndErase,
} from './contributor.ts';
import { readDataset } from './dataset.ts';
import { openDesktop, startApps } from './desktop.ts';
import { figuresToTable, type Figures } from './figures.ts';
import type { HandsDeed, HandsScript } from './hands-script.ts';
import { drawContactSheet, drawStep, photographPage } from './pictures.ts';
import { readProcessCost } from './process-cost.ts';
import { reportToHtml } from './report.ts';
import { approveGrant, exportDataset, requestGrant } from './research.ts';
import { findPlanted, scanFolders } from './scan.ts';
import { startServers, type Servers } from './servers.ts';
import { say, stage } from './stage.ts';
import { takeoutToTexts } from './takeout.ts';
import { demoSteps, newAddress } from './task.ts';
import { createPerson, type Person } from './understudy.ts';

export interface DemoOptions {
  readonly outDir: string;
  /** For homes and keys; goes with the demo. */
  readonly workDir: string;
  /** Called back in reverse order at the end, whatever the end. */
  readonly onClose: (close: () => Promise<void>) => void;
}

export interface DemoResult {
  readonly figures: Figures;
  readonly problems: readonly string[];
}

const handsFile = fileURLToPath(new URL('./hands.ts', import.meta.url));

export async function runDemo({ outDir, workDir, onClose }: DemoOptions): Promise<DemoResult> {
  const startedMs = performance.now();
  const problems: string[] = [];
  const datasetDir = join(outDir, 'dataset');

  const { desk, desktop, apps } = await stage(
    'Set up a desktop with a browser and an editor',
    async () => {
      const desk = await startOrderDesk({ port: 0 });
      onClose(desk.stop);
      const desktop = await openDesktop(process.env);
      onClose(() => desktop.stop());
      return { desk, desktop, apps: await startApps(desktop, desk.origin) };
    },
  );
  const person = async (name: string): Promise<Person> => {
    const home = join(workDir, name);
    await mkdir(home, { mode: 0o700 });
    // Each command is a process of its own: what one has compiled, the next one takes.
    return createPerson(home, {
      ...desktop.env,
      NODE_COMPILE_CACHE: join(desktop.dir, 'compiled'),
    });
  };
  const [operator, contributor, researcher, steward] = await Promise.all([
    person('operator'),
    person('contributor'),
    person('researcher'),
    person('steward'),
  ]);

  const servers = await stage('Start keeper and vault, publish a program', () =>
    startServers(operator, steward, desk.origin, onClose),
  );

  const record = await stage('The contributor consents and starts recording', () =>
    startRecord(contributor, servers),
  );
  onClose(async () => {
    await contributor.attempt({ verb: 'stop' });
  });
  say(`session ${record.session}`);

  const before = await readProcessCost(record.pid);
  const beforeMs = performance.now();
  const deeds = await stage('A minute of work: hands at mouse and keyboard', () =>
    work(
      {
        display: desktop.display,
        debuggerUrl: apps.browser.debuggerUrl,
        steps: demoSteps(apps.paper),
      },
      desktop.env,
    ),
  );
  const after = await readProcessCost(record.pid);
  const recordedMs = performance.now() - beforeMs;
  const delivered = desk.customers()[0]?.addresses.delivery;
  if (delivered?.street !== newAddress.street || delivered.postcode !== newAddress.postcode) {
    problems.push('The work itself went wrong: the new address was not saved.');
  }

  const stopMs = performance.now();
  const stopped = await stage('Stop: the last segment is sealed', () => stopRecord(contributor));
  problems.push(...stopped.problems);
  const redacted = await stage('Review by rules that deny by default', () =>
    reviewByRules(contributor, record.session, desk.origin, workDir),
  );
  await stage('Share what was reviewed', () =>
    contributor.run({ verb: 'share', of: [record.session] }),
  );

  const grant = await stage('A researcher asks for a grant', () =>
    requestGrant(researcher, servers),
  );
  await stage('One steward approves: not enough', async () => {
    await approveGrant(steward, servers, grant, servers.stewardKeys[0]);
    const early = await exportDataset(researcher, servers, grant, join(workDir, 'early'));
    if (early.exitCode === 0) problems.push('One approval was enough to export.');
  });
  const exported = await stage('A second steward approves; the dataset is exported', async () => {
    await approveGrant(steward, servers, grant, servers.stewardKeys[1]);
    const ran = await exportDataset(researcher, servers, grant, datasetDir);
    if (ran.exitCode !== 0) throw new Error(`The export was refused: ${ran.errors}`);
    return readDataset(datasetDir);
  });
  const stopToDatasetMs = performance.now() - stopMs;
  const [dataset] = exported;
  if (dataset === undefined) throw new Error('The dataset has no row.');
  await researcher.run({ verb: 'check', of: [datasetDir] });

  const takeout = await stage("The contributor's takeout, to be searched", async () =>
    takeoutToTexts(await openTakeout(contributor, workDir)),
  );
  await stage('The contributor withdraws and erases; a second export is refused', async () => {
    const receipt = await withdrawAndErase(contributor);
    await writeFile(join(outDir, 'erasure-receipt.jws'), receipt);
    const again = await exportDataset(researcher, servers, grant, join(workDir, 'again'));
    if (again.exitCode === 0) problems.push('The export went on after the erasure.');
    else say(`refused: ${firstLine(again.errors)}`);
  });
  const audit = await stage('The audit: who read what, why, approved by whom', () =>
    readAudit(steward, servers),
  );
  await writeFile(join(outDir, 'audit.txt'), `${audit.text}\n`);

  const planted = plantedValues();
  const pictures = await stage(
    'Look at every frame; compare each click with what the hands did',
    () => lookAtPictures(dataset.steps, planted, availableParallelism()),
  );
  problems.push(...findWrongSteps(dataset.steps, deeds), ...pictures.problems);

  const scan = await stage('Search everything that was written for planted values', () =>
    scanFolders([workDir, outDir], planted),
  );
  for (const { file, kind, form } of scan.finds) {
    problems.push(`A planted ${kind} stands in ${file} (${form}).`);
  }
  for (const text of takeout) {
    for (const { kind, form } of findPlanted(Buffer.from(text), planted)) {
      problems.push(`A planted ${kind} stands in what was recorded (${form}).`);
    }
  }

  const figures: Figures = {
    recordedMs,
    ...stopped.accounting,
    recorderCpuMs: (after?.cpuMs ?? 0) - (before?.cpuMs ?? 0),
    recorderPeakBytes: after?.peakBytes ?? 0,
    segments: stopped.segments,
    sealedBytes: stopped.sealedBytes,
    redacted,
    logLines: audit.releases,
    rows: exported.length,
    steps: dataset.steps.length,
    stopToDatasetMs,
    scannedFiles: scan.files,
    scannedBytes: scan.sizeBytes,
    framesRead: pictures.frames,
    labelsRead: pictures.labelsRead,
    totalMs: performance.now() - startedMs,
  };
  await stage('Draw the pictures', async () => {
    const page = join(outDir, 'index.html');
    const html = reportToHtml({
      dataset,
      table: figuresToTable(figures),
      audit: audit.text,
      imagesAt: 'dataset/images',
    });
    await writeFile(page, html);
    await writeFile(join(outDir, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
    await photographPage(pathToFileURL(page).href, outDir);
    const clicks = dataset.steps.filter(({ kind, target }) => target !== null && kind === 'click');
    await drawContactSheet(clicks, outDir);
    const save = clicks.find(({ target }) => target?.name === 'Save address');
    if (save !== undefined) await drawStep(save, outDir);
  });
  return { figures, problems };
}

/** Runs the script in a process of its own; resolves with what the hands did. */
function work(
  script: HandsScript,
  env: Readonly<Record<string, string>>,
): Promise<readonly HandsDeed[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [handsFile], {
      env: { ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const deeds: HandsDeed[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const deed: HandsDeed = JSON.parse(line);
      deeds.push(deed);
      if (deed.kind === 'click')
        say(`${deeds.length} of ${script.steps.length}: clicked ${deed.target ?? ''}`);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(deeds);
      else reject(new Error(`The hands ended with ${code}.`));
    });
    child.stdin.end(JSON.stringify(script));
  });
}

/** The whole log, checked on this machine; `releases` are the lines about readings. */
async function readAudit(
  steward: Person,
  { vaultUrl, logKey }: Servers,
): Promise<{ readonly text: string; readonly releases: number }> {
  const options = { entries: true, vault: vaultUrl, 'log-key': logKey } as const;
  const answers = await steward.run({ verb: 'audit', options });
  const words = await steward.attempt({ verb: 'audit', options, inWords: true });
  return {
    text: words.output.trim(),
    releases: answers.filter(({ kind }) => kind === 'release').length,
  };
}

function firstLine(text: string): string {
  return text.split('\n').at(-1) ?? '';
}
