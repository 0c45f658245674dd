/** A canvas that no page shows. @throws Error where the browser has none to give */
export function createContext(): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) throw new Error('No canvas can be had here.');
  return context;
}
