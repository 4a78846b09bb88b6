/** Menus are details elements; Escape and a click elsewhere close them, as people expect of menus. */
export function menus(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]');

  document.addEventListener('click', event => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });

  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });

  document.addEventListener('focusout', event => {
    const to = event.relatedTarget;
    if (!(to instanceof Node)) return;
    for (const menu of open()) if (menu.contains(event.target as Node) && !menu.contains(to)) menu.open = false;
  });
}
