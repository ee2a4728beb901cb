/** Takes pictures of the pages: `npx tsx dev/shots.ts URL FOLDER [name...]`. */

import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'

const [base = 'http://127.0.0.1:4401', folder = '/tmp/shots', ...names] = process.argv.slice(2)
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  )

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
// A login link works once; the session that it gives is kept for the next run.
const stateFile = process.env.STATE
if (process.env.LOGIN && stateFile) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(process.env.LOGIN)
  await page.waitForTimeout(2000)
  await context.storageState({ path: stateFile })
  await context.close()
}

async function shoot(
  name: string,
  path: string,
  width: number,
  scheme: 'light' | 'dark',
  act?: (page: import('playwright-core').Page) => Promise<void>,
) {
  if (names.length > 0 && !names.some((it) => name.startsWith(it))) return
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    ...(stateFile ? { storageState: stateFile } : {}),
  })
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && console.log(name, message.text()))
  page.on('pageerror', (error) => console.log(name, String(error)))
  await page.goto(base + path)
  await page.waitForTimeout(1500)
  await act?.(page)
  await page.waitForTimeout(500)
  if (process.env.AXE) {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    for (const it of violations)
      console.log(
        name,
        it.id,
        it.nodes.length,
        it.nodes
          .slice(0, 3)
          .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`),
      )
  }
  await page.screenshot({ path: `${folder}/${name}.png` })
  await context.close()
}

const openFirst = async (page: import('playwright-core').Page) => {
  await page.locator('[data-finding]').first().click()
  await page.waitForTimeout(700)
}
const q = encodeURIComponent('result.evaluation : failed')
for (const scheme of ['light', 'dark'] as const) {
  for (const width of [1280, 1440, 1920]) {
    await shoot(`overview-${width}-${scheme}`, '/', width, scheme)
    await shoot(`findings-${width}-${scheme}`, '/findings', width, scheme)
    await shoot(`flyout-${width}-${scheme}`, `/findings?q=${q}`, width, scheme, openFirst)
  }
  await shoot(`groups-1440-${scheme}`, '/findings?group=resource', 1440, scheme, async (page) => {
    await page.locator('tbody button[aria-expanded]').nth(1).click()
  })
  await shoot(`resource-1440-${scheme}`, `/findings?q=${q}`, 1440, scheme, async (page) => {
    await openFirst(page)
    await page.getByRole('tab', { name: 'Resource' }).click()
    await page.waitForTimeout(700)
  })
  await shoot(`rule-1440-${scheme}`, `/findings?q=${q}`, 1440, scheme, async (page) => {
    await openFirst(page)
    await page.getByRole('tab', { name: 'Rule' }).click()
    await page.waitForTimeout(700)
  })
  await shoot(`clusters-1440-${scheme}`, '/clusters', 1440, scheme)
  await shoot(`rules-1440-${scheme}`, '/rules', 1440, scheme)
  await shoot(`ruleview-1440-${scheme}`, '/rules', 1440, scheme, async (page) => {
    await page.locator('tbody a').nth(2).click()
  })
  await shoot(`resources-1440-${scheme}`, '/resources', 1440, scheme)
  await shoot(`resview-1440-${scheme}`, '/resources', 1440, scheme, async (page) => {
    await page.locator('tbody a').first().click()
    await page.waitForTimeout(700)
  })
  await shoot(`exceptions-1440-${scheme}`, '/exceptions', 1440, scheme)
  await shoot(`accept-1440-${scheme}`, '/exceptions?add=yes', 1440, scheme)
  await shoot(`add-1440-${scheme}`, '/clusters?add=yes', 1440, scheme)
  await shoot(`complete-1440-${scheme}`, '/findings', 1440, scheme, async (page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('rule.se')
  })
  await shoot(`error-1440-${scheme}`, '/findings', 1440, scheme, async (page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('rule.section : (etcd or ')
  })
}
await browser.close()
