// The reference: what a careful sharp script does to make the site's renditions, on one thread, with the same options of the encoders.
import sharp from 'sharp';

sharp.concurrency(1);
sharp.cache(false);

const fit = box => ({ width: box, height: box, fit: 'inside', withoutEnlargement: true });
const webp = { quality: 75, effort: 2 };

export const tile = path => sharp(path, { failOn: 'truncated' }).rotate().resize(fit(480)).webp(webp).toBuffer();

export async function bigger(path) {
  const { data, info } = await sharp(path, { failOn: 'truncated' }).rotate().resize(fit(1920)).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  await sharp(data, { raw }).jpeg({ quality: 82, optimiseCoding: false }).toBuffer();
  await sharp(data, { raw }).resize(fit(960)).webp(webp).toBuffer();
}

/** CPU milliseconds of this process so far. */
export const cpu = () => {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1000;
};
