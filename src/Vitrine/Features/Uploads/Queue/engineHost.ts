import type { FromEngine, ToEngine, View } from './rows';
import { channelOf, randomKey } from './rows';
import { RowStore } from './rowStore';
import { UploadEngine } from './uploadEngine';

const leaseMilliseconds = 3000;
const renewMilliseconds = 1000;
const tellMilliseconds = 250;

/** A page that did not say for this long what it looks at is gone or asleep. */
const viewMilliseconds = 12_000;

/**
 * Runs the engine of an account wherever it is called, as long as nobody else does: a second tab, or a worker of an older build of
 * the site, keeps its hands off until the lease is free. Pages and engine talk over one broadcast channel, wherever the engine lives.
 */
export class EngineHost {
  private readonly channel: BroadcastChannel;
  private readonly account: string;
  private readonly holder = randomKey();
  private readonly views = new Map<string, { view: View | null; at: number }>();
  private readonly heeded = new Set<string>();
  private store: RowStore | null = null;
  private engine: UploadEngine | null = null;
  private timers: ReturnType<typeof setInterval>[] = [];
  private last = '';

  constructor(account: string) {
    this.account = account;
    this.channel = new BroadcastChannel(channelOf(account));
  }

  async run(): Promise<void> {
    this.store = await RowStore.open(this.account);
    this.channel.onmessage = (event: MessageEvent<ToEngine>) => this.hear(event.data);
    this.timers = [setInterval(() => void this.lead(), renewMilliseconds), setInterval(() => this.report(), tellMilliseconds)];
    await this.lead();
  }

  /** Gives the queue back at once, so that the next page does not wait for the lease to run out. */
  async end(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.channel.onmessage = null;
    const engine = this.engine;
    this.engine = null;
    await engine?.stop();
    await this.store?.release(this.holder);
  }

  private async lead(): Promise<void> {
    const held = await this.store!.lease(this.holder, leaseMilliseconds);
    if (held === (this.engine !== null)) return;
    if (!held) {
      const engine = this.engine;
      this.engine = null;
      return engine?.stop();
    }
    const engine = (this.engine = new UploadEngine(this.store!, this.account, message => this.say(message)));
    await engine.start();
    this.say({ kind: 'welcome', client: '*' });
  }

  private hear(message: ToEngine) {
    const engine = this.engine;
    if (!engine?.started) return;
    switch (message.kind) {
      case 'hello':
        engine.greet();
        this.say({ kind: 'welcome', client: message.client });
        break;
      case 'watch':
        this.views.set(message.client, { view: message.view, at: Date.now() });
        break;
      case 'add':
        void this.add(engine, message);
        break;
      case 'pause':
        engine.pause(message.key);
        break;
      case 'resume':
        engine.resume(message.key);
        break;
      case 'retry':
        engine.retry(message.key);
        break;
      case 'cancel':
        engine.cancel(message.key);
        break;
      case 'clear':
        engine.clear();
        break;
    }
    this.last = '';
    if (message.kind !== 'add') this.report();
  }

  /** A message that came twice is answered twice and heeded once. */
  private async add(engine: UploadEngine, { id, offers, batch }: Extract<ToEngine, { kind: 'add' }>) {
    if (!this.heeded.has(id)) {
      this.heeded.add(id);
      await engine.add(offers, batch);
    }
    this.say({ kind: 'added', id });
  }

  /** At most four times a second, and only what somebody looks at. */
  private report() {
    if (!this.engine?.started || this.views.size === 0) return;
    const totals = this.engine.totals();
    const now = JSON.stringify(totals);
    if (now === this.last) return;
    this.last = now;
    this.say({ kind: 'state', totals });
    for (const [client, { view, at }] of this.views) {
      if (Date.now() - at > viewMilliseconds) this.views.delete(client);
      else if (view) this.say({ kind: 'page', client, groups: this.engine.page(view) });
    }
  }

  private say(message: FromEngine) {
    this.channel.postMessage(message);
  }
}
