import { Upload } from 'tus-js-client';
import type { Row } from './rows';
import { refusalOf, stallMilliseconds } from './sending';
import type { SendOutcome } from './sending';

/** An attempt that has to end, with what became of it. */
export class Ended extends Error {
  readonly outcome: SendOutcome;

  constructor(outcome: SendOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

export interface LinkedPart {
  number: number;
  md5: string;
  url: string;
}

interface HeldParts {
  parts: { number: number; bytes: number; md5: string | null }[];
  next: number | null;
}

/** Putting the parts of a large file together may take the bucket minutes. */
const finishMilliseconds = 10 * 60_000;

/** What is said to the site about a file that goes straight to its bucket. Whatever is not an answer throws {@link Ended}. */
export class DirectPlan {
  private readonly account: string;

  constructor(account: string) {
    this.account = account;
  }

  begin({ name, size, modified, batch }: Row) {
    return this.ask<{ id: string; partBytes: number }>('/api/v1/uploads/direct', { fileName: name, length: size, lastModified: modified, ...batch });
  }

  /** What the bucket has of an upload. */
  async parts(url: string): Promise<HeldParts['parts']> {
    const parts: HeldParts['parts'] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: HeldParts = await this.ask<HeldParts>(`${url}/parts?after=${after}`);
      parts.push(...page.parts);
      after = page.next;
    }
    return parts;
  }

  async links(url: string, parts: { number: number; md5: string }[]): Promise<LinkedPart[]> {
    const { links } = await this.ask<{ links: { number: number; url: string }[] }>(`${url}/parts`, { parts });
    return links.map((link, at) => ({ ...link, md5: parts[at]!.md5 }));
  }

  finish(url: string, md5: string[]) {
    return this.ask<{ mediaId: string; duplicate: boolean }>(`${url}/finish`, { md5 }, finishMilliseconds);
  }

  /** What became of an upload: an item, or nothing yet. */
  state(url: string) {
    return this.ask<{ mediaId: string | null; duplicate: boolean }>(url);
  }

  /** Removes what the site and its bucket have of it, and gives its room back. */
  terminate(url: string): Promise<void> {
    return Upload.terminate(new URL(url, self.location.origin).href, { retryDelays: null, headers: this.owner }).catch(() => {
      /* it expires by itself */
    });
  }

  /** By POST where there is something to say. */
  private async ask<T>(url: string, body?: unknown, patience = stallMilliseconds): Promise<T> {
    const answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      signal: AbortSignal.timeout(patience),
      headers: { ...this.owner, Accept: 'application/json', ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as T;
    const refused = answer && refusalOf(answer.status, await answer.text().catch(() => ''), answer.headers.get('Retry-After'));
    throw new Ended(refused === null ? { kind: 'cut' } : refused.code === 'relay_only' ? { kind: 'relay' } : refused);
  }

  /** Who signs in next in this browser must not get the files of who left. */
  private get owner() {
    return { 'Upload-Owner': this.account };
  }
}
