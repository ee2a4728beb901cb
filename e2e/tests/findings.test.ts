/** The overview and the findings in a real browser, as their readers go through them, by pointer and by keyboard. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { type EvenkeelServer, startSample } from '../product.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
const viewport = { width: 1440, height: 900 }
const failed = 'result.evaluation : failed'
const evaluatedMs = 120_000

describe.skipIf(reasons.length > 0)(title('Overview and findings', reasons), () => {
  let server: EvenkeelServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  /** What the page was refused, and whom else it asked. */
  const refused: string[] = []
  const strangers: string[] = []

  beforeAll(async () => {
    server = await startSample()
    browser = await launchBrowser()
    context = await browser.newContext({
      viewport,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on(
      'console',
      (it) => /Content.Security.Policy/i.test(it.text()) && refused.push(it.text()),
    )
    page.on('request', (it) => {
      if (!/^(?:data|blob):/.test(it.url()) && new URL(it.url()).origin !== server.url) {
        strangers.push(it.url())
      }
    })
    await page.goto(server.loginUrl)
    await open('/findings', { q: failed })
    await rows().first().waitFor({ timeout: evaluatedMs })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  beforeEach(() => page.keyboard.press('Escape'))

  const open = async (path: string, search: Record<string, string> = {}) => {
    const url = new URL(path, server.url)
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value)
    await page.goto(url.href)
  }
  const rows = () => page.getByRole('table', { name: 'Findings' }).locator('[data-finding]')
  const flyout = () => page.getByRole('complementary', { name: 'Finding' })

  test('a failed finding is remedied: overview, all failed, flyout, a command that is complete', async () => {
    await open('/')
    await page.getByRole('link', { name: 'View all failed findings' }).first().click()
    await page.waitForURL((url) => url.searchParams.get('q') === failed)
    await rows().filter({ hasText: 'kube-system' }).first().click()
    const command = flyout().locator('pre:has(input)').first()
    for (const input of await command.locator('input[data-open=true]').all()) {
      await input.fill('typed')
    }
    await flyout().getByRole('button', { name: 'Copy command' }).last().click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).not.toBe('')
    expect(copied).not.toMatch(/<\w+>/)
  })

  test('a fix that was tried is shown with what it changes', async () => {
    await open('/findings', { q: `${failed} and rule.id : pod-host-pid` })
    await rows().first().click()
    await flyout().getByText('fix verified').waitFor()
    await flyout().getByLabel('What the fix changes').getByText('hostPID').first().waitFor()
  })

  test('the most misconfigured resource is found by grouping, and opened', async () => {
    await open('/findings', { q: failed, group: 'resource,rule' })
    const groups = page.getByRole('table', { name: 'Findings by resource, then rule' })
    await groups.locator('button[aria-expanded]').first().click()
    await groups.locator('[data-depth="1"] button[aria-expanded]').first().click()
    await groups.locator('[data-finding]').first().click()
    await flyout().getByRole('heading').first().waitFor()
  })

  test('rows are walked, selected and opened without a pointer', async () => {
    await open('/findings', { q: failed })
    await rows().nth(4).waitFor()
    // Each key once the one before shows: the next row has the focus, or the row is selected.
    const steps = [
      ['j', 0],
      ['x', 0],
      ['j', 1],
      ['x', 1],
      ['j', 2],
      ['Shift+ArrowDown', 3],
    ] as const
    for (const [key, index] of steps) {
      const row = await rows().nth(index).getAttribute('data-finding')
      await page.keyboard.press(key)
      const state = key === 'x' ? '[aria-selected=true]' : ''
      await page.locator(`[data-finding="${row}"]:focus${state}`).waitFor()
    }
    await page.getByText(/^[34] findings selected$/).waitFor()
    await page.keyboard.press('Enter')
    await flyout().getByRole('heading').first().waitFor()
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-finding'))).toBe(
      true,
    )
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'Severity' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Filter it out' }).press('Enter')
    await page.waitForURL(
      (url) => url.searchParams.get('q')?.includes('not rule.severity') ?? false,
    )
  })

  test('a resource of the map is reached by Tab', async () => {
    await open('/findings', { q: `${failed} and resource.sub_type : Pod`, tab: 'relations' })
    await rows().first().click()
    const node = flyout().locator('.react-flow__node').first()
    await node.focus()
    await page.keyboard.press('Enter')
    expect(await node.getAttribute('class')).toContain('selected')
  })

  test('a view is saved and found again', async () => {
    await open('/findings', { q: failed, sort: '-rule.severity' })
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Worst first')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL((url) => url.searchParams.has('view'))
    await open('/findings')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Worst first' }).click()
    await page.waitForURL((url) => url.searchParams.get('sort') === '-rule.severity')
  })

  test('the past is marked as such, and left again', async () => {
    await open('/findings', { at: 'now-1d' })
    await page.getByText('Nothing had been evaluated at that time.').waitFor()
    await page.getByText(/You are looking at the past/).waitFor()
    await page.getByRole('button', { name: 'Back to now' }).first().click()
    await rows().first().waitFor()
  })

  describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
    beforeAll(() =>
      page.evaluate((it) => localStorage.setItem('evenkeel-color-scheme', it), colours),
    )

    test.each<[what: string, path: string, open: (on: Page) => Promise<unknown>]>([
      ['overview', '/', (on) => on.getByRole('button', { name: 'Formula' }).click()],
      ['selection', '/findings', (on) => on.locator('[data-finding] input').first().check()],
      ['menu of a cell', '/findings', (on) => cellOf(on).click({ button: 'right' })],
      ['columns', '/findings', (on) => on.getByRole('button', { name: 'Columns' }).click()],
      ['groups', '/findings?group=section,rule', (on) => toggleOf(on).click()],
      ['changes', '/findings?since=now-1h', (on) => on.locator('[data-finding]').first().click()],
      ['fix', '/findings?q=rule.id+%3A+pod-host-pid', (on) => cellOf(on).click()],
      ['map', '/findings?tab=relations', (on) => cellOf(on).click()],
      ['resource', '/findings?tab=resource', (on) => cellOf(on).click()],
      ['history', '/findings?tab=history', (on) => cellOf(on).click()],
    ])('the %s is accessible', async (_, path, act) => {
      await page.goto(server.url + path)
      await act(page)
      const loading = page.getByRole('status', { name: /^Loading/ })
      await expect.poll(() => loading.count(), { timeout: 30_000 }).toBe(0)
      // The last transitions end.
      await page.waitForTimeout(500)
      expect(await violations()).toEqual([])
    })
  })

  test('nothing was refused by the policy of the page, and nobody else was asked', () => {
    expect(refused).toEqual([])
    expect(strangers).toEqual([])
  })

  const cellOf = (on: Page) => on.locator('[data-finding] [data-column=resource]').nth(2)
  const toggleOf = (on: Page) => on.locator('tbody button[aria-expanded]').first()

  /** Each as one line that says which rule, where. */
  const violations = async () => {
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }
})
