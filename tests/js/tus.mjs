// Speaks to the site through tus-js-client: a file in parts, aborted and resumed again and again, then checksummed by its item.
// node tus.mjs ENDPOINT BEARER BYTES PART ABORTS  ->  one line of JSON on stdout.
import { createHash } from 'node:crypto';
import { Upload } from 'tus-js-client';

const [endpoint, bearer, bytes, part, aborts] = process.argv.slice(2);
const content = Buffer.alloc(Number(bytes));
for (let at = 0, value = Number(bytes); at < content.length; at++) content[at] = value = (value * 1103515245 + 12345) & 0xff;
// A linear congruence repeats itself; a position every so often makes each part different.
for (let at = 0; at + 4 <= content.length; at += 512) content.writeUInt32LE(at, at);

let url = null;
let abortsLeft = Number(aborts);
let mediaId = null;

function send() {
  return new Promise((resolve, reject) => {
    const upload = new Upload(content, {
      endpoint,
      uploadUrl: url,
      chunkSize: Number(part),
      uploadSize: content.length,
      uploadDataDuringCreation: true,
      retryDelays: [0, 50, 200],
      headers: { Authorization: `Bearer ${bearer}` },
      metadata: { filename: 'from tus-js-client.bin', title: 'Grüße' },
      onUploadUrlAvailable: () => { url = upload.url; },
      onAfterResponse: (_request, response) => { mediaId = response.getHeader('Upload-Media-Id') ?? mediaId; },
      onProgress: sent => {
        if (abortsLeft === 0 || url === null || sent === 0 || Math.random() > 0.3) return;
        abortsLeft--;
        void upload.abort().then(() => resolve(false));
      },
      onSuccess: () => resolve(true),
      onError: reject,
    });
    upload.start();
  });
}

try {
  while (!(await send())) { /* aborted: go on */ }
  console.log(JSON.stringify({ url, mediaId, sha256: createHash('sha256').update(content).digest('hex'), abortsLeft }));
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
