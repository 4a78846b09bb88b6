import { SectionView, type Grid } from './sectionView';
import type { Library, Section } from './library';

/** A place that stays true when heights change: so far into a section, or (its items not yet known) such a share of it. */
export interface Anchor {
  key: string;
  offset: number;
  share?: number;
}

/** The sections one below the other: where each is, and which one is where. */
export class Stack {
  readonly grid: Grid = { width: 0, base: 0, head: 64, firstHead: 48 };
  views: SectionView[] = [];
  private readonly library: Library;

  constructor(library: Library) {
    this.library = library;
  }

  get height(): number {
    const last = this.views.at(-1);
    return last ? last.top + last.outerHeight : 0;
  }

  /** The measures of the page: what the style sheet says, as the server's boxes show it. */
  measure(host: HTMLElement, served: readonly HTMLElement[] = []): void {
    const heads = served.map(section => section.querySelector('h2')!.getBoundingClientRect().height);
    this.grid.firstHead = heads[0] ?? this.grid.firstHead;
    this.grid.head = heads[1] ?? this.grid.head;
    const factor = Number(getComputedStyle(host).getPropertyValue('--zoom')) || 1;
    this.grid.base = (matchMedia('(width < 48rem)').matches ? 110 : 220) * factor;
    this.grid.width = host.getBoundingClientRect().width;
  }

  /** One view per section; those whose section stayed keep what they show. Returns the tiles of those that went. */
  rebuild(): HTMLLIElement[] {
    const known = new Map(this.views.map(view => [view.section, view]));
    this.views = this.library.sections.map(section => {
      const view = known.get(section) ?? new SectionView(section);
      known.delete(section);
      return view;
    });
    return [...known.values()].flatMap(gone => gone.discard());
  }

  layout(): void {
    let top = 0;
    this.views.forEach((view, number) => {
      view.measure(this.grid, number === 0);
      view.top = top;
      top += view.outerHeight;
    });
  }

  numberAt(place: number): number {
    let [low, high] = [0, this.views.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.views[middle]!.top <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  anchorAt(place: number): Anchor | null {
    const view = this.views[this.numberAt(place)];
    if (!view) return null;
    const offset = place - view.top;
    return view.isEstimate ? { key: view.section.key, offset, share: offset / view.outerHeight } : { key: view.section.key, offset };
  }

  /** Where an anchor is now; where its section is gone, the next older one stands in. */
  placeOf(anchor: Anchor): number {
    const view = this.find(anchor.key);
    if (!view) return 0;
    if (view.section.key !== anchor.key) return view.top;
    // Never past its section, which would not be loaded then, and so never be found longer.
    return view.top + (anchor.share === undefined ? Math.min(anchor.offset, view.outerHeight) : anchor.share * view.outerHeight);
  }

  /** The section of a key, or the next older one; a month finds its newest day. */
  find(key: string): SectionView | undefined {
    return this.views.find(view => view.section.key.startsWith(key)) ?? this.views.find(view => view.section.key < key) ?? this.views.at(-1);
  }

  viewOf(section: Section | undefined): SectionView | undefined {
    return section && this.views.find(view => view.section === section);
  }
}
