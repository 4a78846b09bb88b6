/** How many parts may be on their way to the bucket at once, over all files: as many connections as a browser opens to one host. */
const most = 6;

let free = most;
const waiting: (() => void)[] = [];

/** Runs something when there is a place, first come first served. */
export async function inPlace<T>(run: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>(resolve => waiting.push(resolve));
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
