import { open } from './lightbox';
import { details } from './slides';

interface Library {
  readonly size: number;
  itemAt(index: number): Promise<{ id: string } | undefined>;
  reveal(index: number): HTMLAnchorElement | null;
  discard(id: string): Promise<void>;
}

/** The lightbox over the whole library: what an item is, the API says. */
export const openOver = (library: Library, index: number): Promise<void> => open({
  get size() {
    return library.size;
  },
  detailsAt: async at => {
    const item = await library.itemAt(at);
    return item && details(item.id);
  },
  reveal: at => library.reveal(at),
  discard: id => library.discard(id),
}, index);
