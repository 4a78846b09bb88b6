import type { Batch } from './rows';

/** What the upload page's form says about the files added now; an album's page says into which album they go. */
export function givenDetails(): Batch {
  const value = (name: string) => document.querySelector<HTMLInputElement>(`upload-queue [name="${name}"]`)?.value.trim() ?? '';
  const tags = value('tags')
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean);
  const album = value('album') || (document.querySelector<HTMLElement>('[data-add-to]')?.dataset.addTo ?? '');
  return { title: value('title'), description: value('description'), place: value('place'), tags, album };
}
