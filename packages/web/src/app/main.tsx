/** Starts the application in the page. */

import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './layers.css'
import '@mantine/core/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './tokens.css'
import './base.css'
import { pageNonce } from '../elements/nonce.ts'
import { applyPalette } from '../elements/preferences.ts'
import { App } from './app.tsx'

/** A part of the page that is no longer there was built anew: the page of now has it. Once, not for ever. */
const reloadPauseMs = 20_000
const reloadKey = 'evenkeel-reloaded'
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem(reloadKey))
  if (Date.now() - last < reloadPauseMs) return
  sessionStorage.setItem(reloadKey, String(Date.now()))
  event.preventDefault()
  window.location.reload()
})

applyPalette()

const nonce = pageNonce()
if (nonce) setNonce(nonce)

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
