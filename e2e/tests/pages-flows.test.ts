/** What people come for, in a real browser from the first page to the last: remedy, group, sections, report, turning a rule off. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPdfPages, withoutSpaces } from '../../packages/server/src/testing/pdf-text.ts'
import { printableName, readCsv } from '../../packages/server/src/testing/report-rows.ts'
import { launchBrowser } from '../browser.ts'
import { settle, type Watched, watch } from '../pages/look.ts'
import { openPagesWorld, type PagesWorld } from '../pages/world.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
const failed = 'result.evaluation : failed'
const framework = '/compliance/cis-kubernetes-2.0'
/** Of poppler; where it is missing, the pages are only read. */
const pageRenderer = '/usr/bin/pdftoppm'
const pictureBytesMin = 2000
const patienceMs = 20_000

describe.skipIf(reasons.length > 0)(title('The ways of a reader', reasons), () => {
  let world: PagesWorld
  let browser: Browser
  let window: Watched
  let page: Page

  beforeAll(async () => {
    world = await openPagesWorld()
    await world.publishSample(await world.addCluster('prod-eu'), 0)
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
  const query = () => new URL(page.url()).searchParams.get('q')
  const flyout = () => page.getByRole('complementary', { name: 'Finding' })
  const totalOf = async (q: string) => {
    const answer = await world.call<{ total: number }>(
      'GET',
      `/api/v1/findings?limit=1&q=${encodeURIComponent(q)}`,
    )
    return answer.total
  }
  const shown = (count: number) =>
    page.getByText(new RegExp(`^${count.toLocaleString('en-US')} findings?\\b`)).first()

  test('remedy: overview, all failed, flyout, and a command that is complete', async () => {
    await open('/')
    await page.getByRole('link', { name: 'View all failed findings' }).first().click()
    await page.waitForURL((url) => url.searchParams.get('q') === failed)
    await page.locator('[data-finding]').first().waitFor()
    const withPlaceholder = page.locator('pre:has(input)')
    await expect
      .poll(
        async () => {
          if ((await flyout().count()) === 0) await page.locator('[data-finding]').first().click()
          else await page.keyboard.press('j')
          await flyout().getByRole('tab', { name: 'Overview' }).waitFor()
          await settle(page)
          return withPlaceholder.count()
        },
        { timeout: patienceMs },
      )
      .toBeGreaterThan(0)
    const command = flyout().locator('div:has(> pre:has(input))').first()
    const typed: string[] = []
    for (const [index, input] of (await command.locator('input').all()).entries()) {
      typed.push(`typed-${index}`)
      await input.fill(`typed-${index}`)
    }
    await command.getByRole('button', { name: 'Copy command' }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    for (const it of typed) expect(copied).toContain(it)
    expect(copied).not.toMatch(/<[\w-]+>/)
  })

  test('the most misconfigured resource: grouped, the worst first, opened', async () => {
    await open(`/findings?q=${encodeURIComponent(failed)}&group=resource`)
    const groups = page.getByRole('table', { name: 'Findings by resource' })
    const toggle = groups.locator('button[aria-expanded]').first()
    const name = (await toggle.textContent())?.trim() ?? ''
    const { items } = await world.call<{ items: { label: string }[] }>(
      'GET',
      `/api/v1/findings?group=resource.id,cluster.id&limit=1&q=${encodeURIComponent(failed)}`,
    )
    // `Pod/default/web · prod-eu`
    const [path = ''] = items[0]?.label.split(' · ') ?? []
    expect(name).toContain(path.split('/').at(-1))
    await toggle.click()
    await groups.locator('[data-finding]').first().click()
    await flyout().getByRole('heading').first().waitFor()
  })

  test('a section of the overview leads to what typing its name finds', async () => {
    await open('/')
    const sections = page.getByRole('table', { name: 'Failed by section' })
    const link = sections.getByRole('link', { name: 'API Server', exact: true })
    await link.click()
    await page.waitForURL((url) => url.pathname === '/findings')
    const count = await totalOf(query() ?? '')
    expect(count).toBeGreaterThan(0)
    await shown(count).waitFor()

    await open('/findings')
    await page.locator('.cm-content').click()
    await page.keyboard.type('rule.section : API Server')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(() => query() === 'rule.section : API Server')
    await shown(await totalOf('rule.section : "API Server"')).waitFor()
    expect(await totalOf(`(${query()}) and ${failed}`)).toBe(count)
  })

  test('a rule that is turned off counts nowhere, as was foretold, until it is on again', async () => {
    const rule = 'pod-allow-privilege-escalation'
    const clause = `rule.id : ${rule} and ${failed}`
    const before = await totalOf(clause)
    expect(before).toBeGreaterThan(0)
    await open(`/rules/${rule}`)
    await page.getByRole('button', { name: 'Set this rule' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: /^Disabled/ }).click()
    await dialog.getByText(new RegExp(`\\b${before}\\b`)).waitFor()
    const save = dialog.getByRole('button', { name: 'Save' })
    expect(await save.isDisabled()).toBe(true)
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The admission policy sees to it.')
    await save.click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('The admission policy sees to it.').first().waitFor()
    expect(await totalOf(clause)).toBe(0)
    await open(`/findings?q=${encodeURIComponent(clause)}`)
    await page.getByText(/match/).first().waitFor()

    await open(`/rules/${rule}`)
    await page.getByRole('button', { name: /^Take away for/ }).click()
    await page.getByText('It runs on every cluster as it is by itself.').waitFor()
    expect(await totalOf(clause)).toBe(before)
  })

  describe('the report', () => {
    let pdf: Buffer
    let csv: Buffer
    const download = async (name: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ])
      return { name: file.suggestedFilename(), content: readFileSync(await file.path()) }
    }

    test('comes as PDF and as CSV, the same bytes each time', async () => {
      await open(framework)
      const [first, again] = [await download('PDF report'), await download('PDF report')]
      const [rows, rowsAgain] = [await download('CSV'), await download('CSV')]
      expect(first.name).toMatch(/^evenkeel-cis-kubernetes-2\.0-R-.*\.pdf$/)
      expect(again.content.equals(first.content)).toBe(true)
      expect(rowsAgain.content.equals(rows.content)).toBe(true)
      expect(rows.name.replace('.csv', '')).toBe(first.name.replace('.pdf', ''))
      pdf = first.content
      csv = rows.content
    })

    test('holds the same rows in both', () => {
      const pages = readPdfPages(pdf)
      const text = pages.join('')
      const isThere = (it: string) => text.includes(printableName(withoutSpaces(it)))
      const rows = readCsv(csv.toString())
      expect(new Set(rows.map((it) => it.control)).size).toBeGreaterThan(100)
      expect(rows.filter((it) => !isThere(`${it.control}${it.title}`))).toEqual([])
      expect(rows.filter((it) => !isThere(it.resource ?? ''))).toEqual([])
      // The end of a page cuts one row at most.
      expect(rows.filter((it) => !isThere(it.observed ?? '')).length).toBeLessThan(pages.length)
    })

    test.skipIf(!existsSync(pageRenderer))('has no page that cannot be drawn', () => {
      const folder = mkdtempSync(join(tmpdir(), 'evenkeel-report-'))
      try {
        execFileSync(pageRenderer, ['-r', '30', '-png', '-', join(folder, 'page')], { input: pdf })
        const pictures = readdirSync(folder).map((it) => readFileSync(join(folder, it)))
        expect(pictures.length).toBe(readPdfPages(pdf).length)
        for (const it of pictures) expect(it.byteLength).toBeGreaterThan(pictureBytesMin)
      } finally {
        rmSync(folder, { recursive: true })
      }
    })

    test('is on record with its checksum', async () => {
      await open('/compliance')
      const reports = page.getByRole('region', { name: 'Reports that were made' })
      await expect.poll(() => reports.getByText(/^R-2026/).count()).toBe(2)
      await reports
        .getByRole('button', { name: /Copy the checksum/ })
        .first()
        .click()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{64}$/)
    })
  })

  test('nothing was refused, nothing failed, and nobody else was asked', () => {
    expect([...window.complaints]).toEqual([])
    expect([...window.strangers]).toEqual([])
  })
})
