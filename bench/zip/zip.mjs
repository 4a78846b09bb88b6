// One big album as one zip. Times are those of this run on this machine: only ratios travel.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { Site } from '../site/client.mjs';
import { cpuMs, memoryMiB } from '../site/process.mjs';

const [binary, work] = process.argv.slice(2);
const nowhere = () => new Writable({ write: (_, __, done) => done() });

/** Fetches one body into a stream; returns how many bytes it had. */
function fetchInto(site, path, target) {
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port: site.port, path, headers: { authorization: `Bearer ${site.key}` } }, async (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${path}: ${answer.statusCode}`));
      let bytes = 0;
      answer.on('data', (chunk) => (bytes += chunk.length));
      await pipeline(answer, target).catch(reject);
      resolve(bytes);
    }).on('error', reject).end();
  });
}

/** What a transfer costs the site, and how much memory it took at most above what it had before. */
async function measure(site, transfer) {
  const [cpu, before, began] = [cpuMs(site.pid), memoryMiB(site.pid), performance.now()];
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memoryMiB(site.pid))), 500);
  const bytes = await transfer();
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  return { bytes, rate: bytes / 1e6 / seconds, cpu: (cpuMs(site.pid) - cpu) / (bytes / 1e9), before, most };
}

const post = async (site, method, path, body) => {
  const answer = await site.send(method, path, { 'content-type': 'application/json' }, body && JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  return answer.body.length > 0 ? JSON.parse(answer.body) : null;
};

const site = await Site.start(binary, join(work, 'data'));
site.makeKey();
site.verb('import', join(work, 'in'), '--account', 'bench');
const items = [];
for (let next = ''; next !== null;) {
  const page = JSON.parse((await site.get(`/api/v1/media?limit=100${next && `&cursor=${next}`}`)).body);
  items.push(...page.items);
  next = page.next;
}
const album = await post(site, 'POST', '/api/v1/albums', { title: 'All films' });
for (const item of items) await post(site, 'PUT', `/api/v1/albums/${album.id}/items/${item.id}`);

const single = await measure(site, async () => {
  let bytes = 0;
  for (const item of items) bytes += await fetchInto(site, `/media/${item.id}/original`, nowhere());
  return bytes;
});
const zip = await measure(site, () => fetchInto(site, `/albums/${album.id}/archive`, nowhere()));
const kept = await fetchInto(site, `/albums/${album.id}/archive`, createWriteStream(join(work, 'album.zip')));
await site.stop();

const line = (what, m) => console.log(`${what.padEnd(28)} ${(m.bytes / 1e9).toFixed(2)} GB, ${m.rate.toFixed(0)} MB/s, ${m.cpu.toFixed(0)} CPU-ms a GB; memory ${m.before.toFixed(0)} MiB before, ${m.most.toFixed(0)} at most`);
line(`${items.length} originals, one by one`, single);
line('all of them as one zip', zip);
console.log(`zip beside one by one: ${(zip.rate / single.rate).toFixed(2)} x the bytes per second; memory + ${(zip.most - zip.before).toFixed(0)} MiB; ${kept === zip.bytes ? 'the same length twice' : 'TWO LENGTHS'}`);
if (kept !== zip.bytes) process.exitCode = 1;
