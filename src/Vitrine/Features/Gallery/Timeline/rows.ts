/** One row of tiles: items [from, to), at a height below the top of its list. */
export interface Row {
  from: number;
  to: number;
  top: number;
  height: number;
}

/** Must be the gap of tiles.css. */
export const GAP = 4;

/**
 * Breaks ratios into rows just as the style sheet's flex rule does, so that boxes the server sent stay where they are when script
 * takes over: a row takes tiles while their base widths fit, then stretches to the full width; the last row keeps its height.
 */
export function justify(ratios: readonly number[], width: number, base: number): { rows: Row[]; height: number } {
  const rows: Row[] = [];
  let [from, sum, top] = [0, 0, 0];
  const end = (to: number, last: boolean) => {
    const full = (width - GAP * (to - from - 1)) / sum;
    const height = last ? Math.min(base, full) : full;
    rows.push({ from, to, top, height });
    top += height + GAP;
    [from, sum] = [to, 0];
  };
  for (let i = 0; i < ratios.length; i++) {
    const next = sum + ratios[i]!;
    // A grain of grace: browsers lay out in 64ths of a pixel.
    if (i > from && next * base + GAP * (i - from) > width + 0.02) end(i, false);
    sum += ratios[i]!;
  }
  if (from < ratios.length) end(ratios.length, true);
  return { rows, height: Math.max(0, top - GAP) };
}

/** How high a section will be about, before its items are known. */
export function estimate(count: number, width: number, base: number): number {
  const perRow = Math.max(1, (width * 0.94) / (1.4 * base + GAP));
  return Math.ceil(count / perRow) * (base * 1.06 + GAP) - GAP;
}
