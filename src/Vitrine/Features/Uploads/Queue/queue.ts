import { groupOf } from './rows';
import type { GroupName, GroupPage, Row, Totals, View } from './rows';
import { pageSize } from './rows';

/** The rows in their four groups, each in order, with running totals: every change costs the same however long the queue is. */
export class Queue {
  private readonly byKey = new Map<string, Row>();
  private readonly groups: Record<GroupName, Map<string, Row>> = {
    failed: new Map(),
    running: new Map(),
    waiting: new Map(),
    done: new Map(),
  };

  private readonly sameName = new Map<string, Set<Row>>();
  private readonly begun = new Set<Row>();
  private lost = 0;
  private retryable = 0;
  /** Of waiting and done files; what is being sent changes too often and is few: it is added up when asked. */
  private restSize = 0;
  private restSent = 0;

  get size() {
    return this.byKey.size;
  }

  add(row: Row) {
    this.byKey.set(row.key, row);
    this.enter(row);
    const named = this.sameName.get(row.name);
    if (named) named.add(row);
    else this.sameName.set(row.name, new Set([row]));
  }

  find(key: string) {
    return this.byKey.get(key);
  }

  named(name: string): Iterable<Row> {
    return this.sameName.get(name) ?? [];
  }

  rows(group: GroupName): IterableIterator<Row> {
    return this.groups[group].values();
  }

  count(group: GroupName) {
    return this.groups[group].size;
  }

  /** Waiting files, those that were begun first: better one whole file than ten halves. */
  *inLine(): Generator<Row> {
    yield* this.begun;
    for (const row of this.groups.waiting.values()) if (!this.begun.has(row)) yield row;
  }

  /** All whose bytes are still needed, in the order they will be. */
  *unsent(): Generator<Row> {
    yield* this.groups.running.values();
    yield* this.inLine();
  }

  /** Every change of a row goes through here, or the groups and totals would not know. */
  change(row: Row, change: Partial<Row>) {
    this.leave(row);
    Object.assign(row, change);
    this.enter(row);
  }

  remove(row: Row) {
    this.leave(row);
    this.byKey.delete(row.key);
    const named = this.sameName.get(row.name);
    named?.delete(row);
    if (named?.size === 0) this.sameName.delete(row.name);
  }

  totals(): Pick<Totals, 'counts' | 'lost' | 'retryable' | 'files' | 'sent' | 'size'> {
    let sent = this.restSent;
    let size = this.restSize;
    for (const row of this.groups.running.values()) {
      size += row.size;
      sent += row.sent;
    }
    const counts = {
      failed: this.count('failed'),
      running: this.count('running'),
      waiting: this.count('waiting'),
      done: this.count('done'),
    };
    return { counts, lost: this.lost, retryable: this.retryable, files: this.byKey.size, sent, size };
  }

  /** What a page shows of each group: one screenful, the latest first among the done. */
  page(view: View): Record<GroupName, GroupPage> {
    const slice = (group: GroupName): GroupPage => {
      const all = [...this.groups[group].values()];
      if (group === 'done') all.reverse();
      const from = Math.min(view[group], Math.max(0, Math.floor((all.length - 1) / pageSize) * pageSize));
      return { from, rows: all.slice(from, from + pageSize) };
    };
    return { failed: slice('failed'), running: slice('running'), waiting: slice('waiting'), done: slice('done') };
  }

  private enter(row: Row) {
    this.groups[groupOf(row.state)].set(row.key, row);
    if (row.state === 'waiting' && row.sent > 0) this.begun.add(row);
    this.tally(row, 1);
  }

  private leave(row: Row) {
    this.groups[groupOf(row.state)].delete(row.key);
    this.begun.delete(row);
    this.tally(row, -1);
  }

  private tally(row: Row, by: 1 | -1) {
    if (row.state === 'lost') this.lost += by;
    if (row.state === 'failed' && row.problem?.retry) this.retryable += by;
    const group = groupOf(row.state);
    if (group !== 'waiting' && group !== 'done') return;
    this.restSize += by * row.size;
    this.restSent += by * (group === 'done' ? row.size : row.sent);
  }
}
