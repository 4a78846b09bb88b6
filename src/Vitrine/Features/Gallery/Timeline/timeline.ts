import './timeline.css';
import { GridKeys } from './gridKeys';
import { Library, type Item, type Section } from './library';
import { Pending } from './pending';
import { placeholders } from './placeholders';
import { Scrubber } from './scrubber';
import { ScrollSpace } from './scrollSpace';
import { SectionView, type Grid } from './sectionView';
import { Selection } from './selection';
import { zoom } from './zoom';

interface Anchor {
  key: string;
  offset: number;
}

/**
 * Turns the server's first page into the whole library: sections are placed by their counts, loaded when they come near the window,
 * and only the rows near the window are on the page. What the server sent stays where it is. Without this element the page has links.
 */
class Timeline extends HTMLElement {
  readonly library = new Library();
  private readonly life = new AbortController();
  private space!: ScrollSpace;
  private selection!: Selection;
  private keys!: GridKeys;
  private pending!: Pending;
  private scrubber: Scrubber | null = null;
  private views: SectionView[] = [];
  private grid: Grid = { width: 0, base: 0, head: 64, firstHead: 48 };
  private readonly adopted = new Map<string, HTMLLIElement>();
  private frame = 0;
  private lastPlace = 0;

  connectedCallback(): void {
    void this.start();
  }

  disconnectedCallback(): void {
    this.life.abort();
  }

  private async start(): Promise<void> {
    const { signal } = this.life;
    placeholders(this);
    const first = this.querySelector<HTMLElement>('section.month')?.dataset.section;
    try {
      await this.library.refresh(signal);
      // What stands on the page has to be known before it is taken over.
      const shown = new Set([...this.querySelectorAll<HTMLElement>('section.month')].map(section => section.dataset.section!));
      await Promise.all(this.library.sections.filter(section => shown.has(section.key.slice(0, 7))).slice(0, 8).map(s => this.library.load(s)));
    } catch {
      return; // the page with its links goes on as it is
    }
    if (this.library.sections.length === 0 || signal.aborted) return;
    this.takeOver(first);
  }

  private takeOver(first: string | undefined): void {
    const { signal } = this.life;
    const served = [...this.querySelectorAll<HTMLElement>(':scope > section.month')];
    this.measureGrid(served);
    for (const tile of this.querySelectorAll<HTMLLIElement>('li.tile')) this.adopted.set(tile.dataset.id!, tile);
    this.space = new ScrollSpace(this, () => this.placeSections(), signal);
    this.selection = new Selection(this, this.library, signal, ids => this.forget(ids), () => this.reload());
    this.keys = new GridKeys(this, this.selection, signal);
    this.pending = new Pending(signal, items => this.update(items));
    history.scrollRestoration = 'manual';
    const wasFocused = document.activeElement;

    document.body.dataset.live = '';
    this.rebuild();
    this.space.resize(this.layout(), Math.max(this.space.place, -this.offset));
    const restored = (history.state as { anchor?: Anchor } | null)?.anchor ?? (this.dataset.start === undefined && first ? { key: first, offset: 0 } : null);
    if (restored) this.goTo(restored);
    this.render();
    for (const section of served) section.remove();
    if (wasFocused instanceof HTMLElement && wasFocused !== document.body && wasFocused.isConnected) wasFocused.focus({ preventScroll: true });

    this.scrubber = new Scrubber(this, { sections: () => this.views, total: () => this.total, place: () => this.space.place, view: () => this.space.view, jump: place => this.jump(place) }, signal);
    this.scrubber.refresh();
    this.listen(signal);
  }

  private listen(signal: AbortSignal): void {
    addEventListener('scroll', () => this.scrolled(), { signal, passive: true });
    new ResizeObserver(() => this.relayout()).observe(this.parentElement!);
    addEventListener('pagehide', () => this.remember(), { signal });
    addEventListener('scrollend', () => this.remember(), { signal });
    document.addEventListener('vitrine:uploaded', () => void this.reload(), { signal });
    zoom(this, () => this.relayout(), signal);
    this.addEventListener('click', event => this.clicked(event), { signal });
    document.getElementById('dates')?.addEventListener('click', event => this.dateChosen(event), { signal });
  }

  /** The library's item at a position, loading its section if need be; for the lightbox. */
  async itemAt(index: number): Promise<Item | undefined> {
    const section = this.library.sectionAt(index);
    if (section && !section.items) await this.library.load(section);
    return this.library.at(index);
  }

  /** Moves an item to the trash, with a way back. */
  async discard(id: string): Promise<void> {
    await this.selection.trash([id]);
  }

  get size(): number {
    return this.library.total;
  }

  /** Scrolls an item into view and returns its link, if it is on the page then. */
  reveal(index: number): HTMLAnchorElement | null {
    const view = this.viewOf(index);
    if (!view) return null;
    const row = view.rowOf(index - view.section.first);
    if (row) {
      const top = view.top + view.bodyTop + row.top;
      const bar = document.querySelector('.bar')?.clientHeight ?? 0;
      if (top < this.space.place + bar + 8) this.space.jump(top - bar - view.bodyTop);
      else if (top + row.height > this.space.place + this.space.view - 8) this.space.jump(top + row.height - this.space.view + 24);
    }
    this.render();
    return view.tile(index - view.section.first)?.querySelector('a') ?? null;
  }

  viewOf(index: number): SectionView | undefined {
    const section = this.library.sectionAt(index);
    return this.views.find(view => view.section === section);
  }

  /** Takes items off the page at once. */
  forget(ids: ReadonlySet<string>): void {
    this.library.remove(ids);
    this.changed();
  }

  async reload(stale?: ReadonlySet<string>): Promise<void> {
    try {
      await this.library.refresh(this.life.signal, stale);
      this.changed();
      if (this.library.total === 0) location.reload();
    } catch {
      // what is shown stays
    }
  }

  private get total(): number {
    const last = this.views.at(-1);
    return last ? last.top + last.outerHeight : 0;
  }

  private get offset(): number {
    return this.getBoundingClientRect().top + scrollY;
  }

  private measureGrid(served: HTMLElement[]): void {
    const list = served[0]?.querySelector<HTMLElement>('.tiles');
    const heads = served.map(section => section.querySelector('h2')!.getBoundingClientRect().height);
    this.grid.firstHead = heads[0] ?? 48;
    this.grid.head = heads[1] ?? 64;
    this.measureWidth(list);
  }

  private measureWidth(list?: HTMLElement | null): void {
    const narrow = matchMedia('(width < 48rem)').matches;
    const factor = Number(getComputedStyle(this).getPropertyValue('--zoom')) || 1;
    this.grid.base = (narrow ? 110 : 220) * factor;
    this.grid.width = list?.getBoundingClientRect().width ?? this.getBoundingClientRect().width;
  }

  /** One view per section; views whose section stayed are kept with what they show. */
  private rebuild(): void {
    const known = new Map(this.views.map(view => [view.section, view]));
    const views = this.library.sections.map(section => {
      const view = known.get(section) ?? new SectionView(section);
      known.delete(section);
      return view;
    });
    for (const gone of known.values()) {
      gone.element?.querySelectorAll<HTMLLIElement>('li.tile').forEach(tile => this.adopted.set(tile.dataset.id!, tile));
      gone.element?.remove();
    }
    this.views = views;
  }

  private layout(): number {
    let top = 0;
    this.views.forEach((view, number) => {
      view.measure(this.grid, number === 0);
      view.top = top;
      top += view.outerHeight;
    });
    return top;
  }

  /** Lays out anew and keeps what is at the top of the window where it is. */
  private relayout(): void {
    if (!this.isConnected || this.views.length === 0) return;
    const anchor = this.anchor();
    this.measureWidth();
    const total = this.layout();
    this.space.resize(total, anchor ? this.placeOf(anchor) : this.space.place);
    this.render();
    this.scrubber?.refresh();
  }

  private changed(): void {
    const anchor = this.anchor();
    this.rebuild();
    const total = this.layout();
    this.space.resize(total, anchor ? this.placeOf(anchor) : this.space.place);
    this.render();
    this.adopted.clear();
    this.scrubber?.refresh();
    this.selection.refresh();
    const head = document.getElementById('total');
    if (head) head.textContent = `${this.library.total.toLocaleString(document.documentElement.lang)} ${this.library.total === 1 ? 'item' : 'items'}`;
  }

  /** What stands at the top of the window: null while the page's head is in view. */
  private anchor(): Anchor | null {
    const place = this.space.place;
    if (place <= 0) return null;
    const view = this.viewAt(place);
    return view ? { key: view.section.key, offset: (place - view.top) / (view.section.items ? 1 : view.outerHeight) } : null;
  }

  private placeOf(anchor: Anchor): number {
    const view = this.views.find(v => v.section.key === anchor.key) ?? this.views.find(v => v.section.key < anchor.key) ?? this.views.at(-1)!;
    if (view.section.key !== anchor.key) return view.top;
    // An offset below 1 is a part of a section whose items were not known.
    return view.top + (anchor.offset > 0 && anchor.offset < 1 ? anchor.offset * view.outerHeight : anchor.offset);
  }

  private goTo(anchor: Anchor): void {
    const bar = document.querySelector('.bar')?.clientHeight ?? 0;
    this.space.jump(this.placeOf(anchor) - (anchor.offset === 0 ? bar : 0));
  }

  private jump(place: number): void {
    this.space.jump(place);
    this.render();
  }

  private scrolled(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.space.scrolledTo();
      this.render();
    });
  }

  private render(): void {
    const { place, view } = this.space;
    const ahead = place >= this.lastPlace ? [view * 0.6, view * 1.4] : [view * 1.4, view * 0.6];
    this.lastPlace = place;
    const [from, to] = [place - ahead[0]!, place + view + ahead[1]!];
    const near = new Set<SectionView>();
    for (let i = this.numberAt(from); i < this.views.length && this.views[i]!.top < to; i++) near.add(this.views[i]!);
    for (const each of this.views) if (each.element && !near.has(each)) each.hide();
    for (const each of near) {
      each.show(this, from - each.top, to - each.top, this.adopted, this.library.total);
      this.placeSection(each);
      if (each.section.failed) each.showFailure(() => this.wantAgain(each.section));
    }
    this.want([...near].map(each => each.section).filter(section => !section.items && !section.failed));
    this.keys.refresh();
    this.selection.refresh();
    this.pending.watch([...near].flatMap(each => each.section.items?.filter(item => item.state === 'received') ?? []));
    this.scrubber?.moved();
  }

  private placeSections(): void {
    for (const view of this.views) if (view.element) this.placeSection(view);
  }

  private placeSection(view: SectionView): void {
    view.element!.style.insetBlockStart = `${this.space.toBox(view.top)}px`;
    view.element!.style.blockSize = `${view.outerHeight}px`;
  }

  private want(sections: Section[]): void {
    this.library.dropLoads(new Set(sections.map(section => section.key)));
    for (const section of sections) {
      void this.library.load(section).then(() => {
        if (section.items) this.relayout();
        else if (section.failed) this.render();
      });
    }
  }

  private wantAgain(section: Section): void {
    section.failed = false;
    this.render();
  }

  private update(items: Item[]): void {
    const stale = new Set<string>();
    for (const item of items) {
      const index = this.library.indexOf(item.id);
      const known = this.library.at(index);
      if (!known) continue;
      if (known.taken !== item.taken) stale.add(this.library.sectionAt(index)!.key);
      Object.assign(known, item);
      const section = this.library.sectionAt(index)!;
      section.items = [...section.items!];
    }
    if (stale.size > 0) void this.reload(stale);
    else this.relayout();
  }

  private clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('.tile > a');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const index = this.library.indexOf(link.closest<HTMLElement>('.tile')!.dataset.id!);
    if (index < 0) return;
    event.preventDefault();
    this.remember();
    import('../../Viewing/Lightbox/lightbox').then(lightbox => lightbox.open(this, index), () => location.assign(link.href));
  }

  private dateChosen(event: Event): void {
    const link = (event.target as Element).closest('a');
    const month = link && new URL(link.href).searchParams.get('month');
    if (!month) return;
    event.preventDefault();
    (link.closest('details') as HTMLDetailsElement).open = false;
    const bar = document.querySelector('.bar')?.clientHeight ?? 0;
    const view = this.views.find(each => each.section.key.startsWith(month)) ?? this.views.find(each => each.section.key < month);
    if (!view) return;
    this.jump(view.top - bar);
    void this.library.load(view.section).then(() => this.reveal(view.section.first)?.focus({ preventScroll: true }));
  }

  private remember(): void {
    const state = history.state as Record<string, unknown> | null;
    history.replaceState({ ...state, anchor: this.anchor() ?? undefined }, '');
  }

  private viewAt(place: number): SectionView | undefined {
    return this.views[this.numberAt(place)];
  }

  private numberAt(place: number): number {
    let [low, high] = [0, this.views.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.views[middle]!.top <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

export type { Timeline };

customElements.define('v-timeline', Timeline);
