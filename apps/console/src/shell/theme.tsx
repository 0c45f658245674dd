/** Light, dark or as the system; remembered on this device. */
import { useSyncExternalStore } from 'react';
import { strings } from '../strings/strings.ts';
import classes from './shell.module.css';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const key = 'understudy.theme';
const listeners = new Set<() => void>();

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

export function storedTheme(): Theme {
  const value = localStorage.getItem(key);
  return isTheme(value) ? value : 'auto';
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function ThemePicker() {
  const theme = useSyncExternalStore(subscribe, storedTheme);
  return (
    <label className={classes['theme']}>
      <span>{strings.theme.label}</span>
      <select
        value={theme}
        onChange={({ target }) => isTheme(target.value) && applyTheme(target.value)}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {strings.theme[name]}
          </option>
        ))}
      </select>
    </label>
  );
}
