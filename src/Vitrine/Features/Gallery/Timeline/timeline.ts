import './timeline.css';
import { GridKeys } from './gridKeys';
import { KeptPlace, leaveAt, leftAt } from './keptPlace';
import { Library, type Item, type Section } from './library';
import { Pending } from './pending';
import { placeholders } from './placeholders';
import { Scrubber } from './scrubber';
import { ScrollSpace } from './scrollSpace';
import type { SectionView } from './sectionView';
import { Selection } from './selection';
import { Stack, type Anchor } from './stack';
import { zoom } from './zoom';

/**
 * Turns the server's first page into the whole library: sections are placed by their counts, loaded when they come near the window,
 * and only the rows near the window are on the page. What the server sent stays where it is. Without this element the page has links.
 */
class Timeline extends HTMLElement {
  readonly library = new Library();
  private readonly stack = new Stack(this.library);
  private readonly life = new AbortController();
  private readonly kept = new KeptPlace();
  private space!: ScrollSpace;
  private selection!: Selection;
  private keys!: GridKeys;
  private pending!: Pending;
  private scrubber: Scrubber | null = null;
  private readonly adopted = new Map<string, HTMLLIElement>();
  private frame = 0;
  private lastPlace = 0;

  connectedCallback(): void {
    void this.start();
  }

  disconnectedCallback(): void {
    this.life.abort();
  }

  get size(): number {
    return this.library.total;
  }

  /** The library's item at a position, loading its section if need be; for the lightbox. */
  async itemAt(index: number): Promise<Item | undefined> {
    const section = this.library.sectionAt(index);
    if (section && !section.items) await this.library.load(section);
    return this.library.at(index);
  }

  viewOf(index: number): SectionView | undefined {
    return this.stack.viewOf(this.library.sectionAt(index));
  }

  /** Scrolls an item into view and returns its link, if it is on the page then. */
  reveal(index: number): HTMLAnchorElement | null {
    const view = this.viewOf(index);
    if (!view) return null;
    // A section that was loaded for this has its rows only after a layout.
    if (view.section.items && !view.rowOf(index - view.section.first)) this.relayout();
    const row = view.rowOf(index - view.section.first);
    if (row) {
      const top = view.top + view.bodyTop + row.top;
      const { place, view: height } = this.space;
      if (top < place + this.bar + 8) this.space.jump(top - this.bar - view.bodyTop);
      else if (top + row.height > place + height - 8) this.space.jump(top + row.height - height + 24);
    }
    this.render();
    return view.tile(index - view.section.first)?.querySelector('a') ?? null;
  }

  /** Moves an item to the trash, with a way back. */
  async discard(id: string): Promise<void> {
    await this.selection.trash([id]);
  }

  private async start(): Promise<void> {
    placeholders(this);
    const served = [...this.querySelectorAll<HTMLElement>(':scope > section.month')];
    try {
      await this.library.refreshTo(this.querySelectorAll('li.tile').length, this.life.signal);
      // What stands on the page has to be known before it is taken over.
      const shown = new Set(served.map(section => section.dataset.section!));
      await Promise.all(this.library.sections.filter(section => shown.has(section.key.slice(0, 7))).slice(0, 8).map(s => this.library.load(s)));
    } catch {
      return; // the page with its links goes on as it is
    }
    if (this.library.total > 0 && !this.life.signal.aborted) this.takeOver(served);
  }

  private takeOver(served: HTMLElement[]): void {
    const { signal } = this.life;
    this.stack.measure(this, served);
    for (const tile of this.querySelectorAll<HTMLLIElement>('li.tile')) this.adopted.set(tile.dataset.id!, tile);
    this.space = new ScrollSpace(this, () => this.placeSections(), signal);
    this.selection = new Selection(this, this.library, signal, ids => this.forget(ids), shown => this.reload(shown));
    this.keys = new GridKeys(this, this.selection, signal);
    this.pending = new Pending(signal, items => this.update(items));
    history.scrollRestoration = 'manual';
    const focused = document.activeElement;

    document.body.dataset.live = '';
    this.stack.rebuild();
    const from = this.dataset.start === undefined ? served[0]?.dataset.section : undefined;
    this.layout(leftAt() ?? (from ? { key: from, offset: 0 } : null));
    for (const section of served) section.remove();
    this.adopted.clear();
    if (focused instanceof HTMLElement && focused !== document.body && focused.isConnected) focused.focus({ preventScroll: true });

    this.scrubber = new Scrubber(this, {
      sections: () => this.stack.views,
      total: () => this.stack.height,
      place: () => this.space.place,
      view: () => this.space.view,
      jump: place => this.jump(place),
    }, signal);
    this.scrubber.refresh();
    this.listen(signal);
  }

  private listen(signal: AbortSignal): void {
    addEventListener('scroll', () => this.scrolled(), { signal, passive: true });
    addEventListener('pagehide', () => this.remember(), { signal });
    addEventListener('scrollend', () => this.remember(), { signal });
    for (const change of ['vitrine:uploaded', 'vitrine:changed']) document.addEventListener(change, () => void this.reload(), { signal });
    this.addEventListener('click', event => this.clicked(event), { signal });
    document.getElementById('dates')!.addEventListener('click', event => this.dateChosen(event), { signal });
    zoom(this, () => this.relayout(), signal);
    const resized = new ResizeObserver(() => this.relayout());
    resized.observe(this.parentElement!);
    signal.addEventListener('abort', () => resized.disconnect());
  }

  /** Takes items off the page at once. */
  private forget(ids: ReadonlySet<string>): void {
    this.library.remove(ids);
    this.changed();
  }

  private async reload(shown = 0, stale?: ReadonlySet<string>): Promise<void> {
    try {
      await this.library.refreshTo(shown, this.life.signal, stale);
    } catch {
      return; // what is shown stays
    }
    this.changed();
  }

  /** The sections are others, or hold others. */
  private changed(): void {
    if (this.size === 0) return location.reload();
    const anchor = this.anchor();
    for (const tile of this.stack.rebuild()) this.adopted.set(tile.dataset.id!, tile);
    this.layout(anchor);
    this.adopted.clear();
    const total = document.getElementById('total');
    if (total) total.textContent = `${this.size.toLocaleString(document.documentElement.lang)} item${this.size === 1 ? '' : 's'}`;
  }

  private relayout(): void {
    if (!this.isConnected) return;
    const anchor = this.anchor();
    this.stack.measure(this);
    this.layout(anchor);
  }

  /** Lays out anew and keeps what is at the top of the window where it is. */
  private layout(anchor: Anchor | null): void {
    this.stack.layout();
    this.space.resize(this.stack.height, anchor ? this.stack.placeOf(anchor) - this.bar : this.space.place);
    this.kept.put(anchor, this.space.place);
    this.render();
    this.scrubber?.refresh();
  }

  /** What stands just below the bar; null while the page's head is in view. */
  private anchor(): Anchor | null {
    this.space.scrolledTo(); // the page may have been scrolled since the last frame
    return this.kept.at(this.space.place) ?? this.standing;
  }

  private get standing(): Anchor | null {
    const { place } = this.space;
    return place > 0 ? this.stack.anchorAt(place + this.bar) : null;
  }

  private get bar(): number {
    return document.querySelector('.bar')?.clientHeight ?? 0;
  }

  private jump(place: number): void {
    this.space.jump(place);
    this.kept.put(this.standing, this.space.place);
    this.render();
  }

  private scrolled(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.space.scrolledTo();
      this.render();
    });
  }

  /** Shows the rows near the window, more of them in the direction of travel, and asks for the items that lack. */
  private render(): void {
    const { place, view } = this.space;
    const [before, after] = place >= this.lastPlace ? [0.6, 1.4] : [1.4, 0.6];
    this.lastPlace = place;
    const [from, to] = [place - view * before, place + view * (1 + after)];
    const near = new Set<SectionView>();
    const { views } = this.stack;
    for (let i = this.stack.numberAt(from); i < views.length && views[i]!.top < to; i++) near.add(views[i]!);
    for (const each of views) if (each.element && !near.has(each)) each.hide();
    for (const each of near) {
      each.show(this, from - each.top, to - each.top, this.adopted, this.size);
      this.placeSection(each);
      if (each.section.failed) each.showFailure(() => this.wantAgain(each.section));
    }
    const sections = [...near].map(each => each.section);
    this.want(sections.filter(section => !section.items && !section.failed));
    this.pending.watch(sections.flatMap(section => section.items?.filter(item => item.state === 'received') ?? []));
    this.keys.refresh();
    this.selection.refresh();
    this.scrubber?.moved();
  }

  private placeSections(): void {
    for (const view of this.stack.views) if (view.element) this.placeSection(view);
  }

  private placeSection(view: SectionView): void {
    view.element!.style.insetBlockStart = `${this.space.toBox(view.top)}px`;
    view.element!.style.blockSize = `${view.outerHeight}px`;
  }

  private want(sections: Section[]): void {
    this.library.dropLoads(new Set(sections.map(section => section.key)));
    for (const section of sections) {
      void this.library.load(section, true).then(() => {
        if (section.items) this.relayout();
        else if (section.failed) this.render();
      });
    }
  }

  private wantAgain(section: Section): void {
    section.failed = false;
    this.render();
  }

  /** Previews are ready: ratios and pictures are known, and perhaps another date. */
  private update(items: Item[]): void {
    const stale = new Set<string>();
    for (const item of items) {
      const index = this.library.indexOf(item.id);
      const known = this.library.at(index);
      const section = this.library.sectionAt(index);
      if (!known || !section) continue;
      if (known.taken !== item.taken) stale.add(section.key);
      Object.assign(known, item);
      section.items = [...section.items!];
    }
    if (stale.size > 0) void this.reload(0, stale);
    else this.relayout();
  }

  private clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('.tile > a');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const index = this.library.indexOf(link.closest<HTMLElement>('.tile')!.dataset.id!);
    if (index < 0) return;
    event.preventDefault();
    this.remember();
    import('../../Viewing/Lightbox/overLibrary').then(lightbox => lightbox.openOver(this, index)).catch(() => location.assign(link.href));
  }

  private dateChosen(event: Event): void {
    const link = (event.target as Element).closest('a');
    const month = link && new URL(link.href).searchParams.get('month');
    const view = month ? this.stack.find(month) : undefined;
    if (!link || !view) return;
    event.preventDefault();
    link.closest('details')!.open = false;
    this.jump(view.top - this.bar);
    void this.library.load(view.section).then(() => this.reveal(view.section.first)?.focus({ preventScroll: true }));
  }

  /** Back and reload come back to the same place. */
  private remember(): void {
    leaveAt(this.anchor());
  }
}

export type { Timeline };

customElements.define('v-timeline', Timeline);
