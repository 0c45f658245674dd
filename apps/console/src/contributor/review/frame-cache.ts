/**
 * Frames as decoded images, the least recently shown let go first. While the
 * wanted one is on its way, the nearest earlier one that is there stands in,
 * so that scrubbing never waits.
 */
const capacity = 120;

export interface FrameCache {
  /** The image of that index or the nearest earlier one that is decoded; null where there is none. */
  readonly show: (index: number) => HTMLImageElement | null;
}

export function createFrameCache(
  urls: readonly string[],
  onArrival: (index: number) => void,
): FrameCache {
  const images = new Map<number, HTMLImageElement>();
  const underWay = new Set<number>();

  const load = (index: number): void => {
    const url = urls[index];
    if (url === undefined || images.has(index) || underWay.has(index)) return;
    underWay.add(index);
    const image = new Image();
    image.src = url;
    image
      .decode()
      .then(() => {
        images.set(index, image);
        const oldest = images.keys().next();
        if (images.size > capacity && !oldest.done) images.delete(oldest.value);
        onArrival(index);
      })
      .catch(() => {
        // A frame that was just cut away is no longer there; the nearest earlier one stands in.
      })
      .finally(() => underWay.delete(index));
  };

  return {
    show: (index) => {
      load(index);
      load(index + 1);
      for (let near = index; near >= 0 && near > index - capacity; near -= 1) {
        const image = images.get(near);
        if (image === undefined) continue;
        images.delete(near);
        images.set(near, image);
        return image;
      }
      return null;
    },
  };
}
