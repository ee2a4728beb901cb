/** Pages of a server that refuses, fails, is slow or silent, and of a session that ended: nothing that was typed is lost. */

import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { settle, takePicture, violations, type Watched, watch } from '../pages/look.ts'
import { addressOf, readIds, routes } from '../pages/routes.ts'
import { openPagesWorld, type PagesWorld } from '../pages/world.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
/** All but who is signed in: without that nothing shows. */
const api = /\/api\/v1\/(?!session$)/
const shown = routes.filter((it) => it !== '/login')
/** How much faster the page's own patience ends here than the half minute that it is. */
const hurry = 20
const patienceMs = 20_000

const problem = (status: number, detail: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'about:blank',
      title: detail,
      status,
      detail,
      request_id: 'request-of-the-test',
    }),
  })

const failures: [what: string, sentence: RegExp, answer: (route: Route) => Promise<void>][] = [
  ['403', /You may not see this\./, problem(403, 'You may not see this.')],
  ['429', /again in 7 seconds\./, problem(429, 'Too many requests; come again in 7 seconds.')],
  ['500', /answered with status 500\./, (it) => it.fulfill({ status: 500, body: '<h1>no</h1>' })],
  ['no answer', /did not answer within 30 seconds\./, () => new Promise(() => undefined)],
  ['no connection', /cannot be reached/, (it) => it.abort('connectionrefused')],
]

describe.skipIf(reasons.length > 0)(title('Pages of a failing server', reasons), () => {
  let world: PagesWorld
  let browser: Browser
  let window: Watched
  let page: Page
  let known: Record<string, string> = {}

  beforeAll(async () => {
    world = await openPagesWorld()
    await world.publishSample(await world.addCluster('prod-eu'), 0)
    known = await readIds(world)
    browser = await launchBrowser()
    window = await watch(browser, world)
    page = window.page
    await page.addInitScript((factor) => {
      const { timeout } = AbortSignal
      AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / factor)
    }, hurry)
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  const alert = () => page.getByRole('alert').first()

  describe.each(failures)('that gives %s', (what, sentence, answer) => {
    // Each way to fail on a few pages, and each page with one way to fail.
    const some = what === '500' ? shown : ['/', '/findings']

    test.each(some)('%s says so, and goes on once it answers', async (route) => {
      await page.route(api, answer)
      await page.goto(world.url + addressOf(route, known))
      await alert().getByText(sentence).first().waitFor()
      if (route === '/' && what === '500') await takePicture(page, 'edge-server-fails')
      if (route === '/' && what === '403') expect(await violations(page)).toEqual([])
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      // Several parts of a page may have failed, each with its own way to try again.
      await expect
        .poll(
          async () => {
            const again = page.getByRole('button', { name: 'Try again' })
            if ((await again.count()) > 0) await again.first().click()
            await settle(page)
            return await page.getByRole('alert').count()
          },
          { timeout: patienceMs },
        )
        .toBe(0)
      expect(await page.locator('#content').innerText()).not.toBe('')
    })
  })

  test.each(['/', '/findings', '/compliance/$frameworkId'])(
    'while a slow server thinks, %s shows where things will be',
    async (route) => {
      await page.route(api, async (it) => {
        await new Promise((resolve) => setTimeout(resolve, 400))
        await it.continue()
      })
      await page.goto(world.url + addressOf(route, known))
      await page
        .getByRole('status', { name: /^Loading/ })
        .first()
        .waitFor()
      if (route === '/') await takePicture(page, 'edge-server-slow')
      await page.locator('main :is(h1, h2)').first().waitFor()
      await settle(page)
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      expect(await page.getByRole('alert').count()).toBe(0)
    },
  )

  test('a session that ends in mid-edit is taken up again, with what was typed', async () => {
    const typed = 'Accepted until the load balancer is gone.'
    await page.goto(`${world.url}/exceptions?add=yes`)
    const reason = page.getByRole('textbox', { name: 'Reason' })
    await reason.fill(typed)
    await window.context.clearCookies()
    await page.getByRole('textbox', { name: 'Findings' }).fill('rule.severity : low')
    await page.getByText('Your session ended').waitFor()
    await takePicture(page, 'edge-session-ended')
    await window.context.addCookies([world.cookie])
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Your session ended').waitFor({ state: 'hidden' })
    expect(await reason.inputValue()).toBe(typed)
  })
})
