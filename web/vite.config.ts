// Builds the explorer to web/dist: every file but the page itself is named by its content.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/explorer/',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Older ones know no light-dark(), and what stands in for it ignores a chosen theme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A font inside a stylesheet would need `font-src data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The editor alone is far above any limit; a test holds the entry to its size.
    chunkSizeWarningLimit: 5_000,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // `use client` speaks to servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  worker: { format: 'es' },
});
