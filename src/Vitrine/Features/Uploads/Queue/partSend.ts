import { stallMilliseconds } from './sending';

/** How a PUT to the bucket ended; status 0 is no answer: no network, or a bucket that pages of this site may not reach. */
export interface PartAnswer {
  status: number;
  /** As the bucket says it; null where it does not let us read it. */
  tag: string | null;
}

/** One part on its way to the bucket. By XMLHttpRequest, since fetch does not tell how far it is. */
export class PartSend {
  sent = 0;
  private readonly request = new XMLHttpRequest();
  private stall: ReturnType<typeof setTimeout> | undefined;

  run(url: string, md5: string, part: Blob, onMove: () => void): Promise<PartAnswer> {
    const { request } = this;
    return new Promise(resolve => {
      const watch = () => {
        clearTimeout(this.stall);
        this.stall = setTimeout(() => request.abort(), stallMilliseconds);
      };
      request.upload.onprogress = event => {
        this.sent = event.loaded;
        watch();
        onMove();
      };
      request.onloadend = () => {
        clearTimeout(this.stall);
        resolve({ status: request.status, tag: request.status === 200 ? request.getResponseHeader('ETag') : null });
      };
      request.open('PUT', url);
      request.setRequestHeader('Content-MD5', md5);
      watch();
      request.send(part);
    });
  }

  abort() {
    this.request.abort();
  }
}
