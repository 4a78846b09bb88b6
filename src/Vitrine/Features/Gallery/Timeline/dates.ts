/** The menu of months takes what the page of dates shows, when it is opened; until then, and should that fail, it leads there. */
export function dates(signal: AbortSignal): void {
  const menu = document.getElementById('dates')!;
  const fill = async () => {
    const answer = await fetch('/dates', { signal }).catch(() => null);
    const all = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main nav');
    if (all) menu.querySelector('nav')!.replaceChildren(...all.childNodes);
  };
  menu.addEventListener('toggle', fill, { once: true, signal });
}
