// node bucket.mjs BINARY WORK MIB ROUNDS GIGABYTES: see run.
import { createHash, randomFillSync } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Site } from '../site/client.mjs';
import { cpuMs, memoryMiB } from '../site/process.mjs';

const [binary, work, mib, rounds, gigabytes] = process.argv.slice(2);
const MiB = 1024 * 1024;
const partBytes = 8 * MiB;
const atOnce = 4;
const file = randomFillSync(Buffer.alloc(Number(mib) * MiB));
const agent = new Agent({ keepAlive: true });
const bucket = process.env.VITRINE_STORAGE__S3__BUCKET;
const s3 = new S3Client({
  endpoint: process.env.VITRINE_STORAGE__S3__ENDPOINT,
  region: 'us-east-1',
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

function send(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent, headers: { 'Content-Length': body.length, ...headers } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => (answer.statusCode < 300 ? resolve(answer) : reject(new Error(`${method} ${url}: ${answer.statusCode} ${Buffer.concat(chunks)}`))));
      answer.body = () => JSON.parse(Buffer.concat(chunks));
    });
    asked.on('error', reject);
    if (body.pipe) body.pipe(asked);
    else asked.end(body);
  });
}

/** The reference: the same parts, as many at once. */
async function bySdk(name) {
  await new Upload({ client: s3, params: { Bucket: bucket, Key: name, Body: file }, partSize: partBytes, queueSize: atOnce }).done();
}

async function throughNode(site, name, body = file, length = file.length) {
  const headers = { authorization: `Bearer ${site.key}`, 'Tus-Resumable': '1.0.0' };
  const metadata = `filename ${Buffer.from(name).toString('base64')}`;
  const begun = await send('POST', `${site.base}/api/v1/uploads`, { ...headers, 'Upload-Length': length, 'Upload-Metadata': metadata }, '');
  const path = new URL(begun.headers.location, site.base);
  const sent = { ...headers, 'Content-Length': length, 'Upload-Offset': 0, 'Content-Type': 'application/offset+octet-stream' };
  return (await send('PATCH', path, sent, body)).headers['upload-media-id'];
}

function* partsOf(bytes) {
  for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes);
}

/** The most memory, in MiB, that the site holds meanwhile. */
async function peakWhile(site, work) {
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, memoryMiB(site.pid))), 250);
  await work();
  clearInterval(watch);
  return peak;
}

/** What one large file adds to the memory of a site at rest. */
async function memory(site) {
  await new Promise((wait) => setTimeout(wait, 35_000)); // the site looks for rest every 15 s
  const rest = memoryMiB(site.pid);
  const files = Math.round((gigabytes * 1e9) / file.length);
  const body = Readable.from((function* () {
    for (let i = 0; i < files; i++) yield* partsOf(file);
  })());
  const peak = await peakWhile(site, async () => forget(site, await throughNode(site, 'large.bin', body, files * file.length)));
  console.log(`one file of ${gigabytes} GB through a node: memory + ${(peak - rest).toFixed(0)} MiB beyond ${rest.toFixed(0)} at rest (aim 64 MB)`);
}

/** As the browser does it: hash a part, ask for its link, send it; at the end say what was sent. */
async function direct(site, name) {
  const ask = async (path, what) => {
    const headers = { authorization: `Bearer ${site.key}`, 'Content-Type': 'application/json' };
    return (await send('POST', `${site.base}/api/v1/uploads/${path}`, headers, Buffer.from(JSON.stringify(what)))).body();
  };
  const { id, parts } = await ask('direct', { fileName: name, length: file.length });
  const md5 = [];
  let next = 1;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next <= parts) {
        const number = next++;
        const part = file.subarray((number - 1) * partBytes, number * partBytes);
        md5[number - 1] = createHash('md5').update(part).digest('base64');
        const { links } = await ask(`${id}/parts`, { parts: [{ number, md5: md5[number - 1] }] });
        await send('PUT', links[0].url, { 'Content-MD5': md5[number - 1] }, part);
      }
    }),
  );
  return (await ask(`${id}/finish`, { md5 })).mediaId;
}

/** Waits until the site is done with it, so that nothing goes on beside the next one, and gives the room back. */
async function forget(site, id) {
  const headers = { authorization: `Bearer ${site.key}` };
  while ((await send('GET', `${site.base}/api/v1/media/${id}`, headers, '')).body().state === 'received') await new Promise((done) => setTimeout(done, 20));
  await send('PUT', `${site.base}/api/v1/media/${id}/trash`, headers, '');
  await send('DELETE', `${site.base}/api/v1/media/${id}?permanent=true`, headers, '');
}

let seed = 0;

async function timed(site, way) {
  file.writeUInt32LE(++seed); // never the same bytes twice, so never a duplicate
  const cpu = cpuMs(site.pid);
  const began = performance.now();
  const id = await way(site, `file-${seed}.bin`);
  const took = { seconds: (performance.now() - began) / 1000, cpu: (cpuMs(site.pid) - cpu) / 1000 };
  await (id ? forget(site, id) : s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `file-${seed}.bin` })));
  return took;
}

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const spread = (numbers) => `${sorted(numbers)[0].toFixed(2)} to ${sorted(numbers).at(-1).toFixed(2)}`;

await s3.send(new CreateBucketCommand({ Bucket: bucket }));
const site = await Site.start(binary, join(work, 'data'));
site.base = `http://127.0.0.1:${site.port}`;
try {
  site.makeKey();
  await timed(site, throughNode);
  await memory(site);

  const ways = { 'through a node': throughNode, 'straight to the bucket': direct };
  const sdk = (_, name) => bySdk(name);
  // Until the JIT has done its passes: for its first thirty files, of 128 MiB, a node takes a fifth longer.
  for (let i = 0; i < 30; i++) for (const way of i < 5 ? [sdk, ...Object.values(ways)] : [throughNode]) await timed(site, way);
  const rest = memoryMiB(site.pid);

  const runs = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  const peak = await peakWhile(site, async () => {
    for (let round = 0; round < Number(rounds); round++) {
      for (const [name, way] of Object.entries(ways)) {
        // A pair each, and who comes first in turn.
        const pair = {};
        for (const which of round % 2 ? ['ours', 'theirs'] : ['theirs', 'ours']) pair[which] = await timed(site, which === 'ours' ? way : sdk);
        runs[name].push(pair);
      }
    }
  });
  for (const [name, pairs] of Object.entries(runs)) {
    const ratios = pairs.map(({ ours, theirs }) => ours.seconds / theirs.seconds);
    const rate = (side) => (file.length / 1e6 / median(pairs.map((pair) => pair[side].seconds))).toFixed(0);
    console.log(
      `${mib} MiB ${name}: ${median(ratios).toFixed(2)} x the SDK's time, ${spread(ratios)} over ${pairs.length} pairs (aim 1.10); ` +
        `${rate('ours')} and ${rate('theirs')} MB/s; the site's CPU ${median(pairs.map((pair) => pair.ours.cpu)).toFixed(2)} s`,
    );
  }
  console.log(`peak of the site ${peak.toFixed(0)} MiB, ${rest.toFixed(0)} before`);
} finally {
  site.process.kill();
}
