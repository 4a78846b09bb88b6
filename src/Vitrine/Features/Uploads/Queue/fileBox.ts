import type { RowStore } from './rowStore';
import { sameFile } from './rows';
import type { FileOffer, Row } from './rows';

/** Files up to this size are copied, so that their upload outlives the browser as well as the page. */
const largestCopy = 64 * 1024 * 1024;

/** What all copies may take at once; those next in line come first. */
const copyBudget = 256 * 1024 * 1024;
const mostCopies = 400;

/** Where the bytes of the queue's files are: in memory as picked, or as a copy in IndexedDB. */
export class FileBox {
  private readonly store: RowStore;
  private readonly picked = new Map<string, File>();
  private readonly copies = new Map<string, number>();
  private copying = false;

  constructor(store: RowStore) {
    this.store = store;
  }

  /** Copies that outlived their engine; returns the keys of rows whose bytes can be had. */
  async recall(rows: Row[]): Promise<Set<string>> {
    const sizes = new Map(rows.map(row => [row.key, row.size]));
    for (const key of await this.store.keptFiles()) this.copies.set(key, sizes.get(key) ?? 0);
    return new Set(this.copies.keys());
  }

  put(row: Row, file: File) {
    this.picked.set(row.key, file);
  }

  has(row: Row) {
    return this.picked.has(row.key) || this.copies.has(row.key);
  }

  /** How many files would outlive this engine. */
  get copied() {
    return this.copies.size;
  }

  /** The bytes, proven readable from where the upload stands: a file moved or changed since it was picked no longer is. */
  async open(row: Row): Promise<Blob | null> {
    for (const file of [this.picked.get(row.key), this.copies.has(row.key) ? await this.store.file(row.key) : undefined]) {
      if (file && file.size === row.size && (await isReadable(file, row.sent))) return file;
    }
    return null;
  }

  drop(row: Row) {
    this.picked.delete(row.key);
    if (this.copies.delete(row.key)) void this.store.dropFile(row.key);
  }

  /** Copies what is next in line, one at a time, as far as the budget goes. A full disk only means fewer copies. */
  async copyAhead(rows: () => Iterable<Row>): Promise<void> {
    if (this.copying) return;
    this.copying = true;
    try {
      for (let next = this.nextToCopy(rows()); next; next = this.nextToCopy(rows())) {
        await this.store.keepFile(next.key, this.picked.get(next.key)!);
        this.copies.set(next.key, next.size);
      }
    } catch {
      // No room in the browser's storage: the upload itself does not need the copy.
    } finally {
      this.copying = false;
    }
  }

  private nextToCopy(rows: Iterable<Row>): Row | undefined {
    let used = 0;
    for (const size of this.copies.values()) used += size;
    if (this.copies.size >= mostCopies) return undefined;
    for (const row of rows) {
      if (used + row.size > copyBudget) return undefined;
      if (row.size <= largestCopy && this.picked.has(row.key) && !this.copies.has(row.key)) return row;
    }
    return undefined;
  }
}

/**
 * The row a chosen file belongs to. The same path is the same file; a lost row also takes a file of its name, size and time from
 * anywhere, because people may choose it again another way than they dropped it.
 */
export function findRow(rows: Iterable<Row>, offer: FileOffer): Row | undefined {
  const alike = [...rows].filter(row => sameFile(row, offer));
  return alike.find(row => row.path === offer.path) ?? alike.find(row => row.state === 'lost');
}

async function isReadable(file: Blob, offset: number): Promise<boolean> {
  try {
    await file.slice(offset, offset + 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
