/** The nouns of the upload queue, shared by the engine (in its worker) and the elements that show it. */

/**
 * A file's way: waiting -> sending -> received -> processing -> ready. Beside it: paused by hand, duplicate (the bytes were here
 * already), failed (with a reason), lost (its bytes are out of reach: the person has to choose the file again), and
 * unreadable (kept by the site, but without a preview).
 */
export type RowState =
  'waiting' | 'sending' | 'paused' | 'received' | 'processing' | 'ready' | 'duplicate' | 'failed' | 'lost' | 'unreadable';

export type GroupName = 'failed' | 'running' | 'waiting' | 'done';

/** What the person said about all files they added together. */
export interface Batch {
  title: string;
  description: string;
  place: string;
  tags: string[];
  /** The id of the album that they join; rows of an older build have none. */
  album?: string;
}

export interface RowProblem {
  code: string;
  sentence: string;
  /** False where trying again cannot help, e.g. a file over the limit. */
  retry: boolean;
}

export interface Row {
  key: string;
  name: string;
  /** Path inside the dropped folder, or the name. */
  path: string;
  size: number;
  modified: number;
  type: string;
  batch: Batch;
  state: RowState;
  /** Bytes sent as far as we know; the server's own offset decides when an upload goes on. */
  sent: number;
  uploadUrl?: string;
  /** Length of the parts that go straight to the bucket; undefined for an upload through the site. */
  partBytes?: number;
  /** How often in a row the bucket did not answer while the site did. */
  misses?: number;
  itemId?: string;
  problem?: RowProblem;
  attempts: number;
  /** Not before this moment, while a single file backs off. */
  notBefore: number;
}

export interface Totals {
  counts: Record<GroupName, number>;
  /** Files that only need to be chosen again. */
  lost: number;
  /** Failed files that may be tried again. */
  retryable: number;
  files: number;
  sent: number;
  size: number;
  /** Bytes per second over the last seconds; 0 when unknown. */
  speed: number;
  paused: boolean;
  /** Why nothing moves just now (offline, disk full, signed out), and until when. */
  hold: { code: string; sentence: string; until: number } | null;
  /** Bytes that would be gone with the page: sent from memory, without a copy. */
  fragile: boolean;
}

export type View = Record<GroupName, number>;

export interface GroupPage {
  from: number;
  rows: Row[];
}

export interface FileOffer {
  file: File;
  path: string;
}

export type ToEngine =
  | { kind: 'hello'; client: string }
  | { kind: 'watch'; client: string; view: View | null }
  | { kind: 'add'; id: string; offers: FileOffer[]; batch: Batch }
  | { kind: 'pause' | 'resume' | 'retry' | 'cancel'; key?: string }
  | { kind: 'clear' };

export type FromEngine =
  | { kind: 'welcome'; client: string }
  | { kind: 'added'; id: string }
  | { kind: 'state'; totals: Totals }
  | { kind: 'page'; client: string; groups: Record<GroupName, GroupPage> }
  | { kind: 'ready'; ids: string[] };

export const pageSize = 50;

/** Pages and engine of one account talk over this broadcast channel. */
export const channelOf = (account: string) => `vitrine-uploads-${account}`;

export const groupOf = (state: RowState): GroupName => {
  switch (state) {
    case 'failed':
    case 'lost':
    case 'unreadable':
      return 'failed';
    case 'sending':
      return 'running';
    case 'waiting':
    case 'paused':
      return 'waiting';
    default:
      return 'done';
  }
};

/** Not crypto.randomUUID: that needs a secure context, and the site also works over plain http on a home network. */
export const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');

/** Two picks of one file look the same; good enough to go on with it, and needs no second read of its bytes. */
export const sameFile = (row: Row, offer: FileOffer) =>
  row.size === offer.file.size && row.modified === offer.file.lastModified && row.name === offer.file.name;

/** Begins with the time, so that keys sort as files were added. */
const newKey = (number: number) => `${Date.now().toString(36).padStart(9, '0')}-${number.toString(36).padStart(5, '0')}-${randomKey()}`;

/** A file as it joins the queue, or a reason why it never will be sent. */
export const newRow = (number: number, { file, path }: FileOffer, batch: Batch, problem: RowProblem | undefined): Row => ({
  key: newKey(number),
  name: file.name,
  path,
  size: file.size,
  modified: file.lastModified,
  type: file.type,
  batch,
  state: problem ? 'failed' : 'waiting',
  sent: 0,
  problem,
  attempts: 0,
  notBefore: 0,
});

const keepDone = 24 * 60 * 60 * 1000;

/** What was done the day before is nobody's news any more. */
export const isOld = (row: Row) => ['ready', 'duplicate'].includes(row.state) && parseInt(row.key.split('-')[0]!, 36) < Date.now() - keepDone;
