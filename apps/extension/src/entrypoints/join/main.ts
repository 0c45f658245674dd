import { z } from 'zod';
import { join } from '../../me/join.ts';

z.config({ jitless: true });

const form = document.querySelector<HTMLFormElement>('#join');
const file = document.querySelector<HTMLInputElement>('#file');
const answer = document.querySelector('#answer');

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});

async function submit(): Promise<void> {
  const words = await join((await file?.files?.[0]?.text()) ?? '');
  if (words === null) location.replace('me.html');
  else if (answer !== null) answer.textContent = words;
}
