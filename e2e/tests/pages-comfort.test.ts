/** How pages adapt to who looks: on paper, without motion, with the system's colours, without shortcuts, in the past. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { settle, takePicture, type Watched, watch } from '../pages/look.ts'
import { openPagesWorld, type PagesWorld } from '../pages/world.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
const failed = encodeURIComponent('result.evaluation : failed')
const printed = ['/', `/findings?q=${failed}`, '/compliance/cis-kubernetes-2.0', '/clusters']

describe.skipIf(reasons.length > 0)(title('Comfort', reasons), () => {
  let world: PagesWorld
  let browser: Browser
  let window: Watched
  let page: Page

  beforeAll(async () => {
    world = await openPagesWorld()
    const cluster = await world.addCluster('prod-eu')
    await world.publishSample(cluster, 3, ({ name }) => name === 'root-dac')
    await world.publishSample(cluster, 0)
    browser = await launchBrowser()
    window = await watch(browser, world)
    page = window.page
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  const open = async (path: string) => {
    await page.goto(world.url + path)
    await settle(page)
  }

  test.each(printed)('%s is printed without what only a screen needs', async (path) => {
    await open(path)
    // Charts ask for their own data once they are there.
    await page.waitForLoadState('networkidle')
    await settle(page)
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0)
    expect(await page.getByRole('main').isVisible()).toBe(true)
    if (path === '/') await takePicture(page, 'print-overview')
    await page.emulateMedia({ media: 'screen' })
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(1)
  })

  test('nothing moves for people who want no motion, and something does for others', async () => {
    const moving = () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter((it) => {
            const { transitionDuration, animationDuration } = getComputedStyle(it)
            return [transitionDuration, animationDuration].some((text) => /[1-9]/.test(text))
          }).length,
      )
    await open('/findings')
    expect(await moving()).toBe(0)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await moving()).toBeGreaterThan(0)
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  test('words say what colours say, where the system chooses the colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' })
    await open(`/findings?q=${failed}`)
    const row = page.locator('[data-finding]').first()
    expect(await row.innerText()).toMatch(/failed/)
    expect(await row.innerText()).toMatch(/critical|high|medium|low|info/)
    await takePicture(page, 'forced-colours')
    await page.emulateMedia({ forcedColors: 'none' })
  })

  test('single keys do nothing once they are turned off, also after a reload', async () => {
    await open('/')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.waitForURL(/\/findings/)
    await page.keyboard.press('?')
    const choice = page.getByRole('switch', { name: 'Use single-key shortcuts' })
    await choice.click({ force: true })
    await page.keyboard.press('Escape')
    await open('/')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await settle(page)
    expect(new URL(page.url()).pathname).toBe('/')
    // The palette needs a modifier and stays.
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
  })

  test('the past is shown by every page that has one, and said to be so', async () => {
    const countOf = async (path: string) => {
      await open(path)
      return await page.getByRole('main').innerText()
    }
    const at = '2026-03-08T10:00:00.000Z'
    for (const path of ['/findings', '/', '/inventory']) {
      const now = await countOf(path)
      const then = await countOf(`${path}?at=${encodeURIComponent(at)}`)
      expect(then).not.toBe(now)
      expect(new URL(page.url()).searchParams.get('at')).toBe(at)
    }
    // The scope bar keeps it from page to page.
    await page.getByRole('link', { name: 'Findings', exact: true }).click()
    await page.waitForURL(/\/findings/)
    expect(new URL(page.url()).searchParams.get('at')).toBe(at)
  })

  test('nothing was refused and nothing failed', () => {
    expect([...window.complaints]).toEqual([])
    expect([...window.strangers]).toEqual([])
  })
})
