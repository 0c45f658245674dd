export * from './portable.ts';
export {
  createImageRedactor,
  type ImageRedactor,
  type RedactedImage,
} from './image/redact-image.ts';
export { createPictureReader } from './unexplained/picture-reader.ts';
