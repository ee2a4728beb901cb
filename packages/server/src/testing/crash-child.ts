/**
 * A process to be killed: it verifies what it finds, then applies cycles one after another and tells each when it is acknowledged.
 *
 * Arguments: a folder or a PostgreSQL URL, the seed, the last acknowledged sequence, `verify` to do no more than that.
 */

import { writeSync } from 'node:fs'
import type { CycleRequest, FindingRow } from '@evenkeel/model'
import { sql } from 'kysely'
import { checkDatabase } from '../backup/check-database.ts'
import { createCluster } from '../clusters/create.ts'
import { createEventHub } from '../http/event-hub.ts'
import type { AppHost } from '../http/host.ts'
import { ingestCycle } from '../ingest/ingest.ts'
import { createServerMetrics } from '../metrics/server-metrics.ts'
import { openStore } from '../storage/database.ts'
import { openRuleBook } from '../storage/rule-book.ts'
import { makeCycle, makeFinding, makeResource, testRuleSource } from './world.ts'

const [place = '', seedText = '0', acknowledgedText = '0', task = ''] = process.argv.slice(2)
const seed = Number(seedText)
const clusterId = '11111111-2222-4333-8444-555555555555'
const evaluations = ['passed', 'failed', 'unknown', 'manual'] as const

const say = (line: string) => writeSync(1, `${line}\n`)

/** The same number for the same three, spread evenly. */
function draw(sequence: number, resource: number, rule: number): number {
  let state = (seed * 31 + sequence) * 1009 + resource * 13 + rule
  for (let round = 0; round < 3; round += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state ^= state >>> 12
  }
  return state >>> 0
}

/** Few enough that a large cycle has a dozen parts. */
const rowsPerPart = 100

/**
 * Small ones in between large ones, of which half is new; a tenth of the resources is missing,
 * a third of the findings changes.
 */
function cycleOf(sequence: number): CycleRequest {
  const isLarge = sequence % 4 === 0
  const resources = Array.from({ length: isLarge ? 300 : 40 }, (_, index) => index)
    .filter((index) => draw(sequence, index, 99) % 10 > 0)
    .map((index) => makeResource(`w-${isLarge ? index + sequence * 37 : index}`))
  const findings = resources.flatMap((resource) =>
    testRuleSource.rules.map((rule, no): FindingRow => {
      const index = Number(resource.name.slice(2))
      const evaluation = evaluations[draw(Math.ceil(sequence / (1 + (index % 3))), index, no) % 4]
      return makeFinding(resource, rule.id, { evaluation: evaluation ?? 'failed' })
    }),
  )
  return makeCycle(resources, findings, { sequence })
}

const isServer = place.startsWith('postgres')
const store = await openStore(isServer ? { databaseUrl: place } : { dataDir: place })
const host: AppHost = {
  store,
  db: store.db,
  ruleBook: await openRuleBook(store.db, testRuleSource),
  events: createEventHub(),
  metrics: createServerMetrics(),
  mode: 'server',
  version: '0',
  now: () => new Date(),
  publicUrl: () => '',
  allowedHosts: undefined,
  webDir: undefined,
  rowsPerPart,
}

async function readSequence(): Promise<number> {
  const row = await store.db.selectFrom('scope').select('sequence').executeTakeFirst()
  return row?.sequence ?? 0
}

/** `resource rule evaluation` of each finding that is there. */
async function readLines(): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select r.name || ' ' || rule.rule_id || ' ' || f.evaluation as line
    from finding f join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    join rule on rule.rule_no = f.rule_no where f.lifecycle is distinct from 3`.execute(store.db)
  return rows.map((row) => row.line).sort()
}

async function verify(acknowledged: number): Promise<number> {
  const sequence = await readSequence()
  if (sequence !== acknowledged && sequence !== acknowledged + 1) {
    throw new Error(`Cycle ${acknowledged} was acknowledged, and ${sequence} is the last there is.`)
  }
  const codes = ['passed', 'manual', 'unknown', 'failed']
  const wanted = sequence === 0 ? [] : cycleOf(sequence).findings
  const expected = wanted.map(
    ({ resource_id, rule_id, evaluation }) =>
      `${resource_id.split('/').at(-1)} ${rule_id} ${codes.indexOf(evaluation)}`,
  )
  if (JSON.stringify(await readLines()) !== JSON.stringify(expected.sort())) {
    throw new Error(`The findings are not those of cycle ${sequence}.`)
  }
  const { problems } = await checkDatabase(store)
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2))
  return sequence
}

await createCluster(host, { id: clusterId, name: 'crash', kind: 'agent' })
let sequence = await verify(Number(acknowledgedText))
say(`verified ${sequence}`)
while (task !== 'verify') {
  sequence += 1
  const result = await ingestCycle(host, clusterId, cycleOf(sequence))
  if (!('response' in result && result.response.applied)) {
    throw new Error(`The cycle ${sequence} was not applied.`)
  }
  say(`acknowledged ${sequence}`)
  if (sequence % 5 === 0) await store.checkpoint()
}
await store.close()
