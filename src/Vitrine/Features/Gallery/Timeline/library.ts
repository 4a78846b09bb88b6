/** One thing of the library, as much as a tile needs. */
export interface Item {
  id: string;
  ratio: number;
  kind: string;
  state: string;
  colour: string | null;
  /** 0 no tile, 1 tile, 2 tile and tile2x. */
  tiles: number;
  taken: string;
  name: string;
  duration: number | null;
  /** private, unlisted or public. */
  visibility: string;
}

/** A month, or a day of a month with more than 500 items. */
export interface Section {
  key: string;
  title: string;
  /** From the server's counters until the items are here; then the items are believed. */
  count: number;
  items: Item[] | null;
  failed: boolean;
  /** Position of its first item in the whole library. */
  first: number;
}

interface TimelineJson {
  months: { month: string; count: number; days: { day: number; count: number }[] }[];
}

interface SectionJson {
  ids: string[];
  ratios: number[];
  kinds: string[];
  states: string[];
  colours: (string | null)[];
  tiles: number[];
  takenAt: string[];
  names: string[];
  durations: (number | null)[];
  visibilities?: string[];
  next: string | null;
}

const LONGEST_SECTION = 500;
const WIDEST = 3.2;
const TALLEST = 0.42;

export const clampRatio = (ratio: number) => Math.min(WIDEST, Math.max(TALLEST, ratio));

const language = document.documentElement.lang;
const monthTitle = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const dayTitle = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The library by sections, newest first; items come section by section, when somebody looks. */
export class Library {
  sections: Section[] = [];
  total = 0;
  /** An id as new as what the sections tell of: what is uploaded later is not in them. */
  asOf: string | null = null;
  private readonly loading = new Map<string, { abort: AbortController; passing: boolean; done: Promise<void> }>();

  /** Counters may lag behind what was just uploaded or restored: reads the sections until they know of so many items. */
  async refreshTo(shown: number, signal: AbortSignal, stale: ReadonlySet<string> = new Set()): Promise<void> {
    for (let pause = 250; ; pause *= 2) {
      await this.refresh(signal, stale);
      if (this.total >= shown || pause > 8000) return;
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }

  /**
   * Loads a section's items once, however many ask; resolves when they are here, or when it failed or was dropped. Only loads that
   * are all `passing`, for the sake of what is in the window just now, can be dropped.
   */
  load(section: Section, passing = false): Promise<void> {
    if (section.items) return Promise.resolve();
    const under = this.loading.get(section.key);
    if (under) {
      under.passing &&= passing;
      return under.done;
    }
    const abort = new AbortController();
    const done = this.fetchInto(section, abort.signal).finally(() => {
      if (this.loading.get(section.key)?.abort === abort) this.loading.delete(section.key);
    });
    this.loading.set(section.key, { abort, passing, done });
    return done;
  }

  /** Gives up loads of sections that were scrolled past. Whoever comes back to one loads it anew. */
  dropLoads(keep: ReadonlySet<string>): void {
    for (const [key, load] of this.loading) {
      if (keep.has(key) || !load.passing) continue;
      load.abort.abort();
      this.loading.delete(key);
    }
  }

  sectionAt(index: number): Section | undefined {
    let [low, high] = [0, this.sections.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.sections[middle]!.first <= index) low = middle;
      else high = middle - 1;
    }
    return this.sections[low];
  }

  at(index: number): Item | undefined {
    const section = this.sectionAt(index);
    return section?.items?.[index - section.first];
  }

  indexOf(id: string): number {
    for (const section of this.sections) {
      const at = section.items?.findIndex(item => item.id === id) ?? -1;
      if (at >= 0) return section.first + at;
    }
    return -1;
  }

  /** How many items are newer than one, which may be gone itself; where its section is not here, as if it were the newest of that. */
  newerThan(item: Item): number {
    const section = this.sections.find(each => each.key <= item.taken.slice(0, each.key.length));
    if (!section) return this.total;
    if (!section.items || !item.taken.startsWith(section.key)) return section.first;
    const at = section.items.findIndex(other => other.taken < item.taken || (other.taken === item.taken && other.id <= item.id));
    return section.first + (at < 0 ? section.count : at);
  }

  /** Takes items away at once; the server's counters follow by themselves. */
  remove(ids: ReadonlySet<string>): void {
    for (const section of this.sections) {
      if (!section.items?.some(item => ids.has(item.id))) continue;
      section.items = section.items.filter(item => !ids.has(item.id));
      section.count = section.items.length;
    }
    this.sections = this.sections.filter(section => section.count > 0);
    this.number();
  }

  /** Reads the sections anew; those whose count did not change keep their items unless they are named as stale. */
  private async refresh(signal: AbortSignal, stale: ReadonlySet<string>): Promise<void> {
    const answer = await ask('/api/v1/timeline', signal);
    const timeline = (await answer.json()) as TimelineJson;
    this.asOf = answer.headers.get('Timeline-As-Of');
    // Loads under way fill sections that are replaced here; whoever asked for them by name still gets them.
    this.dropLoads(new Set());
    this.loading.clear();
    const known = new Map(this.sections.map(section => [section.key, section]));
    this.sections = timeline.months.flatMap(month =>
      month.count <= LONGEST_SECTION
        ? [{ key: month.month, count: month.count }]
        : month.days.map(day => ({ key: `${month.month}-${String(day.day).padStart(2, '0')}`, count: day.count })),
    ).map(({ key, count }) => {
      const before = known.get(key);
      const items = before?.items && before.items.length === count && !stale.has(key) ? before.items : null;
      return { key, title: titleOf(key), count, items, failed: false, first: 0 };
    });
    this.number();
  }

  private async fetchInto(section: Section, signal: AbortSignal): Promise<void> {
    try {
      const items: Item[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
        const part: SectionJson = await json<SectionJson>(`/api/v1/timeline/${section.key}${query}`, signal);
        for (let i = 0; i < part.ids.length; i++) items.push(itemAt(part, i));
        cursor = part.next;
      } while (cursor);
      section.items = items;
      section.count = items.length;
      section.failed = false;
      this.number();
    } catch {
      section.failed = !signal.aborted;
    }
  }

  private number(): void {
    this.total = 0;
    for (const section of this.sections) {
      section.first = this.total;
      this.total += section.count;
    }
  }
}

export async function json<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(url, signal)).json()) as T;
}

async function ask(url: string, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(url, { signal: signal ?? null, headers: { Accept: 'application/json' } });
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error(`The site answered ${answer.status}.`);
  return answer;
}

export function titleOf(key: string): string {
  const date = new Date(`${key.length === 7 ? `${key}-01` : key}T00:00:00Z`);
  return (key.length === 7 ? monthTitle : dayTitle).format(date);
}

export function shortTitleOf(key: string): string {
  return monthTitle.format(new Date(`${key.slice(0, 7)}-01T00:00:00Z`));
}

function itemAt(part: SectionJson, i: number): Item {
  return {
    id: part.ids[i]!,
    ratio: clampRatio(part.ratios[i]!),
    kind: part.kinds[i]!,
    state: part.states[i]!,
    colour: part.colours[i]!,
    tiles: part.tiles[i]!,
    taken: part.takenAt[i]!,
    name: part.names[i]!,
    duration: part.durations[i]!,
    visibility: part.visibilities?.[i] ?? 'private',
  };
}
