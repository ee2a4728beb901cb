/** An export goes out as it is read: whoever reads slowly makes the server wait, not hoard. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestCycle } from '../ingest/ingest.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
  testRules,
} from '../testing/world.ts'

/** Some twelve megabytes, more than the sockets of both ends take. */
const resourceCount = 3000
const text = 'x'.repeat(1000)
let world: TestWorld
let url: string

beforeAll(async () => {
  world = await openTestWorld()
  const { clusterId } = await addCluster(world, 'prod')
  const resources = Array.from({ length: resourceCount }, (_, index) => makeResource(`r${index}`))
  const findings = resources.flatMap((resource) =>
    testRules.map((rule) => makeFinding(resource, rule.id, { reason: text })),
  )
  await ingestCycle(world.host, clusterId, makeCycle(resources, findings))
  url = await world.app.listen({ host: '127.0.0.1', port: 0 })
}, slowMs)
afterAll(() => world.close())

test(
  'what nobody reads is not asked of the database',
  async () => {
    let pages = 0
    const { db } = world.host
    const { executeQuery } = db.getExecutor()
    db.getExecutor().executeQuery = function count(compiled) {
      if (compiled.sql.includes('order by')) pages += 1
      return executeQuery.call(this, compiled) as never
    }
    const cookie = Object.entries(world.cookies).map(([name, value]) => `${name}=${value}`)
    const request = get(`${url}/api/v1/export?format=ndjson`, { headers: { cookie } })
    const [answer]: IncomingMessage[] = await once(request, 'response')
    if (!answer) throw new Error('There was no answer.')
    answer.once('readable', () => undefined)
    await once(answer, 'readable')
    let before = -1
    // Until it stands still.
    while (before !== pages) {
      before = pages
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    const expected = (resourceCount * testRules.length) / 500
    expect(pages).toBeLessThan(expected / 2)
    let lines = 0
    answer.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1
    })
    await once(answer, 'end')
    expect(lines).toBe(resourceCount * testRules.length)
    expect(pages).toBeGreaterThanOrEqual(expected)
  },
  slowMs,
)
