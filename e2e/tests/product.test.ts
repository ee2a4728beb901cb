/** The whole way: the manifest on a real cluster, the findings in a real browser, and what changes them. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { type KubeadmNode, startKubeadmNode } from '../cluster/kubeadm-node.ts'
import {
  agentImageName,
  buildAgentImage,
  type EvenkeelServer,
  evenkeel,
  startServer,
} from '../product.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('node', 'browser')
const clusterName = 'e2e'
const pictures = fileURLToPath(new URL('../../docs/pages', import.meta.url))
/** Wide enough for every column; pictures are taken narrower. */
const viewport = { width: 1920, height: 1000 }
const pictureViewport = { width: 1440, height: 900 }
/** The agent evaluates every minute here; a change on the cluster shows within two such periods. */
const turnTimeoutMs = 170_000

describe.skipIf(reasons.length > 0)(title('Evenkeel on a cluster', reasons), () => {
  let node: KubeadmNode
  let server: EvenkeelServer
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    const image = await buildAgentImage()
    node = await startKubeadmNode()
    await node.importImages(image)
    server = await startServer(node.hostAddress)
    browser = await launchBrowser()
    context = await browser.newContext({ viewport, colorScheme: 'light' })
    page = await context.newPage()
    page.setDefaultTimeout(30_000)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await node?.stop()
  })

  const open = async (path: string, search: Record<string, string> = {}) => {
    const url = new URL(path, server.url)
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value)
    await page.goto(url.href)
  }
  const rows = () => page.getByRole('table', { name: 'Findings' }).locator('[data-finding]')

  /** The results that the findings page shows for a query, once it has answered. */
  const results = async (q: string) => {
    await open('/findings', { q })
    const answer = page.locator('[role=status]').filter({ hasText: /^[\d,]+ findings?$/ })
    await answer.waitFor({ state: 'attached' })
    return (await rows().locator('[data-column=result]').allTextContents()).map((it) =>
      it.toLowerCase(),
    )
  }

  test('leads from "Add cluster" to the first finding', async () => {
    await page.goto(server.loginUrl)
    await open('/clusters')
    await page.getByRole('button', { name: 'Add cluster' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(clusterName)
    const created = page.waitForResponse(
      (it) => it.url().endsWith('/api/v1/clusters') && it.request().method() === 'POST',
    )
    await page.getByRole('button', { name: 'Make the manifest' }).click()
    const { enrolment_token } = await (await created).json()
    await page.getByText('Waiting for the first agent').waitFor()
    expect(await violations()).toEqual([])

    const { stdout } = await evenkeel(
      [
        'manifest',
        `--cluster=${clusterName}`,
        `--server=${server.url}`,
        `--image=${agentImageName}`,
        '--period=1m',
      ],
      { EVENKEEL_TOKEN: enrolment_token },
    )
    await node.kubectl(['apply', '-f', '-'], stdout)

    await page.getByRole('link', { name: /See the failed findings/ }).click({ timeout: 150_000 })
    await rows().first().waitFor()
    expect(await rows().count()).toBeGreaterThan(0)
  })

  test('evaluates both the node and the Kubernetes API', async () => {
    await expect
      .poll(() => results('rule.id : kubelet-anonymous-auth'), { timeout: turnTimeoutMs })
      .toEqual(['passed'])
    await expect
      .poll(async () => (await results('resource.sub_type : ClusterRole')).length, {
        timeout: turnTimeoutMs,
      })
      .toBeGreaterThan(0)
  })

  test('turns a finding when the kubelet is configured otherwise', async () => {
    const q = 'rule.id : kubelet-iptables-util-chains'
    expect(await results(q)).toEqual(['passed'])
    const original = readFileSync(node.kubeletConfig, 'utf8')
    writeFileSync(node.kubeletConfig, `${original}makeIPTablesUtilChains: false\n`)
    await node.restartKubelet()
    await expect
      .poll(() => results(q), { timeout: turnTimeoutMs, interval: 3000 })
      .toEqual(['failed'])
    // The evidence names the file that says so.
    await rows().first().click()
    const flyout = page.getByRole('complementary', { name: 'Finding' })
    await flyout.getByText('makeIPTablesUtilChains').first().waitFor()
    expect(await flyout.textContent()).toContain('/var/lib/kubelet/config.yaml')
  })

  test('shows a pod that was made privileged', async () => {
    const q = 'resource.name : privileged-pod and rule.id : pod-privileged'
    expect(await results(q)).toEqual([])
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'privileged-pod', namespace: 'default' },
      spec: {
        containers: [
          {
            name: 'agent',
            image: agentImageName,
            imagePullPolicy: 'Never',
            command: ['/usr/local/bin/node', '-e', 'setInterval(() => {}, 1e6)'],
            securityContext: { privileged: true },
          },
        ],
      },
    }
    await node.kubectl(['apply', '-f', '-'], JSON.stringify(pod))
    await expect
      .poll(() => results(q), { timeout: turnTimeoutMs, interval: 3000 })
      .toEqual(['failed'])
  })

  test('finds the API server by a query that is typed', async () => {
    await open('/findings')
    await rows().first().waitFor()
    const bar = page.getByRole('textbox', { name: 'Query' })
    await bar.click()
    await page.keyboard.type('rule.section : API Server')
    // The first Enter may take a suggestion that is open; Escape closes the list without it.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.searchParams.get('q') === 'rule.section : API Server')
    await expect
      .poll(async () => new Set(await sectionsShown()), { timeout: 30_000 })
      .toEqual(new Set(['API Server']))
  })

  const sectionsShown = async () => {
    const heads = await page.getByRole('columnheader').allTextContents()
    const column = heads.indexOf('Section') + 1
    return rows().locator(`td:nth-child(${column})`).allTextContents()
  }

  test('leads from a section on the overview to its findings', async () => {
    await open('/')
    const sections = page.getByRole('table', { name: 'Failed by section' })
    const apiServer = page.getByRole('link', { name: 'API Server', exact: true })
    const row = sections.getByRole('row').filter({ has: apiServer })
    const failed = Number(await row.getByRole('cell').first().textContent())
    expect(failed).toBeGreaterThan(0)
    await row.getByRole('link', { name: 'API Server', exact: true }).click()
    await page.waitForURL(/\/findings\?/)
    await expect.poll(() => rows().count(), { timeout: 30_000 }).toBe(failed)
    expect(new Set(await sectionsShown())).toEqual(new Set(['API Server']))
  })

  test('groups findings by resource, most failed first', async () => {
    await open('/findings')
    await rows().first().waitFor()
    await page.getByRole('combobox', { name: 'Group by' }).click()
    await page.getByRole('option', { name: 'Group by resource' }).click()
    const groups = page.getByRole('table', { name: 'Findings by resource' })
    await groups.getByRole('row').nth(1).waitFor()
    const counts = (await groups.locator('tbody tr td:nth-child(3)').allTextContents()).map(Number)
    expect(counts.length).toBeGreaterThan(1)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    expect(counts[0]).toBeGreaterThan(0)
  })

  describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
    beforeAll(async () => {
      await page.setViewportSize(pictureViewport)
      await page.evaluate((it) => localStorage.setItem('evenkeel-color-scheme', it), colours)
    })

    test.each([
      ['overview', '/', { name: 'Failed by section' }],
      ['findings', '/findings?q=result.evaluation%20%3A%20failed', { name: 'Findings' }],
      ['clusters', '/clusters', { name: 'Clusters' }],
      ['rules', '/rules', { name: 'Rules' }],
      ['resources', '/resources', { name: /resources$/ }],
    ])('the page %s is accessible', async (name, path, table) => {
      await open(path)
      await page.getByRole('table', table).waitFor()
      await settle()
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}-${colours}.png`) })
      expect(await violations()).toEqual([])
    })

    test('the flyout of a finding is accessible', async () => {
      await open('/findings', { q: 'result.evaluation : failed' })
      await rows().first().click()
      await page
        .getByRole('complementary', { name: 'Finding' })
        .getByRole('heading')
        .first()
        .waitFor()
      await settle()
      await page.screenshot({ path: join(pictures, `finding-${colours}.png`) })
      expect(await violations()).toEqual([])
    })
  })

  /** Until charts and editors, which are loaded when they are needed, are there. */
  const settle = async () => {
    const loading = page.getByRole('status', { name: /^Loading/ })
    await expect.poll(() => loading.count(), { timeout: 30_000 }).toBe(0)
    await page.evaluate(() => document.fonts.ready)
    // The last transitions end.
    await page.waitForTimeout(500)
  }

  /** Each as one line that says which rule, where. */
  const violations = async () => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }
})
