import type { Item, Library } from './library';

/** Both ends belong to it; an open end reaches as far as the library does. */
interface Stretch {
  older: Item | null;
  newer: Item | null;
}

/** How the site is told of many items (Features/Trash/Api/SelectionJson.cs). */
export interface Selected {
  ids: string[];
  ranges: { from?: string; to?: string }[];
  except: string[];
}

/** What is picked: single items, and whole stretches with exceptions, so that a hundred thousand cost no more than two. */
export class Picks {
  private readonly single = new Map<string, Item>();
  private readonly except = new Map<string, Item>();
  private stretches: Stretch[] = [];
  private counted: { total: number; size: number } | null = null;

  get isEmpty(): boolean {
    return this.single.size === 0 && this.stretches.length === 0;
  }

  has(item: Item): boolean {
    return this.inStretch(item) ? !this.except.has(item.id) : this.single.has(item.id);
  }

  toggle(item: Item): void {
    const list = this.inStretch(item) ? this.except : this.single;
    if (!list.delete(item.id)) list.set(item.id, item);
    this.counted = null;
  }

  /** Everything between two items, whichever is the newer. */
  stretch(one: Item, other: Item): void {
    const [older, newer] = key(one) < key(other) ? [one, other] : [other, one];
    this.add({ older, newer });
  }

  all(): void {
    this.add({ older: null, newer: null });
  }

  clear(): void {
    this.single.clear();
    this.except.clear();
    this.stretches = [];
    this.counted = null;
  }

  /** How many that is in the library as it is now. */
  size(library: Library): number {
    if (this.counted?.total !== library.total) {
      const inside = this.stretches.reduce((sum, { older, newer }) => {
        const first = newer ? library.newerThan(newer) : 0;
        const end = older ? library.newerThan(older) + (library.indexOf(older.id) < 0 ? 0 : 1) : library.total;
        return sum + Math.max(0, end - first);
      }, 0);
      this.counted = { total: library.total, size: inside + this.single.size - this.except.size };
    }
    return this.counted.size;
  }

  selected(): Selected {
    return {
      ids: [...this.single.keys()],
      ranges: this.stretches.map(({ older, newer }) => ({ ...(older && { from: key(older) }), ...(newer && { to: key(newer) }) })),
      except: [...this.except.keys()],
    };
  }

  /** Whether a section, by its key, can hold anything picked. */
  touches(section: string): boolean {
    const taken = (item: Item) => item.taken.slice(0, section.length);
    return [...this.single.values()].some(item => taken(item) === section)
      || this.stretches.some(({ older, newer }) => (!older || taken(older) <= section) && (!newer || section <= taken(newer)));
  }

  private add(next: Stretch): void {
    for (const other of this.stretches.filter(each => reaches(next, each.newer) && reaches(each, next.newer))) {
      this.stretches.splice(this.stretches.indexOf(other), 1);
      if (!other.older || (next.older && key(other.older) < key(next.older))) next.older = other.older;
      if (!other.newer || (next.newer && key(other.newer) > key(next.newer))) next.newer = other.newer;
    }
    this.stretches.push(next);
    for (const list of [this.single, this.except]) for (const [id, item] of list) if (holds(next, item)) list.delete(id);
    this.counted = null;
  }

  private inStretch(item: Item): boolean {
    return this.stretches.some(stretch => holds(stretch, item));
  }
}

const key = (item: Item) => `${item.taken}#${item.id}`;

/** Whether a stretch begins at or before the newer end of another. */
const reaches = (stretch: Stretch, newer: Item | null) => !stretch.older || !newer || key(stretch.older) <= key(newer);

const holds = (stretch: Stretch, item: Item) =>
  (!stretch.older || key(stretch.older) <= key(item)) && (!stretch.newer || key(item) <= key(stretch.newer));
