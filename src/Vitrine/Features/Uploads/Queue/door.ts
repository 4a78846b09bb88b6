/** Where a queue sends to and asks after what it sent. */
export interface Door {
  uploads: string;
  headers: Record<string, string>;
  items(ids: string[]): string;
  tile(id: string): string;
  /** A received file's page; a guest has none. */
  page(id: string): string | null;
}

/** A queue is an account's, by its id, or a guest's, by the path of their link: `s/…`. */
export function doorOf(account: string): Door {
  if (account.startsWith('s/')) {
    return {
      uploads: `/${account}/uploads`,
      headers: {},
      items: ids => `/${account}/uploads?limit=100&ids=${ids.join(',')}`,
      tile: id => `/${account}/mine/${id}/tile`,
      page: () => null,
    };
  }
  return {
    uploads: '/api/v1/uploads',
    // Who signs in next in this browser must not get the files of who left.
    headers: { 'Upload-Owner': account },
    items: ids => `/api/v1/media?ids=${ids.join(',')}`,
    tile: id => `/media/${id}/tile`,
    page: id => `/media/${id}`,
  };
}
