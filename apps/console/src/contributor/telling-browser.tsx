import type { CompanionProgram } from '@understudy/protocol';
import { Command } from '../parts/command.tsx';
import { strings } from '../strings/strings.ts';
import { toShellWord } from '../words/shell-word.ts';

const text = strings.contributor.now;

/** How a browser is started that tells which page it shows: without that none of its sites is recorded. */
export function TellingBrowser({ program }: { readonly program: CompanionProgram }) {
  return program.apps.map(
    ({ app, origins }) =>
      origins !== null && (
        <Command
          key={app}
          label={text.startSites}
          command={text.startBrowser(toShellWord(app), toShellWord(origins[0] ?? ''))}
        />
      ),
  );
}
