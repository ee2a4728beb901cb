/** Builds the web application; in development it passes the API through to a local server. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// A build that a test starts inherits its NODE_ENV, and would hold the development half of React.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would be `data:` URLs, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    strictPort: true,
    proxy: { '/api': { target: process.env.EVENKEEL_API ?? 'http://127.0.0.1:4400' } },
  },
})
