import { doorOf } from './door';
import { FileBox, findRow } from './fileBox';
import { DirectSender } from './directSender';
import { FileSender } from './fileSender';
import { ItemWatch } from './itemWatch';
import type { ItemNews } from './itemWatch';
import { Pace } from './pace';
import { Queue } from './queue';
import { judge, refuseUnsent, siteTakes } from './refusals';
import type { SiteTakes } from './refusals';
import type { Batch, FileOffer, FromEngine, Row, RowProblem, Totals, View } from './rows';
import { groupOf, newRow } from './rows';
import type { RowStore } from './rowStore';
import { inlineBytes } from './sending';
import { Senders } from './senders';
import type { Sender, SendOutcome } from './sending';
import { bytesText } from './text';

const inFlight = 3;

/** Runs one account's queue. Lives in a SharedWorker where there is one, else in one of the pages; never in two places at once. */
export class UploadEngine {
  private readonly store: RowStore;
  private readonly account: string;
  private readonly tell: (message: FromEngine) => void;
  private readonly queue = new Queue();
  private readonly files: FileBox;
  private readonly senders = new Senders();
  private readonly byItem = new Map<string, Row>();
  private readonly watch: ItemWatch;
  private readonly pace = new Pace();
  private readonly takes: Promise<SiteTakes>;
  /** Whether large files go straight to the bucket; not any more once this browser did not reach it. Null until the site has said it. */
  private direct: boolean | null = null;
  private paused = false;
  private hold: Totals['hold'] = null;
  private holds = 0;
  private pumpTimer: ReturnType<typeof setTimeout> | undefined;
  private added = 0;
  private stopped = false;
  /** What is asked of it before that would meet half a queue. */
  started = false;
  /** The smallest length the quota has refused: nothing as large is offered again until something changes. */
  private overQuota: { bytes: number; problem: RowProblem } | null = null;

  constructor(store: RowStore, account: string, tell: (message: FromEngine) => void) {
    this.store = store;
    this.account = account;
    this.tell = tell;
    this.watch = new ItemWatch(doorOf(account).items, news => this.learn(news));
    this.takes = siteTakes(doorOf(account).uploads);
    void this.takes.then(({ direct }) => (this.direct = direct));
    this.files = new FileBox(store);
  }

  /** Takes up what an earlier engine left: what can be sent goes on, what was received is asked after. */
  async start(): Promise<void> {
    const rows = await this.store.rows();
    const recalled = await this.files.recall(rows);
    this.paused = (await this.store.setting<boolean>('paused')) ?? false;
    for (const row of rows) {
      if (row.state === 'sending') row.state = 'waiting';
      if (groupOf(row.state) === 'waiting' && !recalled.has(row.key)) row.state = 'lost';
      this.queue.add(row);
      if (row.state === 'received' || row.state === 'processing') this.follow(row);
    }
    self.addEventListener('online', this.onOnline);
    this.started = true;
    void this.takes.then(() => this.pump());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    self.removeEventListener('online', this.onOnline);
    clearTimeout(this.pumpTimer);
    this.watch.stop();
    this.senders.abort();
    await this.store.flush();
  }

  /** A page came: the person may have signed in again, or made room. */
  greet() {
    this.overQuota = null;
    if (this.hold?.code === 'sign_in_required') this.release();
  }

  async add(offers: FileOffer[], batch: Batch): Promise<void> {
    const { largest } = await this.takes;
    for (const offer of offers) {
      const known = findRow(this.queue.named(offer.file.name), offer);
      if (known && groupOf(known.state) !== 'done') this.again(known, offer.file);
      else this.append(offer, batch, largest);
    }
    this.pump();
  }

  pause(key?: string) {
    if (key === undefined) this.setPaused(true);
    for (const row of key === undefined ? [...this.queue.rows('running')] : this.rowsOf(key)) {
      this.senders.pause(row);
      this.set(row, { state: key === undefined ? 'waiting' : 'paused' });
    }
  }

  resume(key?: string) {
    if (key === undefined) {
      this.setPaused(false);
      this.release();
    }
    for (const row of this.rowsOf(key)) if (row.state === 'paused') this.set(row, { state: 'waiting' });
    this.pump();
  }

  retry(key?: string) {
    this.overQuota = null;
    for (const row of key === undefined ? [...this.queue.rows('failed')] : this.rowsOf(key)) {
      if (row.state !== 'failed' || !row.problem?.retry) continue;
      this.set(row, { state: this.files.has(row) ? 'waiting' : 'lost', problem: undefined, attempts: 0, notBefore: 0 });
    }
    this.release();
  }

  /** Takes one file out of the queue, or all that are not done; what the server has of it goes too. */
  cancel(key?: string) {
    const groups = ['running', 'waiting', 'failed'] as const;
    for (const row of key === undefined ? groups.flatMap(group => [...this.queue.rows(group)]) : this.rowsOf(key)) {
      const sender = this.senders.take(row) ?? this.senderOf(row);
      if (!row.itemId) sender.cancel();
      this.forget(row);
    }
    this.pump();
  }

  clear() {
    for (const row of [...this.queue.rows('done')]) if (row.state !== 'received' && row.state !== 'processing') this.forget(row);
  }

  totals(): Totals {
    const fragile = this.files.copied < this.queue.count('running') + this.queue.count('waiting');
    return { ...this.queue.totals(), speed: this.pace.speed(), paused: this.paused, hold: this.hold, fragile };
  }

  page(view: View) {
    return this.queue.page(view);
  }

  get busy() {
    return this.queue.count('running') + this.queue.count('waiting') > 0;
  }

  private append(offer: FileOffer, batch: Batch, largest: number) {
    const row = newRow(this.added++, offer, batch, refuseUnsent(offer.file.size, largest, bytesText) ?? undefined);
    this.queue.add(row);
    this.store.save(row);
    if (!row.problem) this.files.put(row, offer.file);
  }

  /** The same file chosen again: a lost one has its bytes back, a failed one is tried again. */
  private again(row: Row, file: File) {
    this.files.put(row, file);
    const retry = row.state === 'lost' || (row.state === 'failed' && row.problem?.retry);
    if (retry) this.set(row, { state: 'waiting', problem: undefined, attempts: 0, notBefore: 0 });
  }

  /** Starts what may start; called after everything that could free a place in line. */
  private pump() {
    clearTimeout(this.pumpTimer);
    if (this.stopped || this.direct === null) return;
    const now = Date.now();
    if (this.hold && this.hold.until <= now) this.hold = null;
    if (this.hold) {
      this.pumpTimer = setTimeout(() => this.pump(), this.hold.until - now);
      return;
    }
    if (!this.paused) this.startNext(now);
    void this.files.copyAhead(() => this.queue.unsent());
  }

  private startNext(now: number) {
    let soonest = Infinity;
    for (const row of this.queue.inLine()) {
      if (this.senders.size >= inFlight) return;
      if (row.state === 'paused' || this.senders.isLeaving(row)) continue;
      if (row.notBefore > now) soonest = Math.min(soonest, row.notBefore);
      else if (this.overQuota && row.size >= this.overQuota.bytes) this.set(row, { state: 'failed', problem: this.overQuota.problem });
      else void this.send(row);
    }
    if (soonest < Infinity) this.pumpTimer = setTimeout(() => this.pump(), soonest - now);
  }

  private async send(row: Row): Promise<void> {
    const sender = this.senderOf(row);
    this.senders.add(row, sender);
    this.set(row, { state: 'sending' });
    const outcome = await sender.send();
    const end = this.senders.end(row, sender);
    // A row that was paused or cancelled meanwhile has a new life already; but what has all arrived needs no second way.
    if (end === 'forgotten' || this.stopped) return;
    if (end === 'ended' || outcome.kind === 'received') this.settle(row, outcome);
    this.pump();
  }

  /** An upload that was begun goes on as it was; what fits into one request to the site would be four by the bucket. */
  private senderOf(row: Row): Sender {
    const direct = row.uploadUrl ? row.partBytes !== undefined : this.direct === true && row.size > inlineBytes;
    return new (direct ? DirectSender : FileSender)(
      row,
      this.files,
      this.account,
      sent => this.moved(row, sent),
      () => this.store.save(row),
    );
  }

  private settle(row: Row, outcome: SendOutcome) {
    if (outcome.kind === 'received') {
      this.holds = 0;
      this.files.drop(row);
      this.set(row, { state: outcome.duplicate ? 'duplicate' : 'received', itemId: outcome.itemId, sent: row.size, attempts: 0 });
      if (!outcome.duplicate) this.follow(row);
      return;
    }
    if (outcome.kind === 'relay') {
      this.direct = false;
      this.set(row, { state: 'waiting' });
      return;
    }
    if (outcome.kind === 'unreadable') {
      this.files.drop(row);
      this.set(row, { state: 'lost' });
      return;
    }
    const verdict = judge(outcome, row.attempts, this.holds);
    if (verdict.kind === 'hold') {
      this.holds++;
      this.hold = { code: verdict.code, sentence: verdict.sentence, until: Date.now() + verdict.milliseconds };
      this.set(row, { state: 'waiting' });
    } else if (verdict.kind === 'later') {
      this.set(row, { state: 'waiting', attempts: row.attempts + 1, notBefore: Date.now() + verdict.milliseconds });
    } else {
      if (verdict.problem.code === 'quota_exceeded') this.overQuota = { bytes: row.size, problem: verdict.problem };
      this.set(row, { state: 'failed', problem: verdict.problem });
    }
  }

  private moved(row: Row, sent: number) {
    if (sent > row.sent) this.pace.note(sent - row.sent);
    row.sent = sent;
  }

  private follow(row: Row) {
    this.byItem.set(row.itemId!, row);
    this.watch.add(row.itemId!);
  }

  private learn(news: ItemNews[]) {
    const ready: string[] = [];
    for (const { id, state, code, sentence } of news) {
      const row = this.byItem.get(id);
      if (!row || !this.queue.find(row.key)) continue;
      const problem = code ? { code, sentence: sentence ?? '', retry: false } : undefined;
      if (row.state !== state) this.set(row, { state, problem });
      if (state !== 'processing') {
        this.byItem.delete(id);
        ready.push(id);
      }
    }
    if (ready.length > 0) this.tell({ kind: 'ready', ids: ready });
  }

  private readonly onOnline = () => this.release();

  /** Ends a hold now: the network is back, or the person said "try now". */
  private release() {
    this.hold = null;
    this.holds = 0;
    this.pump();
  }

  private forget(row: Row) {
    this.files.drop(row);
    this.queue.remove(row);
    this.store.remove(row.key);
  }

  private set(row: Row, change: Partial<Row>) {
    this.queue.change(row, change);
    this.store.save(row);
  }

  private setPaused(paused: boolean) {
    this.paused = paused;
    void this.store.set('paused', paused);
  }

  private rowsOf(key: string | undefined): Row[] {
    return key === undefined ? [...this.queue.rows('waiting')] : [this.queue.find(key)].filter(row => row !== undefined);
  }
}
