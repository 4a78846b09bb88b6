const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const language = () => (typeof document === 'undefined' ? navigator.language : document.documentElement.lang) || 'en';

/** 4.2 MB; decimal, as disks and the site itself count. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const maximumFractionDigits = unit === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: units[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value);
}

/** 'about 3 minutes'; rounded as a person would say it. */
export function durationText(seconds: number): string {
  if (seconds < 5) return 'a few seconds';
  if (seconds < 60) return `${Math.ceil(seconds / 5) * 5} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `${hours} h${rest > 0 ? ` ${rest} min` : ''}`;
}

export const countText = (count: number, one: string, many = `${one}s`) =>
  `${new Intl.NumberFormat(language()).format(count)} ${count === 1 ? one : many}`;
