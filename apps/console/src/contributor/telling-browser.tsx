import type { CompanionProgram } from '@understudy/protocol';
import { Command } from '../parts/command.tsx';
import { strings } from '../strings/strings.ts';
import { toShellWord } from '../words/shell-word.ts';

const text = strings.contributor.now;

/** How a browser is started that tells which page it shows: without that none of its sites is recorded. */
export function TellingBrowser({ program }: { readonly program: CompanionProgram }) {
  const browsers = program.apps.flatMap(({ app, origins }) =>
    origins === null ? [] : [{ app, site: origins[0] ?? '' }],
  );
  return browsers.map(({ app, site }, place) => (
    <Command
      key={app}
      // Said once, of all of them.
      label={place === 0 ? text.startSites : null}
      command={text.startBrowser(toShellWord(app), toShellWord(site))}
    />
  ));
}
