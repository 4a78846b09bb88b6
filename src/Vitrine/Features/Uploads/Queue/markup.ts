/** An element with properties and children; text is always text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'dataset'>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function icon(name: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${document.documentElement.dataset.icons ?? ''}#${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(label: string, name: string, act: string): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'button quiet small only-icon', title: label }, icon(name));
  button.setAttribute('aria-label', label);
  button.dataset.act = act;
  return button;
}

/** Writes only what changed, so that a screen reader's place and a selection survive four updates a second. */
export function setText(element: Element, text: string) {
  if (element.textContent !== text) element.textContent = text;
}
