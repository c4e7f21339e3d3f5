import { defineConfig } from 'vite';

// The browser snippet: one small file that pages of other sites load as /ripen.js.
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2020',
    emptyOutDir: false,
    modulePreload: false,
    lib: { entry: 'snippet/ripen.ts', formats: ['iife'], name: 'ripenSnippet', fileName: () => 'ripen.js' },
  },
});
