import type { FileOffer } from './rows';

/** What a drop or a paste held: files, however deep their folders, or a sentence why there is nothing to send. */
export interface Dropped {
  offers: FileOffer[];
  why: string;
}

/** Files that systems put into folders for themselves. */
const litter = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);

export const isWanted = (name: string) => !litter.has(name.toLowerCase()) && !name.startsWith('._');

/** Call it in the drop event itself: afterwards the browser has taken the items away. */
export function readDrop(transfer: DataTransfer): Promise<Dropped> {
  const items = [...transfer.items].filter(item => item.kind === 'file');
  const entries = items.map(item => item.webkitGetAsEntry());
  const files = [...transfer.files];
  return gather(entries, files);
}

export function readPaste(transfer: DataTransfer, now: Date): FileOffer[] {
  return [...transfer.files].map(file => {
    // Pictures from the clipboard are all called image.png; a name with the time tells them apart.
    const stamp = now.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
    const named = /^image\.\w+$/.test(file.name) ? new File([file], file.name.replace('image', `Pasted ${stamp}`), file) : file;
    return { file: named, path: named.name };
  });
}

/** Files of an input, with their path where a folder was picked. */
export const readInput = (input: HTMLInputElement): FileOffer[] =>
  [...(input.files ?? [])].filter(file => isWanted(file.name)).map(file => ({ file, path: file.webkitRelativePath || file.name }));

async function gather(entries: (FileSystemEntry | null)[], files: File[]): Promise<Dropped> {
  const offers: FileOffer[] = [];
  let unread = 0;
  let folders = 0;
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    try {
      if (entry.isFile) {
        if (isWanted(entry.name))
          offers.push({ file: await fileOf(entry as FileSystemFileEntry), path: entry.fullPath.replace(/^\//, '') });
      } else {
        folders++;
        for await (const child of childrenOf(entry as FileSystemDirectoryEntry)) await walk(child);
      }
    } catch {
      unread++;
    }
  };
  const known = entries.filter(entry => entry !== null);
  if (known.length > 0) for (const entry of known) await walk(entry);
  else offers.push(...files.map(file => ({ file, path: file.name })));
  return { offers, why: offers.length > 0 ? '' : reason(unread, folders, entries.length) };
}

/** readEntries gives at most 100 at a time (Chromium), and says that it is done by giving none. */
async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    yield* some;
  }
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

function reason(unread: number, folders: number, items: number): string {
  if (unread > 0) return 'The browser could not read what you dropped. Try "Choose files" instead.';
  if (folders > 0) return 'That folder has no files in it.';
  return items > 0 ? 'There was no file in what you dropped.' : 'That was text or a link, not a file. Drop files or folders here.';
}
