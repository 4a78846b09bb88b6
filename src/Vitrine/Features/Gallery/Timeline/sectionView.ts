import { estimate, justify, GAP, type Row } from './rows';
import { buildTile, fillOf, fillTile, icon } from './tile';
import type { Item, Section } from './library';

export interface Grid {
  width: number;
  base: number;
  /** Height of a section's heading, of the first and of the others. */
  head: number;
  firstHead: number;
}

/** One section on the page: its heading, and the rows of it that are near the window. */
export class SectionView {
  top = 0;
  height = 0;
  element: HTMLElement | null = null;
  private rows: Row[] = [];
  private list: HTMLUListElement | null = null;
  private readonly shown = new Map<number, HTMLLIElement>();
  readonly section: Section;
  private measuredFor: { items: readonly Item[] | null; width: number; base: number } | null = null;

  constructor(section: Section) {
    this.section = section;
  }

  /** Computes the height; cheap when nothing changed. */
  measure(grid: Grid, isFirst: boolean): void {
    const head = isFirst ? grid.firstHead : grid.head;
    const { items } = this.section;
    const before = this.measuredFor;
    if (!before || before.items !== items || before.width !== grid.width || before.base !== grid.base) {
      this.measuredFor = { items, width: grid.width, base: grid.base };
      const laid = items ? justify(items.map(item => item.ratio), grid.width, grid.base) : null;
      this.rows = laid?.rows ?? [];
      this.height = laid ? laid.height : estimate(this.section.count, grid.width, grid.base);
      this.place(items);
    }
    this.bodyTop = head;
  }

  bodyTop = 0;

  get outerHeight(): number {
    return this.bodyTop + this.height;
  }

  /** True while the height is a guess from the count, also when the items have come but were not laid out yet. */
  get isEstimate(): boolean {
    return !this.measuredFor?.items;
  }

  rowOf(index: number): Row | undefined {
    return this.rows.find(row => index < row.to);
  }

  rowNumber(index: number): number {
    return this.rows.findIndex(row => index < row.to);
  }

  rowAt(number: number): Row | undefined {
    return this.rows[number];
  }

  get lastRow(): Row | undefined {
    return this.rows.at(-1);
  }

  /** The middle of a tile across the page, for moving up and down by keys. */
  middleOf(index: number): number {
    const row = this.rowOf(index)!;
    let left = 0;
    for (let i = row.from; i < index; i++) left += this.ratio(i) * row.height + GAP;
    return left + (this.ratio(index) * row.height) / 2;
  }

  /** The tile of a row that lies under a middle. */
  underMiddle(row: Row, middle: number): number {
    let left = 0;
    for (let i = row.from; i < row.to; i++) {
      left += this.ratio(i) * row.height + GAP;
      if (left >= middle) return i;
    }
    return row.to - 1;
  }

  tile(index: number): HTMLLIElement | undefined {
    return this.shown.get(index);
  }

  /** Shows the rows that touch [from, to), counted from the section's top; reuses the tiles a page already has. */
  show(host: HTMLElement, from: number, to: number, adopt: Map<string, HTMLLIElement>, total: number): void {
    this.element ??= this.build(host);
    const list = this.list!;
    const { items } = this.section;
    list.style.blockSize = `${this.height}px`;
    list.classList.toggle('waiting', !items);
    if (!items) return;
    const wanted = this.rows.filter(row => this.bodyTop + row.top < to && this.bodyTop + row.top + row.height > from);
    const [first, end] = [wanted[0]?.from ?? 0, wanted.at(-1)?.to ?? 0];
    for (const [index, tile] of this.shown) {
      if ((index >= first && index < end) || tile.contains(document.activeElement)) continue;
      tile.remove();
      this.shown.delete(index);
    }
    for (const row of wanted) this.showRow(row, items, adopt, total);
    this.order();
  }

  hide(): void {
    if (this.element?.contains(document.activeElement)) return;
    this.element?.remove();
    this.element = null;
    this.list = null;
    this.shown.clear();
  }

  /** Takes the section off the page and hands back its tiles, which other sections may show. */
  discard(): HTMLLIElement[] {
    const tiles = [...this.shown.values()];
    this.element?.remove();
    return tiles;
  }

  /** A section that could not be loaded says so where its tiles would be; the rest of the page goes on. */
  showFailure(retry: () => void): void {
    if (!this.list || this.list.querySelector('button')) return;
    const box = document.createElement('li');
    box.className = 'failed';
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button small' });
    button.append(icon('retry'), 'Try again');
    button.addEventListener('click', () => {
      box.remove();
      retry();
    });
    box.append(Object.assign(document.createElement('p'), { textContent: `${this.section.title} could not be loaded.` }), button);
    this.list.append(box);
  }

  private showRow(row: Row, items: readonly Item[], adopt: Map<string, HTMLLIElement>, total: number): void {
    let left = 0;
    for (let i = row.from; i < row.to; i++) {
      const item = items[i]!;
      const width = item.ratio * row.height;
      let tile = this.shown.get(i);
      if (tile?.dataset.id !== item.id) {
        tile?.remove();
        tile = adopt.get(item.id) ?? buildTile(item);
        adopt.delete(item.id);
        tile.querySelector('a')!.tabIndex = -1;
        tile.setAttribute('aria-setsize', String(total));
        this.shown.set(i, tile);
      }
      tile.setAttribute('aria-posinset', String(this.section.first + i + 1));
      if (!isFilled(tile, item)) fillTile(tile, item);
      const style = tile.style;
      style.insetInlineStart = `${left}px`;
      style.insetBlockStart = `${row.top}px`;
      style.inlineSize = `${width}px`;
      style.blockSize = `${row.height}px`;
      left += width + GAP;
    }
  }

  /** Keeps the tiles in reading order without moving those that stand right (a moved element loses its focus). */
  private order(): void {
    const list = this.list!;
    let at = list.firstElementChild;
    for (const index of [...this.shown.keys()].sort((a, b) => a - b)) {
      const tile = this.shown.get(index)!;
      if (at === tile) at = at.nextElementSibling;
      else list.insertBefore(tile, at);
    }
  }

  /** Items changed (some were removed, or came): tiles keep to their items, not to their numbers. */
  private place(items: readonly Item[] | null): void {
    if (this.shown.size === 0 || !items) return;
    const byId = new Map([...this.shown.values()].map(tile => [tile.dataset.id!, tile]));
    this.shown.clear();
    items.forEach((item, index) => {
      const tile = byId.get(item.id);
      if (!tile) return;
      this.shown.set(index, tile);
      byId.delete(item.id);
    });
    for (const tile of byId.values()) tile.remove();
  }

  private build(host: HTMLElement): HTMLElement {
    const element = document.createElement('section');
    element.className = 'month';
    element.dataset.section = this.section.key;
    const heading = Object.assign(document.createElement('h2'), { textContent: this.section.title });
    this.list = Object.assign(document.createElement('ul'), { className: 'tiles laid' });
    element.append(heading, this.list);
    const next = [...host.querySelectorAll<HTMLElement>(':scope > section.month')].find(other => other.dataset.section! < this.section.key);
    host.insertBefore(element, next ?? null);
    return element;
  }

  private ratio(index: number): number {
    return this.section.items![index]!.ratio;
  }
}

/** Tiles of the server carry no mark: they are right when they show a picture where there is one. */
function isFilled(tile: HTMLLIElement, item: Item): boolean {
  const differs = !tile.querySelector('img') !== (item.tiles === 0) || !tile.querySelector('.seen') !== (item.visibility === 'private');
  tile.dataset.filled ??= tile.dataset.state === 'received' || differs ? '' : fillOf(item);
  return tile.dataset.filled === fillOf(item);
}
