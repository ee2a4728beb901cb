/** Chromium for the tests: the one of this machine, or the one that npm brought. */

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium } from 'playwright-core'

const debianChromium = '/usr/bin/chromium'

/** Nothing that Chromium does by itself may reach the network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 10.77.0.*',
]

/** Where a browser would come from; undefined when there is none. */
export function findChromium(): 'debian' | 'npm' | undefined {
  if (existsSync(debianChromium)) return 'debian'
  try {
    createRequire(import.meta.url).resolve('@sparticuz/chromium')
    return 'npm'
  } catch {
    return undefined
  }
}

/** Starts the browser with a profile of its own that is gone when it closes. */
export async function launchBrowser(): Promise<Browser> {
  if (findChromium() === 'debian') {
    return chromium.launch({ executablePath: debianChromium, args: flags })
  }
  const { default: packed } = await import('@sparticuz/chromium')
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: [...packed.args, ...flags],
  })
}
