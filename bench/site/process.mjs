// What the site and its children use: CPU from /proc/*/stat, memory as the sum of PSS (shared pages counted once).
import { readFileSync, readdirSync } from 'node:fs';

const TICK_MS = 10; // USER_HZ is 100 on every Linux that .NET runs on

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), cpu: Number(fields[11]) + Number(fields[12]), ended: Number(fields[13]) + Number(fields[14]) };
}

function family(pid) {
  const all = new Map();
  for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    try {
      all.set(Number(name), stat(name));
    } catch {
      // ended meanwhile
    }
  }
  const members = [pid];
  for (let i = 0; i < members.length; i++) for (const [child, s] of all) if (s.parent === members[i]) members.push(child);
  return members.map((member) => [member, all.get(member)]);
}

export const cpuMs = (pid) => family(pid).reduce((sum, [, s]) => sum + (s.cpu + s.ended) * TICK_MS, 0);

export function memoryMiB(pid) {
  let kib = 0;
  for (const [member] of family(pid)) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${member}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      // ended meanwhile
    }
  }
  return kib / 1024;
}
