/** Every page of the router in a real browser: accessible in both colours, reached by keyboard, and alone with its server. */

import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { walkByTab } from '../pages/keyboard.ts'
import { colourSchemes, settle, violations, type Watched, watch } from '../pages/look.ts'
import { openPagesWorld, type PagesWorld } from '../pages/world.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
const failed = 'result.evaluation : failed'
const findingsOf = (q: string) => `/findings?q=${encodeURIComponent(q)}`

const router = readFileSync(
  new URL('../../packages/web/src/app/router.tsx', import.meta.url),
  'utf8',
)
/** `/findings/$findingId` and all others. */
const routes = [...router.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path = '']) => path)

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

  const addressOf = (route: string) =>
    world.url +
    route.replaceAll(/\$(\w+)/g, (_, name: string) => {
      const value = known[name]
      if (value === undefined) throw new Error(`Say in readIds what ${name} of ${route} may be.`)
      return value
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
      await page.goto(addressOf(route))
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
      await page.goto(addressOf(route))
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

  test('nothing was refused, nothing failed, and nobody else was asked', () => {
    expect(watched.length).toBeGreaterThan(0)
    expect(watched.flatMap((it) => [...it.complaints])).toEqual([])
    expect(watched.flatMap((it) => [...it.strangers])).toEqual([])
  })
})

/** Something that is there for every parameter of an address. */
async function readIds(world: PagesWorld): Promise<Record<string, string>> {
  interface Found {
    items: { id: string; rule: { id: string }; resource: { id: string }; cluster: { id: string } }[]
  }
  const [finding] = (await world.call<Found>('GET', `/api/v1${findingsOf(failed)}`)).items
  if (!finding) throw new Error('The sample has no failed finding.')
  return {
    findingId: finding.id,
    clusterId: finding.cluster.id,
    frameworkId: 'cis-kubernetes-2.0',
    ruleId: finding.rule.id,
    resourceId: `${encodeURIComponent(finding.resource.id)}?cluster=${finding.cluster.id}`,
  }
}
