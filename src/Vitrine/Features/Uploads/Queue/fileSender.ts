import { DetailedError, Upload } from 'tus-js-client';
import type { HttpResponse } from 'tus-js-client';
import { doorOf } from './door';
import type { Door } from './door';
import type { FileBox } from './fileBox';
import type { Row } from './rows';
import { inlineBytes, refusalOf, stallMilliseconds } from './sending';
import type { Sender, SendOutcome } from './sending';

const partBytes = 8 * 1024 * 1024;

/** Sends one file through the site, by tus. */
export class FileSender implements Sender {
  private readonly row: Row;
  private readonly files: FileBox;
  private readonly door: Door;
  private readonly onMove: (sent: number) => void;
  private readonly onNamed: () => void;
  private upload: Upload | null = null;
  private settle: ((outcome: SendOutcome) => void) | null = null;
  private stopped = false;
  private cancelled = false;
  private pausing = false;
  private stall: ReturnType<typeof setTimeout> | undefined;

  constructor(row: Row, files: FileBox, account: string, onMove: (sent: number) => void, onNamed: () => void) {
    this.row = row;
    this.files = files;
    this.door = doorOf(account);
    this.onMove = onMove;
    this.onNamed = onNamed;
  }

  async send(): Promise<SendOutcome> {
    const outcome = await this.attempt();
    // An upload the server forgot (expired, or the site was restored) starts again from its first byte.
    if (outcome.kind !== 'refused' || !this.row.uploadUrl || (outcome.status !== 404 && outcome.status !== 410)) return outcome;
    this.row.uploadUrl = undefined;
    this.row.sent = 0;
    return this.attempt();
  }

  pause(): boolean {
    this.pausing = true;
    if (this.upload && !this.row.uploadUrl) return false;
    this.abort();
    return true;
  }

  cancel() {
    this.cancelled = true;
    if (this.row.uploadUrl) this.abort();
    if (this.row.uploadUrl)
      void Upload.terminate(this.row.uploadUrl, { retryDelays: null, headers: this.door.headers }).catch(() => {
        /* it expires by itself */
      });
  }

  abort() {
    this.stopped = true;
    void this.upload?.abort();
    this.finish({ kind: 'cut' });
  }

  private async attempt(): Promise<SendOutcome> {
    const file = await this.files.open(this.row);
    if (!file) return { kind: 'unreadable' };
    if (this.stopped || this.pausing) return { kind: 'cut' };
    const outcome = await new Promise<SendOutcome>(resolve => {
      this.settle = resolve;
      this.begin(file);
    });
    // To the network stack a file that vanished looks like a lost connection.
    return outcome.kind === 'cut' && !this.stopped && !(await this.files.open(this.row)) ? { kind: 'unreadable' } : outcome;
  }

  private begin(file: Blob) {
    const { row } = this;
    this.upload = new Upload(file as File, {
      // With both an address and an endpoint the library would begin anew on any refusal, also while the server restarts.
      ...(row.uploadUrl ? { uploadUrl: row.uploadUrl } : { endpoint: new URL(this.door.uploads, self.location.origin).href }),
      chunkSize: partBytes,
      uploadDataDuringCreation: row.size <= inlineBytes,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(row.key),
      retryDelays: null,
      headers: this.door.headers,
      metadata: metadataOf(row),
      onUploadUrlAvailable: () => this.named(),
      onProgress: sent => this.moved(sent),
      onChunkComplete: (_part, accepted) => this.moved(accepted),
      onSuccess: ({ lastResponse }) => this.ended(lastResponse),
      onError: error => this.finish(refusal(error)),
    });
    this.moved(row.sent);
    this.upload.start();
  }

  private named() {
    this.row.uploadUrl = this.upload?.url ?? undefined;
    this.onNamed();
    if (this.cancelled) this.cancel();
    // The answer that names a small file's upload is the answer to all of its bytes.
    else if (this.pausing && this.row.size > inlineBytes) this.abort();
  }

  private moved(sent: number) {
    clearTimeout(this.stall);
    this.stall = setTimeout(() => this.timeOut(), stallMilliseconds);
    this.onMove(sent);
  }

  private timeOut() {
    void this.upload?.abort();
    this.finish({ kind: 'cut' });
  }

  /** The last answer says which item it became; a duplicate became the one that was here before. */
  private ended(answer: HttpResponse) {
    const itemId = answer.getHeader('Upload-Media-Id');
    if (itemId) this.finish({ kind: 'received', itemId, duplicate: answer.getHeader('Upload-Duplicate') === 'true' });
    else this.finish({ kind: 'cut' });
  }

  private finish(outcome: SendOutcome) {
    clearTimeout(this.stall);
    this.settle?.(outcome);
    this.settle = null;
  }
}

function metadataOf(row: Row): Record<string, string> {
  const { title, description, place, tags, album } = row.batch;
  return {
    filename: row.name,
    ...(row.type && { filetype: row.type }),
    lastModified: String(row.modified),
    ...(title && { title }),
    ...(description && { description }),
    ...(place && { place }),
    ...(album && { album }),
    ...(tags.length > 0 && { tags: JSON.stringify(tags) }),
  };
}

function refusal(error: Error | DetailedError): SendOutcome {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response || response.getStatus() === 0) return { kind: 'cut' };
  return refusalOf(response.getStatus(), response.getBody(), response.getHeader('Retry-After'));
}
