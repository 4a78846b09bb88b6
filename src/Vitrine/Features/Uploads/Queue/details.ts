import type { Batch } from './rows';

/** What the upload page's form says about the files added now; on other pages there is no such form and nothing to say. */
export function givenDetails(): Batch {
  const value = (name: string) => document.querySelector<HTMLInputElement>(`upload-queue [name="${name}"]`)?.value.trim() ?? '';
  const tags = value('tags')
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean);
  return { title: value('title'), description: value('description'), place: value('place'), tags };
}
