/** The findings page in a real browser over a million findings: first rows, scrolling, opening a finding. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { fillWorld, openBenchWorld } from './_server-world.ts'

const count = Number(process.env.BENCH_FINDINGS ?? 1_000_000)
const clusters = Number(process.env.BENCH_CLUSTERS ?? 100)
const rounds = 7
const rowsScrolled = 10_000
const frameMaxMs = 50
const webDir = process.env.BENCH_WEB ?? resolve(import.meta.dirname, '../packages/web/dist')

if (!existsSync(webDir)) {
  console.error(`There is no built web application in ${webDir}; run npm run build first.`)
  process.exit(2)
}
const world = await openBenchWorld({ webDir })
await fillWorld(world, count, clusters)
const base = await world.app.listen({ host: '127.0.0.1', port: 0 })
const browser = await launchBrowser()
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
await context.addCookies([{ name: 'evenkeel_session', value: world.session, url: base }])
// The loader of TypeScript names functions; the browser has to know how.
await context.addInitScript('globalThis.__name = (it) => it')
await context.addInitScript(() => {
  Object.assign(globalThis, {
    async timeOf(path: string) {
      const began = performance.now()
      await (await fetch(path)).text()
      return performance.now() - began
    },
  })
})
const page = await context.newPage()
page.setDefaultTimeout(60_000)

console.log(`${count} findings in ${clusters} clusters, ${world.kind} database, Chromium`)
await measureShell(page)
await measureFirstRows(page)
await measureScrolling(page)
await measureFlyout(page)
await browser.close()
await world.close()

/** What a first visit loads before a page of its own can show. */
async function measureShell(on: Page): Promise<void> {
  await on.goto(`${base}/findings`)
  await on.locator('[data-finding]').first().waitFor()
  const kilobytes = await on.evaluate(async () => {
    const html = await (await fetch('/')).text()
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const scripts = files.filter((it) => it.name.endsWith('.js'))
    const size = (of: PerformanceResourceTiming[]) =>
      of.reduce((sum, it) => sum + it.encodedBodySize, 0) / 1024
    const linked = scripts.filter((it) => html.includes(new URL(it.name).pathname))
    return { shell: size(linked), all: size(scripts) }
  })
  print('scripts of the shell', kilobytes.shell, 'KB', 'as they travel')
  print('scripts of the findings page', kilobytes.all, 'KB', 'with the query editor')
}

async function measureFirstRows(on: Page): Promise<void> {
  const navigated: number[] = []
  const opened: number[] = []
  const asked: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await on.goto(`${base}/clusters`)
    await on.getByRole('heading', { name: 'Clusters' }).waitFor()
    navigated.push(
      await untilRows(on, () => on.getByRole('link', { name: 'Findings', exact: true }).click()),
    )
    opened.push(await untilRows(on, () => on.goto(`${base}/findings`)))
    // Alone: when the counts beside the rows are there.
    await on.getByRole('complementary', { name: 'Filters' }).getByRole('checkbox').first().waitFor()
    asked.push(await on.evaluate(() => timeOf('/api/v1/findings?limit=50')))
  }
  print('first rows after a click', median(navigated), 'ms', ratio(asked, navigated))
  print('first rows after a reload', median(opened), 'ms', ratio(asked, opened))
}

async function untilRows(on: Page, act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  await on.locator('[data-finding]').first().waitFor()
  return performance.now() - began
}

/**
 * Scrolls past the rows, three a frame, and looks at every frame. Gaps between frames tell of all
 * that runs on the machine, so the time of the processor that the page's own tasks took stands beside.
 */
async function measureScrolling(on: Page): Promise<void> {
  await on.goto(`${base}/findings`)
  await on.locator('[data-finding]').nth(10).waitFor()
  await on.waitForTimeout(1500)
  const idle = await on.evaluate(framesWhile, { rows: 0, frames: 200 })
  await browser.startTracing(on, { categories: ['toplevel', '__metadata'] })
  const gaps = await on.evaluate(framesWhile, { rows: rowsScrolled, frames: 0 })
  const tasks = mainThreadTasks(await browser.stopTracing())
  const over = (values: number[]) =>
    `${values.filter((it) => it > frameMaxMs).length} of ${values.length} over ${frameMaxMs} ms`
  const idleNote = `idle page: ${Math.max(...idle).toFixed(1)} ms`
  print('longest frame of scrolling', Math.max(...gaps), 'ms', `${over(gaps)}; ${idleNote}`)
  print('longest task of scrolling', Math.max(...tasks), 'ms', `of the processor; ${over(tasks)}`)
}

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds of the processor. */
  tdur?: number
  args?: { name?: string }
}

/** Milliseconds that each task of the page's thread, the busiest of its kind, kept the processor. */
function mainThreadTasks(trace: Buffer): number[] {
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(trace.toString('utf8'))
  const threads = traceEvents.filter(
    (it) => it.name === 'thread_name' && it.args?.name === 'CrRendererMain',
  )
  const tasks = threads.map(({ pid, tid }) =>
    traceEvents
      .filter((it) => it.pid === pid && it.tid === tid && it.name.endsWith('RunTask'))
      .map((it) => (it.tdur ?? 0) / 1000),
  )
  const sum = (values: number[]) => values.reduce((all, it) => all + it, 0)
  return tasks.sort((a, b) => sum(b) - sum(a))[0] ?? []
}

async function measureFlyout(on: Page): Promise<void> {
  await on.goto(`${base}/findings`)
  await on
    .locator('[data-finding]')
    .nth(rounds * 2 + 2)
    .waitFor()
  const times: number[] = []
  const asked: number[] = []
  // The first one comes while the page still loads.
  for (let round = 0; round < rounds + 1; round += 1) {
    times.push(await on.evaluate(timeOfFlyout, round))
    const id = await on
      .locator('[data-finding]')
      .nth(rounds + 1 + round)
      .getAttribute('data-finding')
    asked.push(await on.evaluate((it) => timeOf(`/api/v1/findings/${it}`), id))
  }
  const [first = 0, ...later] = times
  print('opening the first flyout', first, 'ms', 'while filters are still counted')
  print('opening a flyout', median(later), 'ms', ratio(asked, later))
}

/** In the page: the gaps between frames while so many rows are scrolled past, or so many frames go by. */
async function framesWhile({ rows, frames }: { rows: number; frames: number }) {
  const scroller = document.querySelector('table[data-findings]')?.parentElement
  if (!scroller) throw new Error('The page has no table of findings.')
  const rowHeight = scroller.querySelector('[data-finding]')?.getBoundingClientRect().height ?? 38
  const gaps: number[] = []
  let last = await frame()
  while (rows > 0 ? scroller.scrollTop < rows * rowHeight : gaps.length < frames) {
    if (rows > 0) scroller.scrollTop += rowHeight * 3
    const now = await frame()
    gaps.push(now - last)
    last = now
  }
  return gaps

  function frame(): Promise<number> {
    return new Promise((done) => requestAnimationFrame(done))
  }
}

/** In the page: from the click on a row to its evidence in the flyout. */
async function timeOfFlyout(index: number): Promise<number> {
  const row = document.querySelectorAll<HTMLElement>('[data-finding]')[index]
  const name = row?.querySelector('[data-column=resource]')?.textContent ?? ''
  const began = performance.now()
  row?.click()
  while (!document.querySelector('[data-flyout] [role=tabpanel]')?.textContent?.includes(name)) {
    await new Promise((done) => requestAnimationFrame(done))
  }
  return performance.now() - began
}

declare function timeOf(path: string): Promise<number>

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function ratio(baseline: number[], values: number[]): string {
  const asked = median(baseline)
  return `the API's answer alone: ${asked.toFixed(1)} ms, ratio ${(median(values) / asked).toFixed(1)}`
}

function print(name: string, value: number, unit: string, note: string): void {
  console.log(`${name.padEnd(30)} ${value.toFixed(1).padStart(8)} ${unit}   ${note}`)
}
