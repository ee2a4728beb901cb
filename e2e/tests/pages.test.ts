/** Every page of the router in a real browser: accessible in both colours, reached by keyboard, and alone with its server. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { walkByTab } from '../pages/keyboard.ts'
import { colourSchemes, settle, violations, type Watched, watch } from '../pages/look.ts'
import { addressOf, readIds, routes } from '../pages/routes.ts'
import { openPagesWorld, type PagesWorld } from '../pages/world.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
const failed = 'result.evaluation : failed'
const findingsOf = (q: string) => `/findings?q=${encodeURIComponent(q)}`

type Act = (page: Page) => Promise<unknown>

const firstRow = (page: Page) => page.locator('[data-finding] [data-column=resource]').first()
const press = (name: string | RegExp): Act => {
  return (page) => page.getByRole('button', { name }).first().click()
}
const tab = (name: string): Act => {
  return (page) => page.getByRole('tab', { name }).click()
}

/** What a page shows when something on it was opened. */
const opened: [what: string, path: string, act: Act][] = [
  ['score formula', '/', press('Formula')],
  ['trend as a table', '/', press(/table/i)],
  ['flyout', findingsOf(failed), (page) => firstRow(page).click()],
  ...['Resource', 'Relations', 'Rule', 'History', 'JSON'].map((name): [string, string, Act] => [
    `flyout, ${name}`,
    findingsOf(failed),
    async (page) => {
      await firstRow(page).click()
      await tab(name)(page)
    },
  ]),
  [
    'groups',
    '/findings?group=resource,rule',
    (page) => page.locator('tbody button[aria-expanded]').first().click(),
  ],
  ['columns', '/findings', press('Columns')],
  ['export', '/findings', press('Export')],
  ['views', '/findings', press('Views')],
  ['cell menu', '/findings', (page) => firstRow(page).click({ button: 'right' })],
  ['selection', '/findings', (page) => page.locator('[data-finding] input').first().check()],
  ['query with an error', findingsOf('rule.section : ('), async () => undefined],
  ['nothing found', findingsOf('rule.id : no-such-rule'), async () => undefined],
  ['dialog to add a cluster', '/clusters?add=yes', (page) => page.getByRole('dialog').waitFor()],
  [
    'dialog to accept findings',
    '/exceptions?add=yes',
    (page) => page.getByRole('dialog').waitFor(),
  ],
  [
    'control',
    '/compliance/cis-kubernetes-2.0',
    (page) => page.locator('tbody button, tbody tr[tabindex]').first().click(),
  ],
  ['tokens', '/access?tab=tokens', async () => undefined],
  ['sessions', '/access?tab=sessions', async () => undefined],
  ['audit log', '/access?tab=audit', async () => undefined],
  ['filtered rules', '/rules?severity=high&section=0', async () => undefined],
  ['palette', '/', (page) => page.keyboard.press('Control+k')],
  ['shortcut list', '/', (page) => page.keyboard.press('?')],
  ['user menu', '/', press('User and help')],
  ['times', '/', press('Now')],
  ['clusters to choose', '/', (page) => page.getByRole('combobox', { name: 'Cluster' }).click()],
  ['past', '/findings?at=now-3d', async () => undefined],
  ['sign-in', '/login', async () => undefined],
  ['address that leads nowhere', '/nothing/here', async () => undefined],
]

describe.skipIf(reasons.length > 0)(title('Every page', reasons), () => {
  let world: PagesWorld
  let browser: Browser
  let known: Record<string, string>
  const watched: Watched[] = []

  beforeAll(async () => {
    world = await openPagesWorld()
    const prod = await world.addCluster('prod-eu', { team: 'platform' })
    const stage = await world.addCluster('stage')
    await world.addCluster('not-there-yet')
    await world.publishSample(prod, 30, (it) => it.name.length % 3 > 0)
    await world.publishSample(stage, 9, (it) => it.name.length % 2 > 0)
    await world.publishSample(prod, 0)
    browser = await launchBrowser()
    known = await readIds(world)
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  test('the router has pages', () => expect(routes.length).toBeGreaterThan(10))

  describe.each(colourSchemes)('in %s colours', (colours) => {
    let page: Page
    beforeAll(async () => {
      const window = await watch(browser, world, { colours })
      watched.push(window)
      page = window.page
    })
    afterAll(() => page?.context().close())

    test.each(routes)('%s is accessible', async (route) => {
      await page.goto(world.url + addressOf(route, known))
      await page.locator('main :is(h1, h2)').first().waitFor()
      await settle(page)
      expect(await violations(page)).toEqual([])
    })

    test.each(opened)('the %s is accessible', async (_, path, act) => {
      await page.goto(world.url + path)
      await settle(page)
      await act(page)
      await settle(page)
      expect(await violations(page)).toEqual([])
    })
  })

  describe('by keyboard', () => {
    let page: Page
    beforeAll(async () => {
      const window = await watch(browser, world)
      watched.push(window)
      page = window.page
    })
    afterAll(() => page?.context().close())

    test.each(routes)('Tab comes to all of %s, and the focus shows', async (route) => {
      await page.goto(world.url + addressOf(route, known))
      await page.locator('main :is(h1, h2)').first().waitFor()
      await settle(page)
      const { stops, unreached, unseen } = await walkByTab(page)
      expect(stops).toBeGreaterThan(10)
      expect(unreached).toEqual([])
      expect(unseen).toEqual([])
    })

    test.each<[what: string, path: string, name: string]>([
      ['the accept dialog', '/exceptions', 'Add exception'],
      ['the cluster dialog', '/clusters', 'Add cluster'],
      ['the user menu', '/', 'User and help'],
      ['the times', '/', 'Now'],
      ['the formula', '/', 'Formula'],
      ['the columns', '/findings', 'Columns'],
      ['the views', '/findings', 'Views'],
      ['the export', '/findings', 'Export'],
    ])('Esc closes %s and the focus goes back', async (_, path, name) => {
      await page.goto(world.url + path)
      await settle(page)
      const button = page.getByRole('button', { name, exact: true }).first()
      await button.focus()
      await page.keyboard.press('Enter')
      const layer = page.locator('[role=dialog], [role=menu]').last()
      await layer.waitFor()
      await page.keyboard.press('Escape')
      await layer.waitFor({ state: 'hidden' })
      await expect.poll(() => button.evaluate((it) => it === document.activeElement)).toBe(true)
    })
  })

  // In a window of its own: the refusal is one of its complaints.
  test('rules are set over nothing that was not seen', async () => {
    const { page, context } = await watch(browser, world)
    const rules = `${world.url}/rules?benchmark=cis-kubernetes-2.0&severity=high`
    await page.goto(rules)
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('checkbox') })
      .first()
    const link = row.getByRole('link').first()
    const [title, href] = [await link.textContent(), await link.getAttribute('href')]
    await row.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Disable', exact: true }).click()
    const reason = page.getByRole('textbox', { name: /Reason/ })
    await reason.fill('Not here.')
    await world.call('POST', '/api/v1/rule-settings', {
      rule_ids: [href?.split('/').at(-1)],
      cluster_id: null,
      cluster_labels: {},
      severity: 'low',
      reason: 'It is but a warning.',
    })
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await save.click()
    await page.getByText(/admin changed .*: severity low\. It is but a warning\./).waitFor()
    expect(await reason.inputValue()).toBe('Not here.')
    await save.click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.goto(`${rules}&state=disabled`)
    const disabled = page.getByRole('rowheader', { name: title ?? '' })
    expect(await disabled.locator('..').textContent()).toMatch(/disabledbuilt-in.* by admin/)
    await context.close()
    for (const { id } of await world.call<{ id: string }[]>('GET', '/api/v1/rule-settings')) {
      await world.call('DELETE', `/api/v1/rule-settings/${id}`)
    }
  })

  test('nothing was refused, nothing failed, and nobody else was asked', () => {
    expect(watched.length).toBeGreaterThan(0)
    expect(watched.flatMap((it) => [...it.complaints])).toEqual([])
    expect(watched.flatMap((it) => [...it.strangers])).toEqual([])
  })
})
