/**
 * The columns of the Parquet dataset, one row a step, as Parquet and as Hugging
 * Face's `datasets` see them (its features stand in the file's key "huggingface").
 */
import type { SchemaElement } from 'hyparquet';

/** A row as it waits in its part: all but the picture's bytes. */
export interface ParquetRow {
  readonly session: string;
  readonly step: number;
  readonly instruction: string;
  readonly image: string;
  readonly image_width: number;
  readonly image_height: number;
  readonly kind: string;
  readonly code: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly to_x: number | null;
  readonly to_y: number | null;
  readonly text: string | null;
  readonly keys: readonly string[] | null;
  readonly target_role: string | null;
  readonly target_name: string | null;
  readonly target_bbox: readonly number[] | null;
  readonly app: string | null;
  readonly url: string | null;
  readonly start_ns: number;
  readonly end_ns: number;
  readonly frame_ns: number;
  readonly lead_ns: number;
  readonly program: string | null;
  readonly receipt: string | null;
  readonly profile: string;
}

type Kind = 'string' | 'int32' | 'int64' | 'float64' | 'strings' | 'floats' | 'image';

export const columns = [
  ['session', 'string'],
  ['step', 'int32'],
  ['instruction', 'string'],
  ['image', 'image'],
  ['image_width', 'int32'],
  ['image_height', 'int32'],
  ['kind', 'string'],
  ['code', 'string'],
  ['x', 'float64'],
  ['y', 'float64'],
  ['to_x', 'float64'],
  ['to_y', 'float64'],
  ['text', 'string'],
  ['keys', 'strings'],
  ['target_role', 'string'],
  ['target_name', 'string'],
  ['target_bbox', 'floats'],
  ['app', 'string'],
  ['url', 'string'],
  ['start_ns', 'int64'],
  ['end_ns', 'int64'],
  ['frame_ns', 'int64'],
  ['lead_ns', 'int64'],
  ['program', 'string'],
  ['receipt', 'string'],
  ['profile', 'string'],
] as const satisfies readonly (readonly [keyof ParquetRow, Kind])[];

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const;

function list(name: string, element: Omit<SchemaElement, 'name'>): SchemaElement[] {
  return [
    { name, converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...element },
  ];
}

function elementsOf(name: string, kind: Kind): SchemaElement[] {
  switch (kind) {
    case 'string':
      return [{ name, ...text }];
    case 'int32':
      return [{ name, type: 'INT32', repetition_type: 'OPTIONAL' }];
    case 'int64':
      return [{ name, type: 'INT64', repetition_type: 'OPTIONAL' }];
    case 'float64':
      return [{ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }];
    case 'strings':
      return list(name, text);
    case 'floats':
      return list(name, { type: 'DOUBLE', repetition_type: 'OPTIONAL' });
    case 'image':
      return [
        { name, repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', ...text },
      ];
  }
}

export const parquetSchema: SchemaElement[] = [
  { name: 'schema', num_children: columns.length },
  ...columns.flatMap(([name, kind]) => elementsOf(name, kind)),
];

function featureOf(kind: Kind): unknown {
  switch (kind) {
    case 'image':
      return { _type: 'Image' };
    case 'strings':
      return { feature: { dtype: 'string', _type: 'Value' }, _type: 'Sequence' };
    case 'floats':
      return { feature: { dtype: 'float64', _type: 'Value' }, _type: 'Sequence' };
    case 'string':
    case 'int32':
    case 'int64':
    case 'float64':
      return { dtype: kind, _type: 'Value' };
  }
}

export const huggingFaceInfo = JSON.stringify({
  info: { features: Object.fromEntries(columns.map(([name, kind]) => [name, featureOf(kind)])) },
});
