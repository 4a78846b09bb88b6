// Rows of the goals table that need the whole site. Times are those of this run on this machine: only ratios travel.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sharp from '../imaging/sharp.mjs';
import { Site } from './client.mjs';
import { cpuMs, memoryMiB } from './process.mjs';

const [binary, work, photoPath] = process.argv.slice(2);
const photo = readFileSync(photoPath);
const row = (what, figures) => console.log(`${what.padEnd(52)} ${figures}`);
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const spread = (times) => [...times].sort((a, b) => a - b);

/** Runs count tasks, at most width at once; returns how long each took. */
async function drive(count, width, task) {
  const times = [];
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < count) {
      const i = next++;
      const began = performance.now();
      await task(i);
      times.push(performance.now() - began);
    }
  }));
  return spread(times);
}

/** The same picture, other bytes: what follows the end marker is ignored by decoders. */
const another = (bytes) => Buffer.concat([bytes, randomBytes(16)]);

const complete = (item) => item.renditions.length >= 3;

async function until(site, ids, ready) {
  let open = ids;
  while (open.length > 0) {
    const items = await site.items(open.slice(0, 100));
    const done = new Set(items.filter(ready).map((item) => item.id));
    if (items.some((item) => item.state === 'failed')) throw new Error('a preview failed');
    open = open.filter((id) => !done.has(id));
    if (open.length > 0) await new Promise((wait) => setTimeout(wait, 10));
  }
}

async function starting() {
  const starts = [];
  for (let i = 0; i < 4; i++) {
    const site = await Site.start(binary, join(work, 'start'));
    starts.push(site.startMs);
    await site.stop();
  }
  row('start to first 200 (median of 3 warm)', `${spread(starts.slice(1))[1].toFixed(0)} ms`);
}

async function lists() {
  const figures = {};
  for (const count of [1_000, 100_000]) {
    const site = await Site.start(binary, join(work, `list-${count}`));
    site.verb('seed', '--account', 'bench', '--items', String(count));
    site.makeKey();
    await site.signIn();
    const json = () => site.get('/api/v1/media?limit=100', { 'accept-encoding': 'br' });
    for (const [kind, ask] of [['JSON', json], ['HTML', () => site.page('/')]]) {
      await drive(8_000, 1, ask); // until the JIT has done its passes; after 2 000 a slow machine is in the middle of them
      const cpu = cpuMs(site.pid);
      const times = await drive(1_000, 1, ask);
      const bytes = (await ask()).body.length;
      figures[`${kind} ${count}`] = { p50: at(times, 0.5), p99: at(times, 0.99), cpu: (cpuMs(site.pid) - cpu) / 1_000, bytes };
    }
    await site.stop();
  }
  for (const kind of ['JSON', 'HTML']) {
    const [small, large] = [figures[`${kind} 1000`], figures[`${kind} 100000`]];
    row(`list of 100, ${kind}, 100 k items`, `p50 ${large.p50.toFixed(2)} ms, p99 ${large.p99.toFixed(2)} ms, ${large.cpu.toFixed(2)} CPU-ms, ${large.bytes} B br; beside 1 k: p50 x ${(large.p50 / small.p50).toFixed(2)}, CPU x ${(large.cpu / small.cpu).toFixed(2)}`);
  }
}

async function uploads() {
  const site = await Site.start(binary, join(work, 'uploads'));
  site.makeKey();
  await site.signIn();
  await site.page('/');
  await drive(6, 1, async () => until(site, [await site.upload('warm.jpg', another(photo))], complete));
  for (let i = 0; i < 150; i++) await site.page('/');
  await restingRow(site, 'memory at rest after light use');

  await measure(site, 'durable upload without pictures, 5.8 MB, c=4', 64, 4, () => site.upload('file.bin', randomBytes(5_800_000)));

  const tile = (item) => item.renditions.some((r) => r.name === 'tile');
  const [sharpTile, sharpBigger] = [await sharpMs(sharp.tile), await sharpMs(sharp.bigger)];
  row('sharp alone, the same photo', `tile ${sharpTile.toFixed(0)}, all three ${(sharpTile + sharpBigger).toFixed(0)} CPU-ms`);
  const tiles = [];
  const began = performance.now();
  const before = cpuMs(site.pid);
  await drive(32, 4, async () => tiles.push(await site.upload('photo.jpg', another(photo))));
  await until(site, tiles, tile);
  row(`${(photo.length / 1e6).toFixed(1)} MB photo to committed tile, c=4`, `${((cpuMs(site.pid) - before) / 32).toFixed(0)} CPU-ms (bigger renditions may run meanwhile), ${((cpuMs(site.pid) - before) / 32 / sharpTile).toFixed(2)} x sharp's tile; 32 tiles in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await until(site, tiles, complete);
  const all = (cpuMs(site.pid) - before) / 32;
  row('until tile, tile2x and screen are there', `${all.toFixed(0)} CPU-ms, ${(all / (sharpTile + sharpBigger)).toFixed(2)} x sharp alone`);

  const calm = cpuMs(site.pid);
  await drive(12, 1, async () => until(site, [await site.upload('photo.jpg', another(photo))], complete));
  const alone = (cpuMs(site.pid) - calm) / 12;
  row('the same, one photo after the other', `${alone.toFixed(0)} CPU-ms, ${(alone / (sharpTile + sharpBigger)).toFixed(2)} x sharp alone`);

  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, memoryMiB(site.pid))), 100);
  const sixteen = [];
  const times = await drive(64, 16, async () => sixteen.push(await site.upload('photo.jpg', another(photo))));
  await until(site, sixteen, tile);
  clearInterval(watch);
  row('uploads at c=16', `p50 ${at(times, 0.5).toFixed(0)} ms, p99/p50 ${(at(times, 0.99) / at(times, 0.5)).toFixed(1)}, peak ${peak.toFixed(0)} MiB PSS`);
  await until(site, [...sixteen], complete);

  const removed = await drive(64, 1, (i) => site.send('DELETE', `/api/v1/media/${sixteen[i]}`));
  row('delete (to trash, durable)', `p50 ${at(removed, 0.5).toFixed(2)} ms`);
  const purged = await drive(64, 1, (i) => site.send('DELETE', `/api/v1/media/${sixteen[i]}?permanent=true`));
  row('delete for ever (bytes gone)', `p50 ${at(purged, 0.5).toFixed(2)} ms`);
  await restingRow(site, 'memory at rest after load');
  await site.stop();
}

/** Children end after 5 s, and the site looks for rest every 15 s. */
async function restingRow(site, what) {
  await new Promise((wait) => setTimeout(wait, 35_000));
  row(`${what} (server + children)`, `${memoryMiB(site.pid).toFixed(0)} MiB PSS`);
}

/** CPU ms of sharp making the same from the same photo, in this process. */
async function sharpMs(make) {
  await make(photoPath);
  const before = sharp.cpu();
  for (let i = 0; i < 8; i++) await make(photoPath);
  return (sharp.cpu() - before) / 8;
}

async function measure(site, what, count, width, task) {
  const before = cpuMs(site.pid);
  const began = performance.now();
  const times = await drive(count, width, task);
  const seconds = (performance.now() - began) / 1000;
  row(what, `${((cpuMs(site.pid) - before) / count).toFixed(1)} CPU-ms, ${(count / seconds).toFixed(0)}/s, p50 ${at(times, 0.5).toFixed(0)} ms`);
}

const parts = { starting, lists, uploads };
for (const part of process.env.PARTS?.split(',') ?? Object.keys(parts)) await parts[part]();
