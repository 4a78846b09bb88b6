import type { Row } from './rows';
import type { Sender } from './sending';

/** Who sends what just now: at most one to a row, so that no file is ever begun twice. */
export class Senders {
  private readonly running = new Map<string, Sender>();
  /** Paused before the site had named their upload. Their rows wait for the name. */
  private readonly leaving = new Map<string, Sender>();

  /** How many are sending. */
  get size() {
    return this.running.size;
  }

  add(row: Row, sender: Sender) {
    this.running.set(row.key, sender);
  }

  /** The row is free at once, whatever the network does; only beginning anew may have to wait. */
  pause(row: Row) {
    const sender = this.running.get(row.key);
    if (sender?.pause() === false) this.leaving.set(row.key, sender);
    this.running.delete(row.key);
  }

  isLeaving(row: Row) {
    return this.leaving.has(row.key);
  }

  /** Takes a row's sender out of here. */
  take(row: Row): Sender | undefined {
    const sender = this.running.get(row.key) ?? this.leaving.get(row.key);
    this.running.delete(row.key);
    this.leaving.delete(row.key);
    return sender;
  }

  /** What is to be thought of a sender that is done: it was sending, it was paused meanwhile, or nobody waits for it any more. */
  end(row: Row, sender: Sender): 'ended' | 'paused' | 'forgotten' {
    const end = this.running.get(row.key) === sender ? 'ended' : this.leaving.get(row.key) === sender ? 'paused' : 'forgotten';
    if (end !== 'forgotten') this.take(row);
    return end;
  }

  abort() {
    for (const sender of [...this.running.values(), ...this.leaving.values()]) sender.abort();
  }
}
