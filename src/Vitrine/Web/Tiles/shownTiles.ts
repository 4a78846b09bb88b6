import type { Details } from '../../Features/Viewing/Lightbox/slides';

/** Tiles that the server sent with all a lightbox needs: it opens over them, and the next pages are put below as they come near. */
class ShownTiles extends HTMLElement {
  private readonly life = new AbortController();

  connectedCallback(): void {
    this.addEventListener('click', event => this.clicked(event), { signal: this.life.signal });
    this.watch(document.querySelector<HTMLElement>('.pager'));
  }

  disconnectedCallback(): void {
    this.life.abort();
  }

  private get links(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>('.tile > a')];
  }

  private clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('.tile > a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    const host = this;
    import('../../Features/Viewing/Lightbox/lightbox').then(lightbox => lightbox.open({
      get size() {
        return host.links.length;
      },
      detailsAt: at => Promise.resolve(detailsOf(this.links[at])),
      reveal: at => {
        const shown = this.links[at] ?? null;
        shown?.scrollIntoView({ block: 'nearest' });
        return shown;
      },
    }, this.links.indexOf(link))).catch(() => location.assign(link.href));
  }

  private watch(pager: HTMLElement | null): void {
    const next = pager?.querySelector<HTMLAnchorElement>('a[rel="next"]');
    if (!pager || !next) return;
    const watcher = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      watcher.disconnect();
      void this.lengthen(pager, next.href);
    }, { rootMargin: '1200px' });
    watcher.observe(pager);
    this.life.signal.addEventListener('abort', () => watcher.disconnect());
  }

  /** What cannot be had stays a link to the next page. */
  private async lengthen(pager: HTMLElement, url: string): Promise<void> {
    const answer = await fetch(url, { headers: { Accept: 'text/html' }, signal: this.life.signal }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const tiles = page.querySelectorAll('v-shown .tile');
    if (tiles.length === 0) return;
    this.querySelector('.tiles')!.append(...tiles);
    const following = page.querySelector<HTMLElement>('.pager');
    if (following) pager.replaceWith(following);
    else pager.remove();
    this.watch(following);
  }
}

function detailsOf(link: HTMLAnchorElement | undefined): Details | undefined {
  const slide = link?.closest<HTMLElement>('.tile')?.dataset.slide;
  return slide ? (JSON.parse(slide) as Details) : undefined;
}

customElements.define('v-shown', ShownTiles);
