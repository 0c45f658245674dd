/** JSON lines, read one at a time; the first that cannot be read is a problem with its number. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import type { Problem } from './check.ts';

export async function* readRows<Row>(
  path: string,
  name: string,
  schema: z.ZodType<Row>,
  problems: Problem[],
): AsyncGenerator<{ readonly row: Row; readonly where: string }> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const where = `${name}:${number}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      problems.push({ where, what: 'the line is not JSON' });
      continue;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      yield { row: parsed.data, where };
    } else {
      const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
      problems.push({
        where,
        what: `the row does not follow its schema at ${paths || 'its root'}`,
      });
    }
  }
}
