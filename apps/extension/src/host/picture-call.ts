/** What the worker that reads pictures is asked and answers; both ends are this program's own. */
import type { Box, Size } from '@understudy/recording';

export interface PictureCall {
  readonly tab: number;
  /** `data:image/png;base64,…` */
  readonly png: string;
  /** Where something stands that is told of. */
  readonly told: readonly Box[];
}

/** To each call, in their order. */
export type PictureAnswer =
  /** Nothing of it differs from the picture before. */
  | { readonly kind: 'same' }
  | ({ readonly kind: 'read' } & ReadPicture)
  /** Nothing is told of why: an error text could quote what the picture shows. */
  | { readonly kind: 'failed' };

export interface ReadPicture {
  readonly size: Size;
  /** In the order of raw frames (B, G, R, X). */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** What differs from the picture before. */
  readonly damage: readonly Box[];
  /** Where something looks like text, and nothing told stands: of all of it, since covers last as long as each picture tells of them. */
  readonly untold: readonly Box[];
  /** The one before was of another tab, or there was none. */
  readonly isFirst: boolean;
}
