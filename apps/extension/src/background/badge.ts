/** The host's state → the badge: three states that differ by word and by shape, not by colour alone. */
import type { PageState } from '../messages.ts';

interface Badge {
  /** Four narrow characters fit at most: of a wider word the browser cuts both ends. */
  readonly text: string;
  readonly title: string;
  readonly colour: string;
}

function badgeOf(state: PageState): Badge {
  switch (state.kind) {
    case 'recording':
      return {
        text: 'REC',
        title: 'Understudy records this program’s sites. Click to pause.',
        colour: '#b3261e',
      };
    case 'paused':
      return {
        text: '❚❚',
        title: `Understudy is paused. ${state.words} Click to go on.`,
        colour: '#8a5a00',
      };
    case 'stopped':
      return { text: '', title: 'Understudy: nothing is recorded.', colour: '#555555' };
  }
}

export async function showBadge(state: PageState): Promise<void> {
  const { text, title, colour } = badgeOf(state);
  await chrome.action.setBadgeText({ text });
  await chrome.action.setBadgeBackgroundColor({ color: colour });
  await chrome.action.setBadgeTextColor({ color: '#ffffff' });
  await chrome.action.setTitle({ title });
}
