/** How fast bytes go out: the last ten seconds, so that a stall shows soon and a hiccup does not make the figure jump. */
export class Pace {
  private static readonly span = 10_000;
  private samples: { at: number; bytes: number }[] = [];

  note(bytes: number, now = Date.now()) {
    this.samples.push({ at: now, bytes });
    this.forget(now);
  }

  /** Bytes per second; 0 until there is a second's worth to judge by. */
  speed(now = Date.now()): number {
    this.forget(now);
    const first = this.samples[0];
    if (!first || now - first.at < 1000) return 0;
    const bytes = this.samples.reduce((sum, sample) => sum + sample.bytes, 0);
    return bytes / ((now - first.at) / 1000);
  }

  private forget(now: number) {
    const from = this.samples.findIndex(sample => now - sample.at < Pace.span);
    this.samples = from < 0 ? [] : this.samples.slice(from);
  }
}

/** 1, 2, 4 ... 60 seconds, each shortened by up to a quarter so that many clients do not come back together. */
export const backoff = (attempt: number) => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10)) * (1 - Math.random() / 4);
