/** A page in Chromium that is watched: what it asks for, what it complains of, what axe says of it. */

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { now, type PagesWorld } from './world.ts'

export const colourSchemes = ['light', 'dark'] as const
export type Colours = (typeof colourSchemes)[number]

const settledMs = 30_000
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export interface Watched {
  context: BrowserContext
  page: Page
  /** Console errors, failed scripts, and what the policy of the page refused; each once. */
  complaints: Set<string>
  /** Addresses on other hosts that were asked. */
  strangers: Set<string>
}

interface Options {
  colours?: Colours
  viewport?: { width: number; height: number }
  isSignedIn?: boolean
}

/** Opens a browser window in which the time is that of the world. */
export async function watch(
  browser: Browser,
  world: Pick<PagesWorld, 'url' | 'cookie'>,
  { colours = 'light', viewport = { width: 1440, height: 900 }, isSignedIn = true }: Options = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport,
    colorScheme: colours,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-US',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  if (isSignedIn) await context.addCookies([world.cookie])
  const page = await context.newPage()
  page.setDefaultTimeout(settledMs)
  await page.clock.setFixedTime(now)
  const complaints = new Set<string>()
  const strangers = new Set<string>()
  page.on('console', (it) => {
    const isPolicy = /Content.Security.Policy/i.test(it.text())
    if (it.type() === 'error' || isPolicy) complaints.add(it.text())
  })
  page.on('pageerror', (it) => complaints.add(String(it)))
  page.on('request', (it) => {
    const isInside = /^(?:data|blob):/.test(it.url()) || new URL(it.url()).origin === world.url
    if (!isInside) strangers.add(it.url())
  })
  return { context, page, complaints, strangers }
}

/** Until what is loaded when it is needed, charts and editors, is there. */
export async function settle(page: Page): Promise<void> {
  const loading = page.getByRole('status', { name: /^Loading/ })
  await expect.poll(() => loading.count(), { timeout: settledMs }).toBe(0)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  // The last transitions end, and what measures itself has done so.
  await page.waitForTimeout(300)
}

const pictures = fileURLToPath(new URL('../../docs/pages', import.meta.url))

/** What shows now, as `docs/pages/<name>.png`, to be held against the one before it in review. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' })
}

/** Each as one line that says which rule, where. */
export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(wcag).analyze()
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary?.split('\n')[1]}`),
  )
}
