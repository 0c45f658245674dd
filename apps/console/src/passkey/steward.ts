/** Which steward sits at this browser: learnt when the passkey was registered here. */
import { isId, type StewardId } from '@understudy/base';

const key = 'understudy.steward';

export function rememberSteward(steward: StewardId): void {
  localStorage.setItem(key, steward);
}

export function rememberedSteward(): StewardId | null {
  const value = localStorage.getItem(key);
  return isId('steward', value) ? value : null;
}
