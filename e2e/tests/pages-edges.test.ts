/** Pages at their edges: nothing there, one of each, old and odd data, broken addresses, what went away meanwhile. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { settle, takePicture, violations, type Watched, watch } from '../pages/look.ts'
import { addressOf, readIds, routes } from '../pages/routes.ts'
import { type AddedCluster, openPagesWorld, type PagesWorld, type Rename } from '../pages/world.ts'
import { missing, title } from '../requirements.ts'

const reasons = missing('browser')
const failed = encodeURIComponent('result.evaluation : failed')
/** Pages that need nothing by its id. */
const lists = routes.filter((it) => !it.includes('$') && it !== '/login')
const patienceMs = 10_000
const narrow = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

/** Names that clusters may have, or that somebody who means harm gives. */
const oddNames = [
  '<img src=x onerror="window.harmed=1">',
  '"><script>window.harmed=1</script>',
  'bell\u0007 tab\t line\nend',
  'شبكة-المدفوعات',
  '\u202egnp.exe',
  `${'long-'.repeat(48)}name`,
  'javascript:window.harmed=1',
  "{{constructor.constructor('window.harmed=1')()}}",
]
const oddName = (index: number) => oddNames[index % oddNames.length] ?? ''

let renamedCount = 0
const rename: Rename = (it) => {
  const index = renamedCount
  renamedCount += 1
  return {
    ...it,
    id: `${it.id}/${oddName(index)}`,
    name: `${oddName(index)}${index}`,
    ...(it.namespace === undefined ? {} : { namespace: oddName(index + 1) }),
    owner: `Deployment/${oddName(index + 2)}`,
    labels: { [oddName(index + 3).slice(0, 60)]: oddName(index + 4) },
  }
}

/** In the page: what runs over its sides, or came of a name. */
const isHarmed = (page: Page) =>
  page.evaluate(
    () => 'harmed' in globalThis || document.querySelector('img[src="x"], main script') !== null,
  )
const runsOver = (page: Page) =>
  page.evaluate(() => {
    const content = document.querySelector('#content') ?? document.body
    const isWider = (it: Element) => it.scrollWidth > it.clientWidth + 1
    return [document.documentElement, content].some(isWider)
  })

describe.skipIf(reasons.length > 0)(title('Pages at their edges', reasons), () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  /** The world and a window on it, both opened before and closed after the tests around. */
  function useWorld(fill: (world: PagesWorld) => Promise<void>) {
    const it = {} as Watched & { world: PagesWorld }
    beforeAll(async () => {
      const world = await openPagesWorld()
      await fill(world)
      Object.assign(it, await watch(browser, world, { viewport: desk }), { world })
    })
    afterAll(async () => {
      await it.context?.close()
      await it.world?.close()
    })
    const open = async (path: string) => {
      await it.page.goto(it.world.url + path)
      await settle(it.page)
    }
    return { it, open }
  }

  describe('with nothing there', () => {
    const { it, open } = useWorld(async () => undefined)

    // Rules, and the server itself, are there before any cluster is.
    test.each(lists.filter((it) => !['/rules', '/system'].includes(it)))(
      '%s says so in a sentence, with a way on',
      async (path) => {
        await open(path)
        const content = it.page.locator('#content')
        await content.locator(':is(h1, p)').first().waitFor()
        await expect
          .poll(
            async () => (await content.innerText()).split('\n').some((it) => it.endsWith('.')),
            {
              timeout: patienceMs,
            },
          )
          .toBe(true)
        expect(await content.locator('a, button').count()).toBeGreaterThan(0)
        expect(await runsOver(it.page)).toBe(false)
      },
    )

    test('on a picture', async () => {
      await open('/')
      await takePicture(it.page, 'edge-no-cluster')
    })
  })

  describe('with names that mean harm or take room', () => {
    let known: Record<string, string> = {}
    const { it, open } = useWorld(async (world) => {
      const cluster = await world.addCluster('prod-eu', { team: 'متجر', note: 'x'.repeat(60) })
      await world.publishSample(cluster, 3, undefined, rename)
      known = await readIds(world)
    })

    test.each(routes)('%s shows them as they are', async (route) => {
      await it.page.setViewportSize(desk)
      await open(addressOf(route, known))
      expect(await isHarmed(it.page)).toBe(false)
      expect(await runsOver(it.page)).toBe(false)
      await it.page.setViewportSize(narrow)
      await settle(it.page)
      // An editor takes the new width a moment later.
      await expect.poll(() => runsOver(it.page), { timeout: 5_000 }).toBe(false)
    })

    test.each(['overview', 'resource', 'relations', 'rule', 'history', 'json'])(
      'the flyout shows them under %s',
      async (tab) => {
        await it.page.setViewportSize(desk)
        await open(`/findings?q=${failed}&tab=${tab}&finding=${known.findingId}`)
        await it.page.getByRole('complementary', { name: 'Finding' }).waitFor()
        expect(await isHarmed(it.page)).toBe(false)
        expect(await runsOver(it.page)).toBe(false)
      },
    )

    test('on pictures, where the data is old, too', async () => {
      await open(`/findings?q=${failed}`)
      await it.page.getByText(/Nobody reports from prod-eu/).waitFor()
      await takePicture(it.page, 'edge-odd-names')
      await it.page.setViewportSize(narrow)
      await open(`/findings?q=${failed}`)
      await takePicture(it.page, 'edge-odd-names-narrow')
      await it.page.setViewportSize(desk)
    })

    test('what is old is accessible', async () => {
      await open('/')
      expect(await violations(it.page)).toEqual([])
    })
  })

  describe('with one resource, and parts that go away', () => {
    let prod: AddedCluster
    let known: Record<string, string> = {}
    const { it, open } = useWorld(async (world) => {
      prod = await world.addCluster('prod-eu')
      await world.publishSample(prod, 0, ({ name }) => name === 'root-dac')
      known = await readIds(world)
    })

    test.each(lists)('%s shows one', async (path) => {
      await open(path)
      expect(await it.page.getByRole('alert').count()).toBe(0)
      expect(await runsOver(it.page)).toBe(false)
    })

    test('on a picture', async () => {
      await open('/')
      await takePicture(it.page, 'edge-one-resource')
    })

    const broken =
      'at=never&scope=&since=x&group=moon&sort=up&cols=a&tab=z&compare=1&show=no&add=no'
    test.each<[route: string, dropped: string[]]>([
      ['/', ['at']],
      ['/findings', ['at', 'since', 'group', 'sort', 'cols', 'tab']],
      ['/findings/$findingId', ['at', 'tab']],
      ['/clusters', ['at', 'add']],
      ['/compliance/$frameworkId', ['at', 'compare', 'show']],
      ['/exceptions', ['at', 'add']],
      ['/rules', ['at']],
      ['/resources', ['at']],
      ['/rbac', ['at']],
    ])('%s names what it drops of a broken address', async (route, dropped) => {
      const address = addressOf(route, known)
      await open(`${address}${address.includes('?') ? '&' : '?'}${broken}`)
      const notice = it.page.getByText(/The address has (?:a value|values) for/)
      await notice.waitFor()
      for (const name of dropped) expect(await notice.innerText()).toContain(`“${name}”`)
      expect(await it.page.getByRole('alert').count()).toBe(0)
    })

    test.each(['/findings/nothing', '/clusters/nothing', '/rules/nothing', '/compliance/nothing'])(
      '%s, which was never there, is a sentence and a way on',
      async (path) => {
        await open(path)
        const alert = it.page.getByRole('alert')
        expect(await alert.innerText()).toMatch(/\.$/m)
        expect(await alert.getByRole('link').count()).toBeGreaterThan(0)
      },
    )

    test('a cluster that is removed while its page is open says so, with a way on', async () => {
      const gone = await it.world.addCluster('short-lived')
      await it.world.publishSample(gone, 0, ({ name }) => name === 'root-dac')
      await open(`/clusters/${gone.clusterId}`)
      await it.page.getByRole('heading', { name: 'short-lived' }).waitFor()
      await it.world.call('DELETE', `/api/v1/clusters/${gone.clusterId}`)
      const alert = it.page.getByRole('alert')
      await alert.getByText(/no cluster/i).waitFor()
      await alert.getByRole('link').first().click()
      await it.page.getByRole('heading', { level: 1 }).first().waitFor()
      for (const path of lists) {
        await open(`${path}?scope=${gone.clusterId}`)
        expect(await it.page.locator('main a, main button').count()).toBeGreaterThan(0)
        expect(await it.page.getByText(/This page could not be loaded/).count()).toBe(0)
      }
    })
  })
})
