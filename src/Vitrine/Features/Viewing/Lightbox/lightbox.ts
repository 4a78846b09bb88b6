import PhotoSwipe, { type SlideData } from 'photoswipe';
import './lightbox.css';
import { sharpest, slideOf, type Details } from './slides';

/** What a lightbox lies over: a list that may be longer than what is on the page. */
export interface Source {
  readonly size: number;
  detailsAt(index: number): Promise<Details | undefined>;
  reveal(index: number): HTMLAnchorElement | null;
  /** Absent where nothing can be deleted. */
  discard?(id: string): Promise<void>;
}

const words = { close: 'Close', previous: 'Previous', next: 'Next', zoom: 'Zoom', info: 'Information', download: 'Download', trash: 'Move to trash', viewer: 'Viewer' };

/**
 * Shows items over the grid. The address is that of the item's own page, so reload, share and Back do what people expect.
 * PhotoSwipe does gestures and zoom; this adds what assistive technology needs: a modal dialog, a live counter, focus that returns.
 */
export async function open(source: Source, index: number): Promise<void> {
  const known = new Map<number, Details>();
  const learn = async (at: number) => {
    if (at < 0 || at >= source.size || known.has(at)) return known.get(at);
    const item = await source.detailsAt(at);
    if (item) known.set(at, item);
    return known.get(at);
  };
  if (!(await learn(index))) throw new Error('The item is gone.');

  const icons = document.documentElement.dataset.icons;
  const svg = (name: string) => `<svg class="icon" aria-hidden="true"><use href="${icons}#${name}"></use></svg>`;
  const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  const pswp = new PhotoSwipe({
    index,
    dataSource: [],
    loop: false,
    bgOpacity: 1,
    showHideAnimationType: motion ? 'zoom' : 'none',
    showAnimationDuration: 240,
    hideAnimationDuration: 200,
    trapFocus: true,
    returnFocus: false,
    wheelToZoom: true,
    counter: false,
    zoom: false,
    closeTitle: words.close,
    arrowPrevTitle: words.previous,
    arrowNextTitle: words.next,
    closeSVG: svg('close'),
    arrowPrevSVG: svg('previous'),
    arrowNextSVG: svg('next'),
    paddingFn: view => ({ top: view.x > 900 ? 56 : 0, bottom: view.x > 900 ? 24 : 0, left: 0, right: 0 }),
  });
  pswp.addFilter('numItems', () => source.size);
  pswp.addFilter('itemData', (_data, at) => slideOf(known.get(at)) as SlideData);
  // Players and cards: PhotoSwipe itself would take them for text.
  pswp.on('contentLoad', event => {
    const { element } = event.content.data as { element?: HTMLElement };
    if (!element) return;
    event.preventDefault();
    event.content.element = Object.assign(document.createElement('div'), { className: 'pswp__content' });
    event.content.element.append(element);
  });
  pswp.addFilter('thumbEl', (element, _data, at) => (source.reveal(at)?.querySelector('img') ?? element)!);
  pswp.addFilter('placeholderSrc', (src, slide) => (slide.data as { msrc?: string }).msrc ?? src);

  const life = new AbortController();
  const below = location.pathname + location.search;
  let leaving = false;
  let turned = false;
  // To an item's own page: its address stands in the bar already, so the browser would take it for a jump within this page; and Back
  // has to find the page below, whatever the slides still learn meanwhile.
  const turn = () => {
    turned = true;
    history.replaceState(history.state, '', below);
  };
  const turnTo = (url: string) => {
    turn();
    location.assign(url);
  };
  const show = async () => {
    const at = pswp.currIndex;
    const item = await learn(at);
    if (item && at === pswp.currIndex && !turned) tell(pswp, item, source.size);
    const step = at >= (show.last ?? at) ? 1 : -1;
    show.last = at;
    for (const near of [at + step, at + 2 * step, at - step]) {
      if (!known.has(near) && (await learn(near)) && Math.abs(near - pswp.currIndex) <= 1) pswp.refreshSlideContent(near);
    }
  };
  show.last = index as number | undefined;
  const refreshIfNew = async () => {
    const at = pswp.currIndex;
    if (known.has(at)) return;
    if (await learn(at)) pswp.refreshSlideContent(at);
  };
  const trash = async () => {
    const item = known.get(pswp.currIndex);
    if (!item || !source.discard) return;
    known.clear();
    await source.discard(item.id);
    if (source.size === 0) return pswp.close();
    await learn(Math.min(pswp.currIndex, source.size - 1));
    pswp.goTo(Math.min(pswp.currIndex, source.size - 1));
    pswp.refreshSlideContent(pswp.currIndex);
    void show();
  };

  pswp.on('uiRegister', () => {
    const link = (name: string, order: number, href: (item: Details) => string | null) => pswp.ui!.registerElement({
      name, order, isButton: true, tagName: 'a', title: words[name as keyof typeof words], ariaLabel: words[name as keyof typeof words], html: svg(name),
      onInit: element => {
        if (name === 'info') element.addEventListener('click', turn);
        pswp.on('change', () => void learn(pswp.currIndex).then(item => {
          const to = item && href(item);
          element.hidden = !to;
          if (to) element.setAttribute('href', to);
        }));
      },
    });
    link('info', 7, item => `${item.page}#info`);
    link('download', 8, item => (item.file ? `${item.file}?download=1` : null));
    if (source.discard) pswp.ui!.registerElement({ name: 'trash', order: 9, isButton: true, title: words.trash, ariaLabel: words.trash, html: svg('trash'), onClick: () => void trash() });
    pswp.ui!.registerElement({ name: 'count', order: 5, appendTo: 'bar', onInit: element => element.setAttribute('role', 'status') });
  });
  pswp.on('afterInit', () => {
    const element = pswp.element!;
    element.setAttribute('aria-modal', 'true');
    element.setAttribute('aria-label', words.viewer);
    for (const other of document.body.children) if (other !== element) (other as HTMLElement).inert = true;
  });
  pswp.on('change', () => {
    stopPlaying(pswp);
    void refreshIfNew();
    void show();
  });
  pswp.on('zoomPanUpdate', () => sharpen(pswp, known.get(pswp.currIndex)));
  pswp.on('destroy', () => {
    life.abort();
    for (const other of document.body.children) (other as HTMLElement).inert = false;
    document.title = title;
    if (!leaving && (history.state as { lightbox?: boolean } | null)?.lightbox) history.back();
    source.reveal(pswp.currIndex)?.focus({ preventScroll: true });
  });

  const title = document.title;
  // What the page below keeps in its entry goes along: from an item's own page, Back comes to this one.
  history.pushState({ ...(history.state as object | null), lightbox: true }, '', known.get(index)!.page);
  addEventListener('popstate', () => {
    leaving = true;
    pswp.close();
  }, { signal: life.signal });
  document.addEventListener('keydown', event => {
    const item = known.get(pswp.currIndex);
    if (!item || event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('video, audio')) return;
    if (event.key === 'i') turnTo(`${item.page}#info`);
    if (event.key === 'e' && source.discard) turnTo(`${item.page}#edit`);
    if (event.key === 'd' && item.file) location.assign(`${item.file}?download=1`);
    if (event.key === 'Delete') void trash();
  }, { signal: life.signal });
  pswp.init();
}

/** Address, title and the live counter follow the slide. */
function tell(pswp: PhotoSwipe, item: Details, total: number): void {
  history.replaceState(history.state, '', item.page);
  document.title = item.name;
  const count = pswp.element?.querySelector('.pswp__count');
  const number = (value: number) => value.toLocaleString(document.documentElement.lang);
  if (count) count.innerHTML = '';
  count?.append(
    Object.assign(document.createElement('span'), { textContent: `${number(pswp.currIndex + 1)} of ${number(total)}` }),
    Object.assign(document.createElement('span'), { className: 'visually-hidden', textContent: `, ${item.alt}` }),
  );
  if (!item.visibility) return;
  const sign = document.createElement('span');
  sign.className = 'pswp__seen';
  sign.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${document.documentElement.dataset.icons}#globe"></use></svg>`;
  sign.append(item.visibility);
  count?.append(sign);
}

/** A slide that is left stops playing. */
function stopPlaying(pswp: PhotoSwipe): void {
  for (const media of pswp.element?.querySelectorAll<HTMLMediaElement>('video, audio') ?? []) media.pause();
}

/** Zoomed in, the picture is shown from its original, where a browser can show that. */
function sharpen(pswp: PhotoSwipe, item: Details | undefined): void {
  const slide = pswp.currSlide;
  const image = slide?.content.element;
  const original = item && sharpest(item);
  if (!slide || !original || !(image instanceof HTMLImageElement) || image.dataset.sharp) return;
  if (slide.currZoomLevel < slide.zoomLevels.initial * 1.4) return;
  image.dataset.sharp = '';
  const sharp = new Image();
  sharp.src = original;
  sharp.decode().then(() => (image.src = original), () => undefined);
}
