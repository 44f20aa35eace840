import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` listens, for the pages under development (`npm run admin`). */
const SERVICE = process.env['AMENDS_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    // What is small is inlined elsewhere; here nothing is, since the Content-Security-Policy allows no data: scripts.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    // The limit that counts is that of the first load, compressed: test/ui holds it.
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': SERVICE } },
});
