const menu = document.getElementById('dates') as HTMLDetailsElement;

menu.addEventListener('toggle', fill, { once: true });
if (menu.open) void fill();

/** When it is opened it takes what the page of dates shows; until then, and should that fail, it leads there. */
async function fill(): Promise<void> {
  const answer = await fetch('/dates').catch(() => null);
  const all = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main nav');
  if (all) menu.querySelector('nav')!.replaceChildren(...all.childNodes);
}

export {};
