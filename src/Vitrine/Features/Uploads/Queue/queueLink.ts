import workerUrl from './uploadWorker?sharedworker&url';
import type { EngineHost } from './engineHost';
import { channelOf, randomKey } from './rows';
import type { Batch, FileOffer, FromEngine, GroupName, GroupPage, ToEngine, Totals, View } from './rows';

const offersPerMessage = 500;
const keepAliveMilliseconds = 4000;
const answerMilliseconds = 3000;

export interface QueueNews {
  totals: Totals;
  ready: string[];
  page: Record<GroupName, GroupPage>;
}

/** A page's end of the line to the engine. Starts the engine where none answers; repeats what was not confirmed. */
export class QueueLink extends EventTarget {
  /** True when the engine goes on while pages come and go. */
  readonly outlivesPage: boolean;
  private readonly client = randomKey();
  private readonly channel: BroadcastChannel;
  private readonly outbox: Extract<ToEngine, { kind: 'add' }>[] = [];
  private view: View | null = null;
  private host: EngineHost | null = null;

  constructor(account: string) {
    super();
    this.channel = new BroadcastChannel(channelOf(account));
    this.channel.onmessage = (event: MessageEvent<FromEngine>) => this.hear(event.data);
    this.outlivesPage = startWorker(account);
    if (typeof SharedWorker === 'undefined') this.hostHere(account);
    this.send({ kind: 'hello', client: this.client });
    this.look(null);
    setInterval(() => this.look(this.view), keepAliveMilliseconds);
    setInterval(() => this.repeat(), answerMilliseconds);
  }

  /** One message at a time: the engine has to keep pace with a person who drops 30 000 files. */
  add(offers: FileOffer[], batch: Batch) {
    const idle = this.outbox.length === 0;
    for (let from = 0; from < offers.length; from += offersPerMessage) {
      this.outbox.push({ kind: 'add', id: randomKey(), offers: offers.slice(from, from + offersPerMessage), batch });
    }
    if (idle) this.repeat();
  }

  send(message: ToEngine) {
    this.channel.postMessage(message);
  }

  /** Says which pages of the groups this document shows; null for the totals only. */
  look(view: View | null) {
    this.view = view;
    this.send({ kind: 'watch', client: this.client, view });
  }

  on<K extends keyof QueueNews>(kind: K, listener: (news: QueueNews[K]) => void, signal: AbortSignal) {
    this.addEventListener(kind, event => listener((event as CustomEvent<QueueNews[K]>).detail), { signal });
  }

  private hear(message: FromEngine) {
    switch (message.kind) {
      case 'welcome':
        if (message.client === '*') this.send({ kind: 'hello', client: this.client });
        if (message.client === '*') this.look(this.view);
        this.repeat();
        break;
      case 'added':
        if (message.id !== this.outbox[0]?.id) break;
        this.outbox.shift();
        this.repeat();
        break;
      case 'state':
        this.emit('totals', message.totals);
        break;
      case 'ready':
        this.emit('ready', message.ids);
        break;
      case 'page':
        if (message.client === this.client) this.emit('page', message.groups);
        break;
    }
  }

  /** Sends what is not confirmed; again, too, because an engine that is only just starting has not heard the first time. */
  private repeat() {
    const next = this.outbox[0];
    if (next) this.send(next);
  }

  private emit<K extends keyof QueueNews>(kind: K, detail: QueueNews[K]) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** Without shared workers (Chrome on Android) one of the open pages runs the queue. */
  private hostHere(account: string) {
    const begin = async () => {
      const { EngineHost } = await import('./engineHost');
      this.host = new EngineHost(account);
      await this.host.run();
    };
    void begin();
    window.addEventListener('pagehide', () => void this.host?.end());
    window.addEventListener('pageshow', event => {
      if (event.persisted) void begin();
    });
  }
}

/** Starts or joins the account's worker. True where the browser keeps it alive between two pages. */
function startWorker(account: string): boolean {
  if (typeof SharedWorker === 'undefined') return false;
  let extended = false;
  const options = {
    type: 'module' as const,
    name: account,
    // Read only by browsers that know it.
    get extendedLifetime() {
      extended = true;
      return true;
    },
  };
  new SharedWorker(workerUrl, options);
  return extended;
}
