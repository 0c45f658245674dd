/** The rules of the chat rows: what LLaMA-Factory and ms-swift would stumble over. */
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { CheckContext, FormatCheck, Problem } from './check.ts';
import { coordinatesOf, isPixelOf, isShare } from './check-place.ts';
import { readRows } from './rows.ts';
import { checkStepTimes, stepTimesSchema } from './step-times.ts';

const message = z.object({ role: z.string(), content: z.string() });
const base = {
  messages: z.array(message),
  images: z.array(z.string()),
  session: z.string(),
  step: z.int(),
  understudy: stepTimesSchema,
};
const messagesRow = z.object(base);
const swiftRow = z.object({
  ...base,
  objects: z.object({
    bbox: z.array(z.array(z.number())),
    bbox_type: z.literal('real'),
    image_id: z.array(z.int()),
  }),
});
type Row = z.infer<typeof messagesRow>;

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** The session's steps in order, with terminate at the end and nowhere else. */
function createOrderCheck(problems: Problem[]) {
  let last: { row: Row; where: string } | null = null;
  const ended = (row: Row): boolean =>
    row.messages.at(-1)?.content.startsWith('computer.terminate(') === true;
  const close = (): void => {
    if (last !== null && !ended(last.row)) {
      problems.push({ where: last.where, what: 'the last step is not terminate' });
    }
  };
  return {
    see: (row: Row, where: string): void => {
      const goesOn = last?.row.session === row.session;
      if (!goesOn) close();
      if (goesOn && last !== null && ended(last.row)) {
        problems.push({ where, what: 'a step comes after terminate' });
      }
      if (row.step !== (goesOn && last !== null ? last.row.step + 1 : 0)) {
        problems.push({ where, what: 'its step is not its place' });
      }
      last = { row, where };
    },
    close,
  };
}

async function checkRow(row: Row, context: CheckContext): Promise<readonly string[]> {
  const what: string[] = [];
  const roles = row.messages.map(({ role }) => role);
  const turns = roles[0] === 'system' ? roles.slice(1) : roles;
  const alternate = turns.every((role, index) => role === (index % 2 === 0 ? 'user' : 'assistant'));
  if (!alternate || turns.length === 0 || turns.length % 2 !== 0)
    what.push('the roles do not alternate');
  const tokens = row.messages.reduce(
    (sum, { content }) => sum + occurrences(content, '<image>'),
    0,
  );
  if (tokens !== row.images.length) what.push('there are not as many <image> as images');
  for (const image of row.images) {
    if (!(await context.hasImage(image))) what.push('its image is missing');
  }
  if (!context.isKnown(row.session)) what.push('the session is not in the manifest');
  what.push(...checkStepTimes([row.understudy]));
  const answer = row.messages.at(-1)?.content ?? '';
  if (!coordinatesOf(answer).every(isShare)) what.push('a coordinate is outside the frame');
  return what;
}

async function checkBoxes(
  row: z.infer<typeof swiftRow>,
  folder: string,
): Promise<readonly string[]> {
  const what: string[] = [];
  const { bbox, image_id: imageIds } = row.objects;
  const text = row.messages.map(({ content }) => content).join('\n');
  if (occurrences(text, '<bbox>') !== bbox.length)
    what.push('there are not as many <bbox> as boxes');
  if (imageIds.length !== bbox.length) what.push('there are not as many image ids as boxes');
  const [image] = row.images;
  if (bbox.length === 0 || image === undefined) return what;
  const size = await sharp(join(folder, image))
    .metadata()
    .catch(() => ({ width: 0, height: 0 }));
  const inside = bbox.every(([x = -1, y = -1]) => isPixelOf({ x, y }, size.width, size.height));
  if (!inside) what.push('a box is outside its image');
  return what;
}

export const checkMessages: FormatCheck = async (context) => {
  const problems: Problem[] = [];
  const { folder } = context;
  for (const name of ['messages.jsonl', 'swift.jsonl'] as const) {
    const order = createOrderCheck(problems);
    const schema = name === 'swift.jsonl' ? swiftRow : messagesRow;
    for await (const { row, where } of readRows<Row>(join(folder, name), name, schema, problems)) {
      order.see(row, where);
      for (const what of await checkRow(row, context)) problems.push({ where, what });
      const swift = name === 'swift.jsonl' ? swiftRow.safeParse(row) : null;
      if (swift?.success !== true) continue;
      for (const what of await checkBoxes(swift.data, folder)) problems.push({ where, what });
    }
    order.close();
  }
  return problems;
};
