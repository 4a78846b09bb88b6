/** What became of one attempt at one file. */
export type SendOutcome =
  | { kind: 'received'; itemId: string; duplicate: boolean }
  | { kind: 'refused'; status: number; code: string; sentence: string; retryAfter: number }
  /** No answer at all: no network or no server. */
  | { kind: 'cut' }
  /** The file was moved, changed or deleted since it was chosen. */
  | { kind: 'unreadable' }
  /** The site answers but its bucket does not: the file is to go through the site. */
  | { kind: 'relay' };

export type Refusal = Extract<SendOutcome, { kind: 'refused' }>;

/** Sends one file until it is done or the first failure; when to try again is the engine's to say. */
export interface Sender {
  send(): Promise<SendOutcome>;
  /**
   * Stops sending; what the server has stays there for the next attempt. False where the answer that names the upload is still on its way:
   * send() ends when it came, and another sender of the row would begin a second upload before.
   */
  pause(): boolean;
  /** Stops for good and removes what the server has of it. */
  cancel(): void;
  /** Stops at once, for an engine that ends. */
  abort(): void;
}

/** Up to this length the bytes go along with the creation, one request in all. It is never aborted: its answer names the upload. */
export const inlineBytes = 1024 * 1024;

/** Without a byte moving for so long, the line is dead. */
export const stallMilliseconds = 60_000;

/** The server's problem as it says it; behind a proxy that answers with its own page the status alone has to do. */
export function refusalOf(status: number, body: string, retryAfter: string | null | undefined): Refusal {
  let problem: { code?: string; title?: string; detail?: string } = {};
  try {
    problem = JSON.parse(body) as typeof problem;
  } catch {
    // Not ours.
  }
  return {
    kind: 'refused',
    status,
    code: problem.code ?? '',
    sentence: [problem.title, problem.detail].filter(Boolean).join('. '),
    retryAfter: Number(retryAfter) || 0,
  };
}
