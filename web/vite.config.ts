import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The program serves /api and, for every other path it does not know, index.html.
const server = process.env.RIPEN_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': `${import.meta.dirname}/src` } },
  // The Host stays as the browser sent it: the server refuses writes from pages of another one.
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    target: 'es2024',
    // The first browsers with light-dark(); for older ones it would be rewritten to something that does not
    // follow the chosen colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The policy script-src 'self' leaves no room for an inline polyfill.
    modulePreload: { polyfill: false },
    // ECharts is one chunk of its own, loaded by the first chart.
    chunkSizeWarningLimit: 800,
  },
});
