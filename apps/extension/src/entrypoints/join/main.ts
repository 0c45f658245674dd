import { z } from 'zod';
import { join } from '../../me/join.ts';

z.config({ jitless: true });

const form = document.querySelector<HTMLFormElement>('#join');
const file = document.querySelector<HTMLInputElement>('#file');
const button = document.querySelector<HTMLButtonElement>('#join button');
const answer = document.querySelector('#answer');

/** Read once it is chosen: a browser lets us ask it for something only within the press of the button. */
let text = '';
file?.addEventListener('change', () => void read());
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});

async function read(): Promise<void> {
  say('');
  text = (await file?.files?.[0]?.text()) ?? '';
  if (button !== null) button.disabled = text === '';
}

async function submit(): Promise<void> {
  say('Asking the servers that it names…');
  const words = await join(text);
  if (words === null) location.replace('me.html');
  else say(words);
}

function say(words: string): void {
  if (answer !== null) answer.textContent = words;
}
