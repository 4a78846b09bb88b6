// Real photos of 8 megapixels and more, each made into what the site makes of it: first the tile alone, then tile2x and screen from one
// decode. Every program runs on one thread; rounds are interleaved; CPU time is of the process itself, so a busy machine disturbs little.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as reference from './sharp.mjs';

const [corpus, decoder] = process.argv.slice(2);
const rounds = Number(process.env.ROUNDS ?? 3);
const tick = 10; // ms, CLK_TCK of 100
const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));

const photos = [];
for (const dir of ['jpeg', 'gps'])
  for (const name of readdirSync(join(corpus, dir)).sort()) {
    const path = join(corpus, dir, name);
    const { width, height, format } = await sharp(path, { limitInputPixels: false }).metadata().catch(() => ({}));
    if (format === 'jpeg' && width * height > 8e6 && width * height < 100e6) photos.push(path);
  }

class Decoder {
  constructor() {
    this.child = spawn(decoder, ['--read', corpus], { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
    this.held = Buffer.alloc(0);
    this.child.stdout.on('data', part => { this.held = Buffer.concat([this.held, part]); this.wake?.(); });
  }
  async read(length) {
    while (this.held.length < length) await new Promise(wake => { this.wake = wake; });
    const part = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return part;
  }
  async hear() { return JSON.parse(await this.read((await this.read(4)).readInt32LE())); }
  say(order) {
    const json = Buffer.from(JSON.stringify(order));
    const length = Buffer.alloc(4);
    length.writeInt32LE(json.length);
    this.child.stdin.write(Buffer.concat([length, json]));
  }
  async make(path, renditions, wantFacts) {
    this.say({ say: 'decode', path, type: 'jpeg', renditions, wantFacts, maxPixels: 3e8, cpuSeconds: 60 });
    const header = await this.hear();
    if (header.say !== 'header') throw new Error(JSON.stringify(header));
    this.say({ say: 'proceed' });
    const made = await this.hear();
    if (made.say !== 'made') throw new Error(JSON.stringify(made));
    for (const rendition of made.renditions) await this.read(rendition.bytes);
  }
  cpu() {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tick;
  }
  peak() { return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024; }
}

const tile = { name: 'tile', box: 480, format: 'webp', quality: 75, animated: false };
const tile2x = { name: 'tile2x', box: 960, format: 'webp', quality: 75, animated: false };
const screen = { name: 'screen', box: 1920, format: 'jpeg', quality: 82, animated: true };
const ours = new Decoder();
await ours.hear();

const programs = {
  ours: {
    first: path => ours.make(path, [tile], true),
    bigger: path => ours.make(path, [tile2x, screen], false),
    cpu: () => ours.cpu(),
  },
  sharp: { first: reference.tile, bigger: reference.bigger, cpu: reference.cpu },
  vipsthumbnail: {
    first: path => thumbnail(path, 480, 'webp[Q=75,reduction-effort=2,strip]'),
    bigger: path => { thumbnail(path, 960, 'webp[Q=75,reduction-effort=2,strip]'); thumbnail(path, 1920, 'jpg[Q=82,strip]'); },
    cpu: () => spent,
  },
};

let spent = 0;
// A process for each size, as a script would: its own start is part of the price.
function thumbnail(path, box, target) {
  const before = childCpu();
  execFileSync('vipsthumbnail', [path, '--size', `${box}x${box}>`, '-o', join(folder, `out.${target}`)], { env: { ...process.env, VIPS_CONCURRENCY: '1' }, stdio: 'ignore' });
  spent += childCpu() - before;
}
function childCpu() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) * tick;
}

const total = Object.fromEntries(Object.keys(programs).map(name => [name, { first: 0, bigger: 0 }]));
const usable = Object.entries(programs).filter(([name]) => name !== 'vipsthumbnail' || has('vipsthumbnail'));
function has(tool) { try { execFileSync('which', [tool], { stdio: 'ignore' }); return true; } catch { return false; } }

for (const [, program] of usable) { await program.first(photos[0]); await program.bigger(photos[0]); } // warm up
for (let round = 0; round < rounds; round++)
  for (const path of photos)
    for (const work of ['first', 'bigger'])
      for (const [name, program] of usable) {
        const before = program.cpu();
        await program[work](path);
        total[name][work] += program.cpu() - before;
      }

const per = (name, work) => total[name][work] / (photos.length * rounds);
const size = photos.reduce((sum, path) => sum + statSync(path).size, 0) / photos.length / 1e6;
console.log(`${photos.length} photos, ${size.toFixed(1)} MB each, ${rounds} rounds; CPU ms per photo, one thread`);
console.log('                 tile+facts   tile2x+screen   all');
for (const [name] of usable)
  console.log(`${name.padEnd(15)}${per(name, 'first').toFixed(0).padStart(11)}${per(name, 'bigger').toFixed(0).padStart(16)}${(per(name, 'first') + per(name, 'bigger')).toFixed(0).padStart(8)}`);
for (const [name] of usable.slice(1)) {
  const ratio = (per('ours', 'first') + per('ours', 'bigger')) / (per(name, 'first') + per(name, 'bigger'));
  console.log(`ours / ${name}: tile ${(per('ours', 'first') / per(name, 'first')).toFixed(2)}, bigger ${(per('ours', 'bigger') / per(name, 'bigger')).toFixed(2)}, all ${ratio.toFixed(2)}${name === 'sharp' ? ' (aim <= 1.00)' : ''}`);
}
console.log(`peak memory of our child: ${ours.peak().toFixed(0)} MiB`);
ours.child.stdin.end();
rmSync(folder, { recursive: true });
