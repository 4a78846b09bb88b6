import { backoff } from './pace';
import type { RowProblem } from './rows';
import type { SendOutcome } from './sending';

/** What to do about an attempt that failed. */
export type Verdict =
  /** Nothing can be sent just now: the whole queue waits and shows why. */
  | { kind: 'hold'; code: string; sentence: string; milliseconds: number }
  /** This file waits by itself; the others go on. */
  | { kind: 'later'; milliseconds: number }
  | { kind: 'fail'; problem: RowProblem };

const mostAttempts = 6;

/** Codes that no second try can change: the file itself is the reason. */
const final = new Set(['empty_file', 'file_too_large', 'invalid_metadata', 'invalid_field', 'upload_too_large', 'kind_not_accepted', 'no_such_album']);

/** Refusals by name (see the server's table of problems); the sentence is the server's own. */
export function judge(outcome: Extract<SendOutcome, { kind: 'cut' | 'refused' }>, rowAttempts: number, holds: number): Verdict {
  if (outcome.kind === 'cut') {
    return { kind: 'hold', code: 'offline', sentence: 'The connection is gone.', milliseconds: backoff(holds) };
  }
  const wait = Math.min(60_000, outcome.retryAfter * 1000) || backoff(holds);
  const hold = (code: string, sentence: string): Verdict => ({
    kind: 'hold',
    code: outcome.code || code,
    sentence: outcome.sentence || sentence,
    milliseconds: wait,
  });
  const fail = (code: string, sentence: string): Verdict => ({
    kind: 'fail',
    problem: { code: outcome.code || code, sentence: outcome.sentence || sentence, retry: !final.has(outcome.code || code) },
  });
  if (outcome.code === 'quota_exceeded') return fail('quota_exceeded', 'Your space on this site is full.');
  switch (outcome.status) {
    case 401:
      return {
        kind: 'hold',
        code: 'sign_in_required',
        sentence: 'You are signed out. Sign in and uploading goes on.',
        milliseconds: 60_000,
      };
    case 403:
      return fail('cross_site', 'This site did not take the file. Reload the page and try again.');
    case 413:
      return fail('file_too_large', 'The file is larger than this site takes.');
    case 429:
      return hold('too_many_uploads', 'Too many uploads at once.');
    case 507:
      return hold('storage_full', 'The disk of this site is full. Uploading goes on by itself when there is room.');
    case 502:
    case 503:
    case 504:
      return hold('unavailable', 'The site is not answering just now.');
  }
  const transient = outcome.status >= 500 || outcome.code === 'body_cut' || [408, 409, 423, 425, 460].includes(outcome.status);
  return transient && rowAttempts < mostAttempts
    ? { kind: 'later', milliseconds: backoff(rowAttempts) }
    : fail('internal', `The site answered ${outcome.status} and did not take the file.`);
}

/** What is plain before the first byte. */
export function refuseUnsent(size: number, largest: number, format: (bytes: number) => string): RowProblem | null {
  if (size === 0) return { code: 'empty_file', sentence: 'The file is empty: there is nothing to keep.', retry: false };
  if (size > largest) {
    return {
      code: 'file_too_large',
      sentence: `${format(size)} is more than this site takes per file (${format(largest)}).`,
      retry: false,
    };
  }
  return null;
}

/** What the site says of itself before anything is sent. */
export interface SiteTakes {
  /** Bytes per file, so that a larger one is refused before its first byte. Unknown is no limit: the server decides. */
  largest: number;
  /** Whether large files may go straight to the bucket. */
  direct: boolean;
}

export async function siteTakes(uploads: string): Promise<SiteTakes> {
  try {
    const { headers } = await fetch(uploads, { method: 'OPTIONS' });
    return { largest: Number(headers.get('Tus-Max-Size')) || Infinity, direct: uploads.startsWith('/api/') && headers.get('Upload-Direct') === 'true' };
  } catch {
    return { largest: Infinity, direct: false };
  }
}
