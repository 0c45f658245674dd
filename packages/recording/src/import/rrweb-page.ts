/**
 * What rrweb's snapshots say of a page: what stands in frames, whose events are
 * placed from the frame's own corner; and of its fields, what kind each is and
 * what stood in it, so that what a person types can be told from what was there.
 */
import { z } from 'zod';

const node = z.looseObject({
  id: z.int(),
  type: z.int().optional(),
  /** The document of a frame; on all its nodes. The page's own nodes have none, or the page's. */
  rootId: z.int().optional(),
  tagName: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  textContent: z.string().optional(),
  childNodes: z.array(z.unknown()).optional(),
});

const attributeChange = z.looseObject({
  id: z.int(),
  attributes: z.record(z.string(), z.unknown()),
});
const mutation = z.looseObject({
  adds: z.array(z.looseObject({ node: z.unknown() })).catch([]),
  attributes: z.array(attributeChange).catch([]),
});
const snapshot = z.looseObject({
  node: z.looseObject({ id: z.int() }),
  initialOffset: z.looseObject({ left: z.number(), top: z.number() }).optional().catch(undefined),
});

interface Field {
  /** Whether its value is text that keys write. */
  readonly isText: boolean;
  value: string;
}

export interface SnapshotPage {
  /** @returns where the page was scrolled to, or null where it is no snapshot. */
  seeSnapshot(data: unknown): { id: number; x: number; y: number; title: string } | null;
  seeMutation(data: unknown): void;
  /** The field, as one of text where no snapshot told of it. */
  fieldOf(id: number): Field;
  /** Where a frame stands in the page, no snapshot tells. */
  isInFrame(id: number): boolean;
}

/** rrweb's NodeType of a document: the page's own, or a frame's. */
const documentType = 0;
/** What rrweb numbers the first document of a page. */
const firstDocument = 1;

/** Types of `<input>` that hold no text (HTML, "The input element"). */
const otherInputs: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'hidden',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function createSnapshotPage(): SnapshotPage {
  const fields = new Map<number, Field>();
  const framed = new Set<number>();
  let pageDocument = firstDocument;

  /** Reads all that stands below the nodes; gives the title of the page, where it is among it. */
  const read = (roots: readonly unknown[]): string => {
    let title = '';
    const open: unknown[] = [...roots];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const parsed = node.safeParse(next);
      if (!parsed.success) continue;
      const { id, type, rootId, tagName, attributes = {}, childNodes = [] } = parsed.data;
      for (const child of childNodes) open.push(child);
      const ownDocument = type === documentType ? id : (rootId ?? pageDocument);
      if (ownDocument !== pageDocument) framed.add(id);
      else if (tagName === 'title')
        title ||= textOf(node.safeParse(childNodes[0]).data?.textContent);
      if (tagName !== 'input' && tagName !== 'textarea' && tagName !== 'select') continue;
      const isText = tagName !== 'select' && !otherInputs.has(textOf(attributes['type']));
      const inner = node.safeParse(childNodes[0]).data?.textContent;
      fields.set(id, { isText, value: textOf(attributes['value'] ?? inner) });
    }
    return title;
  };

  return {
    seeSnapshot: (data) => {
      const parsed = snapshot.safeParse(data);
      if (!parsed.success) return null;
      fields.clear();
      framed.clear();
      pageDocument = parsed.data.node.id;
      const title = read([parsed.data.node]);
      const { left: x = 0, top: y = 0 } = parsed.data.initialOffset ?? {};
      return { id: parsed.data.node.id, x, y, title };
    },
    seeMutation: (data) => {
      const parsed = mutation.safeParse(data);
      if (!parsed.success) return;
      read(parsed.data.adds.map((added) => added.node));
      for (const { id, attributes } of parsed.data.attributes) {
        const field = fields.get(id);
        if (field !== undefined && typeof attributes['type'] === 'string') {
          fields.set(id, { ...field, isText: !otherInputs.has(attributes['type']) });
        }
      }
    },
    fieldOf: (id) => {
      const known = fields.get(id);
      if (known !== undefined) return known;
      const field = { isText: true, value: '' };
      fields.set(id, field);
      return field;
    },
    isInFrame: (id) => framed.has(id),
  };
}
