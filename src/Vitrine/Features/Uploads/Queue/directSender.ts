import { DirectPlan, Ended } from './directPlan';
import type { LinkedPart } from './directPlan';
import type { FileBox } from './fileBox';
import { hexOf, md5Of } from './partHash';
import { inPlace } from './partPlaces';
import { PartSend } from './partSend';
import type { Row } from './rows';
import { refusalOf } from './sending';
import type { Sender, SendOutcome } from './sending';

/** Parts of one file on their way at once, and how many links are asked for at a time. */
const lanes = 4;
const linksAtOnce = 4;

/** A line that fails as often as this before anything arrives is not ours to mend: the rest goes through the site, from the start. */
const mostMisses = 3;

/**
 * Sends one file straight to the bucket: the site plans, hands out a link for each part, and checks at the end. Parts that are there
 * already are known by their MD5, so nothing but the upload's address has to be remembered over a reload.
 */
export class DirectSender implements Sender {
  private readonly row: Row;
  private readonly files: FileBox;
  private readonly plan: DirectPlan;
  private readonly onMove: (sent: number) => void;
  private readonly onNamed: () => void;
  private readonly sends = new Set<PartSend>();
  private file: Blob = new Blob();
  private held = new Map<number, string>();
  private md5s: string[] = [];
  private linked: LinkedPart[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  /** Bytes that the bucket has. */
  private done = 0;
  /** Asked once for all lanes that fail together. */
  private miss: Promise<Ended> | null = null;
  /** One lane failed, so the others end too. */
  private over = false;
  private beginning = false;
  private stopped = false;
  private cancelled = false;

  constructor(row: Row, files: FileBox, account: string, onMove: (sent: number) => void, onNamed: () => void) {
    this.row = row;
    this.files = files;
    this.plan = new DirectPlan(account);
    this.onMove = onMove;
    this.onNamed = onNamed;
  }

  async send(): Promise<SendOutcome> {
    const outcome = await this.attempt();
    // An upload the server forgot (expired, or given up by the bucket) starts again from its first byte.
    const forgotten = outcome.kind === 'refused' && outcome.status === 404 && this.row.uploadUrl !== undefined;
    // The room has to be free before the file asks for it again.
    if (outcome.kind === 'relay') await this.terminate();
    if (outcome.kind === 'relay' || forgotten) this.forget();
    return forgotten ? this.attempt() : outcome;
  }

  pause(): boolean {
    this.abort();
    return !this.beginning;
  }

  cancel() {
    this.cancelled = true;
    if (this.beginning) return;
    this.abort();
    void this.terminate();
  }

  abort() {
    this.stopped = true;
    for (const send of this.sends) send.abort();
  }

  private async attempt(): Promise<SendOutcome> {
    const file = await this.files.open(this.row);
    if (!file) return { kind: 'unreadable' };
    if (this.stopped) return { kind: 'cut' };
    this.file = file;
    this.md5s = [];
    this.linked = [];
    this.miss = null;
    this.over = false;
    let sending: Promise<void>[] = [];
    try {
      this.held = this.row.uploadUrl ? await this.ask() : await this.begin();
      this.moved();
      sending = Array.from({ length: lanes }, () => this.lane());
      await Promise.all(sending);
      return await this.finish();
    } catch (failure) {
      this.over = true;
      for (const send of this.sends) send.abort();
      await Promise.allSettled(sending);
      const outcome: SendOutcome = failure instanceof Ended ? failure.outcome : { kind: 'cut' };
      // A file that vanished cannot be read, or looks like a lost connection.
      return outcome.kind === 'cut' && !this.stopped && !(await this.files.open(this.row)) ? { kind: 'unreadable' } : outcome;
    }
  }

  /** Nothing is held of a new upload. */
  private async begin(): Promise<Map<number, string>> {
    this.beginning = true;
    const { id, partBytes } = await this.plan.begin(this.row).finally(() => {
      this.beginning = false;
    });
    this.row.uploadUrl = `/api/v1/uploads/${id}`;
    this.row.partBytes = partBytes;
    this.onNamed();
    if (this.cancelled) this.cancel();
    return new Map();
  }

  /** What the bucket has of an upload that goes on; it may have ended with an answer that never came. */
  private async ask(): Promise<Map<number, string>> {
    const { mediaId, duplicate } = await this.plan.state(this.row.uploadUrl!);
    if (mediaId) throw new Ended({ kind: 'received', itemId: mediaId, duplicate });
    const held = new Map<number, string>();
    for (const { number, bytes, md5 } of await this.plan.parts(this.row.uploadUrl!)) {
      if (md5 && bytes === this.slice(number).size) held.set(number, md5);
    }
    for (const number of held.keys()) this.done += this.slice(number).size;
    return held;
  }

  private async lane(): Promise<void> {
    for (let part = await this.next(); part; part = await this.next()) {
      const { number, md5, url } = part;
      const answer = await inPlace(() => this.put(number, md5, url));
      if (answer.status === 200) this.arrived(number, md5, answer.tag);
      else await this.again(number, md5, answer.status);
    }
  }

  /** The next part to send, with its link; null at the end. One lane at a time looks for it. */
  private next(): Promise<LinkedPart | null> {
    const mine = this.turn.then(async () => {
      if (this.linked.length === 0) this.linked = await this.link();
      return this.linked.shift() ?? null;
    });
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Goes on through the file until there are a few parts that the bucket lacks. */
  private async link(): Promise<LinkedPart[]> {
    const lacking: { number: number; md5: string }[] = [];
    while (lacking.length < linksAtOnce && this.md5s.length < this.count) {
      this.check();
      const number = this.md5s.length + 1;
      const md5 = await md5Of(this.slice(number));
      this.md5s.push(md5);
      if (this.held.get(number) === md5) continue;
      if (this.held.delete(number)) this.done -= this.slice(number).size;
      lacking.push({ number, md5 });
    }
    return lacking.length === 0 ? [] : this.plan.links(this.row.uploadUrl!, lacking);
  }

  private async put(number: number, md5: string, url: string) {
    this.check();
    const send = new PartSend();
    this.sends.add(send);
    const answer = await send.run(url, md5, this.slice(number), () => this.moved());
    this.sends.delete(send);
    this.check();
    return answer;
  }

  /** A bucket whose tags are no MD5s (it may encrypt by a key of its own) could not be checked at the end. */
  private arrived(number: number, md5: string, tag: string | null) {
    if (tag !== null && tag.replaceAll('"', '') !== hexOf(md5)) throw new Ended({ kind: 'relay' });
    this.row.misses = undefined;
    this.held.set(number, md5);
    this.done += this.slice(number).size;
    this.moved();
  }

  /** A link may have been too old, so a refused part gets one more. */
  private async again(number: number, md5: string, status: number): Promise<void> {
    if (status === 0) throw await (this.miss ??= this.missed());
    if (status === 403) {
      const [fresh] = await this.plan.links(this.row.uploadUrl!, [{ number, md5 }]);
      const answer = await inPlace(() => this.put(number, md5, fresh!.url));
      if (answer.status === 200) return this.arrived(number, md5, answer.tag);
      status = answer.status;
    }
    if (status === 0) throw await (this.miss ??= this.missed());
    if (status === 403 && this.held.size === 0) throw new Ended({ kind: 'relay' });
    // What the bucket says is for programs; to people and to the engine it is not there just now.
    throw new Ended(refusalOf(status === 404 ? 404 : 503, '', null));
  }

  /** No answer from the bucket. Where the site answers and nothing ever arrived, this browser does not reach it. */
  private async missed(): Promise<Ended> {
    await this.plan.parts(this.row.uploadUrl!);
    this.row.misses = (this.row.misses ?? 0) + 1;
    this.onNamed();
    return new Ended({ kind: this.held.size === 0 || this.row.misses >= mostMisses ? 'relay' : 'cut' });
  }

  private async finish(): Promise<SendOutcome> {
    this.check();
    const { mediaId, duplicate } = await this.plan.finish(this.row.uploadUrl!, this.md5s);
    return { kind: 'received', itemId: mediaId, duplicate };
  }

  private async terminate(): Promise<void> {
    if (this.row.uploadUrl) await this.plan.terminate(this.row.uploadUrl);
  }

  private forget() {
    this.row.uploadUrl = this.row.partBytes = this.row.misses = undefined;
    this.row.sent = this.done = 0;
    this.onNamed();
  }

  private moved() {
    let sent = this.done;
    for (const send of this.sends) sent += send.sent;
    this.onMove(Math.min(sent, this.row.size));
  }

  private check() {
    if (this.stopped || this.over) throw new Ended({ kind: 'cut' });
  }

  private get count() {
    return Math.ceil(this.row.size / this.row.partBytes!);
  }

  private slice(number: number): Blob {
    const from = (number - 1) * this.row.partBytes!;
    return this.file.slice(from, Math.min(from + this.row.partBytes!, this.row.size));
  }
}
