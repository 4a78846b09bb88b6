import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig } from 'vite';

/** Writes `name.br` beside every text file of the bundle: compressed once at the best quality, never while serving. */
function brotli() {
  const compress = text => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return {
    name: 'brotli',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        this.emitFile({ type: 'asset', fileName: `${name}.br`, source: compress(file.type === 'chunk' ? file.code : file.source) });
      }
    },
  };
}

export default defineConfig({
  base: '/assets/',
  publicDir: 'Client/public',
  plugins: [brotli()],
  worker: {
    format: 'es',
    plugins: () => [brotli()],
    rollupOptions: { output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' } },
  },
  build: {
    outDir: 'wwwroot/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2023',
    // light-dark() and nesting are left as written: the browsers of 2024 know them.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: { app: 'Client/app.ts' },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
