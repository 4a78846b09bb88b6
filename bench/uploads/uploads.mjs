// node uploads.mjs BINARY WORK MIB: see run.
import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Site } from '../site/client.mjs';
import { cpuMs, memoryMiB } from '../site/process.mjs';

const [binary, work, mib] = process.argv.slice(2);
const MiB = 1024 * 1024;
const total = Number(mib) * MiB;
const block = randomFillSync(Buffer.alloc(MiB));
const rounds = 2;

/** One request with `length` bytes of noise as its body, each upload different in its first bytes. */
function send(target, method, path, headers, length, seed) {
  return new Promise((resolve, reject) => {
    const url = new URL(path, target.base);
    const asked = request(url, { method, headers: { ...target.headers, 'Tus-Resumable': '1.0.0', ...headers, 'Content-Length': length } });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode < 300 ? resolve(answer) : reject(new Error(`${method} ${path}: ${answer.statusCode}`))));
    });
    let left = length;
    const pump = () => {
      while (left > 0) {
        const first = left === length && length >= 16;
        const piece = first ? Buffer.concat([Buffer.from(String(seed).padStart(16, '0')), block.subarray(16, Math.min(left, MiB))]) : block.subarray(0, Math.min(left, MiB));
        left -= piece.length;
        if (!asked.write(piece)) return void asked.once('drain', pump);
      }
      asked.end();
    };
    pump();
  });
}

let seeds = Date.now();

async function upload(target, length, part) {
  const created = await send(target, 'POST', target.path, { 'Upload-Length': length }, 0);
  const seed = ++seeds;
  for (let at = 0; at < length; at += part) {
    const headers = { 'Upload-Offset': at, 'Content-Type': 'application/offset+octet-stream' };
    await send(target, 'PATCH', created.headers.location, headers, Math.min(part, length - at), seed);
  }
}

async function measure(target, length, part) {
  const before = memoryMiB(target.pid);
  const cpu = cpuMs(target.pid);
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, memoryMiB(target.pid))), 250);
  const began = performance.now();
  await upload(target, length, part);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  return { rate: length / 1e6 / seconds, cpu: (cpuMs(target.pid) - cpu) / 1000, growth: peak - before };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const best = (runs, key, pick) => pick(...runs.map((run) => run[key]));

const site = await Site.start(binary, join(work, 'data'));
site.makeKey();
mkdirSync(join(work, 'tus'));
const port = site.port + 1;
const reference = spawn(process.execPath, [new URL('tusServer.mjs', import.meta.url).pathname, port, join(work, 'tus')], { stdio: 'ignore' });

const ours = { pid: site.pid, base: `http://127.0.0.1:${site.port}`, path: '/api/v1/uploads', headers: { authorization: `Bearer ${site.key}` } };
const theirs = { pid: reference.pid, base: `http://127.0.0.1:${port}`, path: '/files', headers: {} };
try {
  for (let tries = 0; ; tries++) {
    if (await upload(theirs, 1000, 1000).then(() => true, () => false)) break;
    if (tries > 100) throw new Error('@tus/server did not start.');
    await new Promise((done) => setTimeout(done, 100));
  }
  await upload(ours, 32 * MiB, 32 * MiB);
  await upload(theirs, 32 * MiB, 32 * MiB);

  for (const [name, part] of [['one PATCH', total], ['8 MiB PATCHes', 8 * MiB]]) {
    const runs = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round++) {
      runs.theirs.push(await measure(theirs, total, part));
      runs.ours.push(await measure(ours, total, part));
    }
    const [rate, other] = [best(runs.ours, 'rate', Math.max), best(runs.theirs, 'rate', Math.max)];
    console.log(
      `${mib} MiB, ${name}: ${(rate / other).toFixed(2)} x @tus/server (${rate.toFixed(0)} and ${other.toFixed(0)} MB/s); ` +
        `CPU ${best(runs.ours, 'cpu', Math.min).toFixed(1)} and ${best(runs.theirs, 'cpu', Math.min).toFixed(1)} s; ` +
        `memory grew by ${best(runs.ours, 'growth', Math.max).toFixed(0)} and ${best(runs.theirs, 'growth', Math.max).toFixed(0)} MiB`,
    );
  }

  const lengths = Array.from({ length: 120 }, (_, n) => 1_000_000 + ((n * 7919) % 97) * 100_000); // mean 5.8 MB
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  for (const workers of [1, 4, 16]) {
    const queue = [...lengths];
    const times = [];
    const cpu = cpuMs(site.pid);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: workers }, async () => {
        for (let length; (length = queue.pop()); ) {
          const start = performance.now();
          await send(ours, 'POST', ours.path, { 'Upload-Length': length, 'Content-Type': 'application/offset+octet-stream' }, length, ++seeds);
          times.push(performance.now() - start);
        }
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${(mean / 1e6).toFixed(1)} MB each, durable, no pictures, c=${workers}: ${(lengths.length / seconds).toFixed(0)}/s, p50 ${median(times).toFixed(0)} ms, ` +
        `${((cpuMs(site.pid) - cpu) / lengths.length).toFixed(1)} CPU-ms (aim 22)`,
    );
  }
} finally {
  reference.kill();
  site.process.kill();
}
