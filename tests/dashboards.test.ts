/** The dashboard and the alerts ask for metrics that the server and the agents really tell. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { metricDescriptions } from '../packages/agent/src/daemon/metrics.ts'
import { openTestWorld, slowMs, type TestWorld } from '../packages/server/src/testing/world.ts'

const folder = join(import.meta.dirname, '../deploy/grafana')

interface Panel {
  id: number
  type: string
  title: string
  description?: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { expr: string; refId: string }[]
}

const dashboard: {
  panels: Panel[]
  templating: { list: { name: string; query: string | { query: string } }[] }
} = JSON.parse(readFileSync(join(folder, 'evenkeel.json'), 'utf8'))
const alerts: {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[]
} = parse(readFileSync(join(folder, 'alerts.yaml'), 'utf8'))
const rules = alerts.groups.flatMap((group) => group.rules)

let world: TestWorld
/** With the names that the parts of a histogram have. */
const known = new Set<string>()

beforeAll(async () => {
  world = await openTestWorld()
  const { body } = await world.app.inject('/metrics')
  for (const [, name = '', type] of body.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    known.add(name)
    if (type === 'histogram')
      for (const part of ['bucket', 'count', 'sum']) known.add(`${name}_${part}`)
  }
  for (const name of Object.keys(metricDescriptions)) known.add(name)
}, slowMs)
afterAll(() => world.close())

function unknownNames(expressions: string[]): string[] {
  const names = expressions.flatMap((it) => it.match(/\b(?:evenkeel|process)_\w+/g) ?? [])
  expect(names.length).toBeGreaterThanOrEqual(expressions.length)
  return names.filter((name) => !known.has(name))
}

test('panels ask for metrics that there are', () => {
  const targets = dashboard.panels.flatMap(({ targets: own = [] }) => own)
  expect(targets.length).toBeGreaterThan(15)
  expect(unknownNames(targets.map(({ expr }) => expr))).toEqual([])
  const queries = dashboard.templating.list.flatMap(({ query }) =>
    typeof query === 'string' ? [] : [query.query],
  )
  expect(unknownNames(queries)).toEqual([])
})

test('alerts ask for metrics that there are', () => {
  expect(unknownNames(rules.map(({ expr }) => expr))).toEqual([])
  for (const { annotations } of rules) expect(annotations.summary).toMatch(/\.$/)
})

test('panels have a number of their own, explain themselves and do not overlap', () => {
  const { panels } = dashboard
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  const taken = new Map<string, string>()
  for (const { title, type, description, gridPos } of panels) {
    if (type !== 'row') expect(description, title).toMatch(/\.$/)
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.get(`${x} ${y}`), `${title} lies on another panel`).toBeUndefined()
        taken.set(`${x} ${y}`, title)
      }
  }
})

test('variables that expressions name are defined', () => {
  const defined = new Set(dashboard.templating.list.map(({ name }) => name))
  const builtIn = new Set(['__rate_interval', '__all'])
  const text = JSON.stringify(dashboard.panels)
  for (const [, name = ''] of text.matchAll(/\$\{?(\w+)/g))
    expect(defined.has(name) || builtIn.has(name), name).toBe(true)
})
