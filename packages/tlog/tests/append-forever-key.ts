/** The key that the writer of the kill -9 test keeps between its lives. */
import { revealSecret, Secret, systemRandom } from '@understudy/base';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createNoteSigner, ed25519KeyType, generateNoteKey } from '../src/note.ts';

export function readKey(file: string) {
  if (!existsSync(file)) {
    const key = generateNoteKey('log.example/killed', ed25519KeyType, systemRandom);
    writeFileSync(file, revealSecret(key));
  }
  return { signer: createNoteSigner(new Secret(readFileSync(file, 'utf8'))) };
}
