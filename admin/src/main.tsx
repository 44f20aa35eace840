import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './base.css';

// The server names its nonce in the page, so that the styles made here pass its Content-Security-Policy.
const nonce = document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content') ?? undefined;
const cache = createCache({ key: 'amends', nonce, prepend: true });
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <CacheProvider value={cache}>
      <App />
    </CacheProvider>,
  );
}
