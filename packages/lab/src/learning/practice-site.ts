/** The practice forms as a site on this machine, which keeps what it was told last. */
import { createServer } from 'node:http';
import { practiceForms, type PracticeForm } from './practice-form.ts';
import type { PracticeTask } from './practice-task.ts';

export interface PracticeSite {
  readonly origin: string;
  /** Forgets what it was told. */
  reset(): void;
  /** Whether it was told what the task asks for, and nothing else since `reset`. */
  isDone(task: PracticeTask): boolean;
  stop(): void;
}

const pageOf = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1>${body}</html>`;

const homePage = pageOf(
  'Practice desk',
  practiceForms.map(({ title, path }) => `<p><a href="${path}">${title}</a></p>`).join(''),
);

/** Besides what the task needs there is a field and a button that it does not. */
function formPage({ title, path, fields, ways }: PracticeForm): string {
  const inputs = [
    ...fields.map(({ label, kind }) => ({ label, kind })),
    { label: 'Note', kind: '' },
  ]
    .map(
      ({ label, kind }) =>
        `<p><label>${label} <input name="${label}" type="${kind === 'password' ? kind : 'text'}" autocomplete="off"></label></p>`,
    )
    .join('');
  const buttons = [...ways.map(({ button }) => button), 'Cancel']
    .map((button) => `<button name="button" value="${button}">${button}</button>`)
    .join(' ');
  return pageOf(title, `<form method="post" action="${path}">${inputs}${buttons}</form>`);
}

const wantedOf = ({ form, values, button }: PracticeTask): string =>
  JSON.stringify([form.path, ...form.fields.map(({ label }) => values[label]), '', button]);

export async function startPracticeSite(): Promise<PracticeSite> {
  let told: string[] = [];
  const server = createServer((request, response) => {
    const form = practiceForms.find(({ path }) => path === request.url);
    const answer = (page: string): void => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page);
    };
    if (form === undefined || request.method !== 'POST') {
      answer(form === undefined ? homePage : formPage(form));
      return;
    }
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const sent = new URLSearchParams(Buffer.concat(pieces).toString());
      told.push(JSON.stringify([form.path, ...sent.values()]));
      answer(pageOf('Received', '<p role="status">Thank you.</p>'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    reset: () => {
      told = [];
    },
    isDone: (task) => told.length === 1 && told[0] === wantedOf(task),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
