import { z } from 'zod';
import { sendToBackground } from '../../own-channel.ts';
import { originToPattern } from '../../origin.ts';

z.config({ jitless: true });

const list = document.querySelector('#sites');
const allow = document.querySelector<HTMLButtonElement>('#allow');
const answer = document.querySelector('#answer');
const say = (words: string): void => {
  if (answer !== null) answer.textContent = words;
};

const told = z
  .array(z.string())
  .safeParse(await sendToBackground({ to: 'background', kind: 'missingSites' }));
const sites = told.success ? told.data : [];
list?.replaceChildren(
  ...sites.map((site) => {
    const item = document.createElement('li');
    item.textContent = site;
    return item;
  }),
);
if (sites.length === 0) finish('Nothing is missing: all sites of the recording may be seen.');
allow?.addEventListener('click', () => void request());

async function request(): Promise<void> {
  const patterns = [...new Set(sites.map(originToPattern))];
  if (await chrome.permissions.request({ origins: patterns })) {
    finish('Allowed. You can close this page.');
  } else {
    say('Not allowed: these sites stay covered. Press the button again if you change your mind.');
  }
}

function finish(words: string): void {
  if (allow !== null) allow.hidden = true;
  say(words);
}
