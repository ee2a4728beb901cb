/** What health and metrics answer. */
import { afterEach, expect, test } from 'vitest'
import { type Health, type HealthServer, startHealthServer } from './health.ts'
import { createMetrics } from './metrics.ts'

let server: HealthServer | undefined

afterEach(() => server?.close())

const well: Health = {
  notReady: () => undefined,
  notAlive: () => undefined,
  troubles: () => [],
}

async function ask(path: string, health: Partial<Health> = {}) {
  const metrics = createMetrics()
  metrics.count('evenkeel_cycles_total', { scope: 'node/a"b\\c\nd', complete: 'true' }, 2)
  server = await startHealthServer(0, { ...well, ...health }, metrics)
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`)
  return { status: answer.status, text: await answer.text() }
}

test.each<[path: string, health: Partial<Health>, status: number, text: string]>([
  ['/healthz', {}, 200, 'ok\n'],
  ['/healthz', { notAlive: () => 'It hangs.' }, 503, 'It hangs.\n'],
  ['/healthz', { notReady: () => 'Not yet.' }, 200, 'ok\n'],
  ['/readyz', {}, 200, 'ok\n'],
  ['/readyz', { notReady: () => 'Not yet.' }, 503, 'Not yet.\n'],
  ['/readyz?verbose', { troubles: () => ['Bad file.', 'Away.'] }, 200, 'ok\nBad file.\nAway.\n'],
  ['/secrets', {}, 404, 'Not found\n'],
])('%s', async (path, health, status, text) => {
  expect(await ask(path, health)).toEqual({ status, text })
})

test('metrics have the form of Prometheus, names of nodes quoted', async () => {
  const { text } = await ask('/metrics')
  const lines = text.trimEnd().split('\n')
  expect(lines).toContain('evenkeel_cycles_total{scope="node/a\\"b\\\\c\\nd",complete="true"} 2')
  expect(lines).toContain('# TYPE process_resident_memory_bytes gauge')
  for (const line of lines)
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="([^"\\]|\\.)*",?)+\})? [\d.e+-]+)$/)
})

test('a port that is taken is named', async () => {
  server = await startHealthServer(0, well, createMetrics())
  await expect(startHealthServer(server.port, well, createMetrics())).rejects.toThrow(
    `The agent's port ${server.port} is taken by another process; choose another with EVENKEEL_PORT.`,
  )
})
