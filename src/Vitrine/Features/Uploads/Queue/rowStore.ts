import { isOld } from './rows';
import type { Row } from './rows';

interface Lease {
  holder: string;
  until: number;
}

/** The queue on disk: IndexedDB keeps the rows, small copies of their files, and who may run the queue. */
export class RowStore {
  private readonly dirty = new Map<string, Row | null>();
  private flushing: Promise<void> | null = null;

  private readonly db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.db = db;
  }

  static open(account: string): Promise<RowStore> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(`vitrine-uploads-${account}`, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('rows', { keyPath: 'key' });
        request.result.createObjectStore('files');
        request.result.createObjectStore('meta');
      };
      request.onsuccess = () => resolve(new RowStore(request.result));
      request.onerror = () => reject(request.error);
    });
  }

  /** In the order they were added: keys begin with the time. */
  async rows(): Promise<Row[]> {
    const rows = (await this.ask('rows', 'readonly', store => store.getAll())) as Row[];
    for (const row of rows) if (isOld(row)) this.remove(row.key);
    return rows.filter(row => !isOld(row));
  }

  /** Written soon, many at a time: a queue of 30 000 files must not be 30 000 transactions. */
  save(row: Row) {
    this.dirty.set(row.key, row);
    this.flushing ??= this.flushSoon();
  }

  remove(key: string) {
    this.dirty.set(key, null);
    this.flushing ??= this.flushSoon();
  }

  async flush(): Promise<void> {
    if (this.dirty.size === 0) return;
    const rows = [...this.dirty];
    this.dirty.clear();
    await this.transaction(['rows', 'files'], 'readwrite', transaction => {
      for (const [key, row] of rows) {
        if (row) transaction.objectStore('rows').put(row);
        else {
          transaction.objectStore('rows').delete(key);
          transaction.objectStore('files').delete(key);
        }
      }
    });
  }

  keepFile(key: string, file: Blob): Promise<unknown> {
    return this.ask('files', 'readwrite', store => store.put(file, key));
  }

  async file(key: string): Promise<File | undefined> {
    return (await this.ask('files', 'readonly', store => store.get(key))) as File | undefined;
  }

  dropFile(key: string): Promise<unknown> {
    return this.ask('files', 'readwrite', store => store.delete(key));
  }

  async keptFiles(): Promise<string[]> {
    return (await this.ask('files', 'readonly', store => store.getAllKeys())) as string[];
  }

  async setting<T>(name: string): Promise<T | undefined> {
    return (await this.ask('meta', 'readonly', store => store.get(name))) as T | undefined;
  }

  set(name: string, value: unknown): Promise<unknown> {
    return this.ask('meta', 'readwrite', store => store.put(value, name));
  }

  /** One runner at a time over all tabs and workers, without Web Locks, which need a secure context. */
  async lease(holder: string, milliseconds: number): Promise<boolean> {
    let held = false;
    await this.transaction(['meta'], 'readwrite', transaction => {
      const store = transaction.objectStore('meta');
      const request = store.get('lease') as IDBRequest<Lease | undefined>;
      request.onsuccess = () => {
        const now = Date.now();
        held = !request.result || request.result.holder === holder || request.result.until < now;
        if (held) store.put({ holder, until: now + milliseconds }, 'lease');
      };
    });
    return held;
  }

  async release(holder: string): Promise<void> {
    await this.transaction(['meta'], 'readwrite', transaction => {
      const store = transaction.objectStore('meta');
      const request = store.get('lease') as IDBRequest<Lease | undefined>;
      request.onsuccess = () => {
        if (request.result?.holder === holder) store.delete('lease');
      };
    });
  }

  private async flushSoon(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 200));
    this.flushing = null;
    await this.flush();
  }

  private ask(store: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request = act(this.db.transaction(store, mode).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  private transaction(stores: string[], mode: IDBTransactionMode, act: (transaction: IDBTransaction) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(stores, mode);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      act(transaction);
    });
  }
}
