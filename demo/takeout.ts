/** A takeout's tar → each recording in it as text, without its pictures: to be searched. */
import { readRecording } from '@understudy/recording';
import { extract } from 'tar-stream';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** One text an entry: JSON lines of the events of an `.mcap`, any other entry as it is. */
export async function takeoutToTexts(tar: Uint8Array): Promise<readonly string[]> {
  const texts: string[] = [];
  const entries = Readable.from([tar]).pipe(extract());
  for await (const entry of entries) {
    const bytes = await buffer(entry);
    texts.push(
      entry.header.name.endsWith('.mcap') ? await eventsToText(bytes) : bytes.toString('utf8'),
    );
  }
  return texts;
}

async function eventsToText(mcap: Uint8Array): Promise<string> {
  const recording = await readRecording(mcap);
  const lines = [JSON.stringify(recording.header)];
  // What was typed, as one line, since each key is an event of its own.
  let typed = '';
  for await (const events of recording.events) {
    for (const event of events) {
      if (event.kind === 'screen') continue;
      lines.push(JSON.stringify(event));
      if (event.kind === 'key' && event.pressed && event.stroke.kind === 'known') {
        if (event.stroke.key.length === 1) typed += event.stroke.key;
      }
    }
  }
  return [...lines, typed].join('\n');
}
