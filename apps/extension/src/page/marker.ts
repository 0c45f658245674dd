/**
 * The sign on the page that it is recorded: a closed shadow root on an element
 * in the top layer, which takes no part in the page's layout. All of it is one
 * button while there is something to pause: what lies below it is out of sight,
 * and who means the sign shall not press that.
 *
 * The page is hostile: it may hide, cover, change or remove the sign. That is
 * seen, put right, and where it cannot be, `onHidden` ends the recording. A page
 * may also draw a copy; only the browser's own badge cannot be imitated.
 */

export type MarkerState = 'recording' | 'paused';

export interface MarkerOptions {
  readonly onPauseClick: () => void;
  /** The dead-man switch. */
  readonly onHidden: (why: string) => void;
}

export interface Marker {
  show(state: MarkerState): void;
  /** Whether it is the marker, or an event upon it. */
  isOwn(element: Element): boolean;
  /** Takes it away without a trace. */
  remove(): void;
}

const lookMs = 500;
/** Between two looks: a page that watches what we undo would go on for ever. */
const mostUndone = 10;
/** Hidden for this long, it is shown anew; and then for as long again, the recording ends. */
const patienceMs = 2000;

/**
 * Intersection Observer v2: also whether something covers it, or makes it transparent. Each
 * answer costs the page a frame that it may not need, so there are few; but two between two looks,
 * or a page that covers it just after the first answer would be taken for one that shows it.
 */
const seenWhole: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
  threshold: [0.9],
  trackVisibility: true,
  delay: 200,
};

/** A browser without version 2 tells only whether it stands within the viewport. */
function isVisible(entry: IntersectionObserverEntry): boolean {
  const visible: unknown = Reflect.get(entry, 'isVisible');
  return typeof visible === 'boolean' ? visible : entry.isIntersecting;
}

const hostStyle = [
  'all: initial',
  'position: fixed',
  'inset: auto 8px 8px auto',
  'margin: 0',
  'padding: 0',
  'border: 0',
  'background: transparent',
  'overflow: visible',
  'pointer-events: none',
  'width: 132px',
  'height: 28px',
  'contain: layout style',
  'z-index: 2147483647',
]
  .map((line) => `${line} !important;`)
  .join(' ');

const innerStyle = `
  button { all: unset; display: flex; align-items: center; gap: 6px; width: 100%; height: 28px;
    padding: 0 10px; box-sizing: border-box; border-radius: 14px; background: #1a1a1a; color: #fff;
    font: 13px/1 system-ui, sans-serif; pointer-events: auto; cursor: pointer; }
  button:focus-visible { outline: 2px solid #fff; outline-offset: -4px; }
  button:disabled { pointer-events: none; }
  span { flex: 1; }
  i { width: 10px; height: 10px; background: #ff6b6b; border-radius: 50%; }
  i.pause, :disabled i { border-radius: 0; background: linear-gradient(90deg, #fff 35%, transparent 35% 65%, #fff 65%); }
  :disabled i.pause { display: none; }
`;

const words: Readonly<Record<MarkerState, { readonly text: string; readonly button: string }>> = {
  recording: { text: 'Recording', button: 'Pause the recording' },
  paused: { text: 'Paused', button: 'The recording is paused' },
};

export function createMarker({ onPauseClick, onHidden }: MarkerOptions): Marker {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const button = document.createElement('button');
  const text = document.createElement('span');
  const pauseSign = document.createElement('i');
  pauseSign.className = 'pause';
  button.append(document.createElement('i'), text, pauseSign);
  root.append(button);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(innerStyle);
  root.adoptedStyleSheets = [sheet];
  const onClick = ({ isTrusted }: Event): void => {
    if (isTrusted) onPauseClick();
  };

  let isSeen = true;
  let hiddenSinceMs: number | null = null;
  let hasTriedAgain = false;
  let undone = 0;
  let timer: ReturnType<typeof setInterval> | null = null;
  let shown: MarkerState | null = null;

  const seen = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    if (last !== undefined) isSeen = isVisible(last);
  }, seenWhole);
  /** What the page does to the marker's own attributes is undone, unless it insists. */
  const attributes = new MutationObserver(() => {
    undone += 1;
    if (undone <= mostUndone) dress();
  });

  const dress = (): void => {
    if (host.getAttribute('style') !== hostStyle) host.setAttribute('style', hostStyle);
    if (host.getAttribute('popover') !== 'manual') host.setAttribute('popover', 'manual');
    for (const { name } of host.attributes) {
      if (name !== 'style' && name !== 'popover') host.removeAttribute(name);
    }
    attributes.takeRecords();
  };

  const mount = (): void => {
    dress();
    host.remove();
    // `document.open()` takes listeners away; one that is still there is not added twice.
    button.addEventListener('click', onClick);
    document.addEventListener('fullscreenchange', raise, { passive: true });
    // `documentElement` is missing for a moment while a document is made.
    document.documentElement?.append(host);
    if (host.isConnected && !host.matches(':popover-open')) host.showPopover();
    attributes.observe(host, { attributes: true });
    seen.unobserve(host);
    seen.observe(host);
    isSeen = true;
  };

  const isShown = (): boolean =>
    isSeen &&
    host.getAttribute('style') === hostStyle &&
    host.isConnected &&
    host.matches(':popover-open') &&
    host.checkVisibility({ visibilityProperty: true });

  const look = (): void => {
    undone = 0;
    if (document.visibilityState !== 'visible' || isShown()) {
      hiddenSinceMs = null;
      hasTriedAgain = false;
      return;
    }
    hiddenSinceMs ??= performance.now();
    if (performance.now() - hiddenSinceMs < patienceMs) return;
    hiddenSinceMs = null;
    if (hasTriedAgain) onHidden('The page hides the sign that it is recorded.');
    hasTriedAgain = !hasTriedAgain;
    if (hasTriedAgain) mount();
  };

  /** What a page puts into the top layer later stands above: the marker goes there again. */
  const raise = (): void => {
    if (host.isConnected && host.matches(':popover-open')) host.hidePopover();
    mount();
  };

  return {
    show: (state) => {
      // Words written anew are a layout and a picture of the page anew, though they be the same.
      if (state === shown) return;
      shown = state;
      text.textContent = words[state].text;
      button.ariaLabel = words[state].button;
      // To go on is no page's to offer: it may have laid this click where another one was meant.
      button.disabled = state === 'paused';
      if (timer !== null) return;
      timer = setInterval(look, lookMs);
      mount();
    },
    isOwn: (element) => element === host || root.contains(element),
    remove: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      shown = null;
      document.removeEventListener('fullscreenchange', raise);
      seen.disconnect();
      attributes.disconnect();
      host.remove();
    },
  };
}
