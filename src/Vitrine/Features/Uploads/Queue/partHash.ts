import { md5 } from 'js-md5';

/** A little at a time: where one of the pages runs the queue, it goes on answering its person. */
const stepBytes = 512 * 1024;

/** The MD5 of a part in base64, as Content-MD5 has it. Not by crypto.subtle, which has none and needs https. */
export async function md5Of(part: Blob): Promise<string> {
  const running = md5.create();
  for (let at = 0; at < part.size; at += stepBytes) running.update(await part.slice(at, at + stepBytes).arrayBuffer());
  return running.base64();
}

/** The same in hex, as buckets have it. */
export const hexOf = (base64: string) => Array.from(atob(base64), byte => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
