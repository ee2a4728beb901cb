/** Holds what answers requests to reading through the caller's reader. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')

/** They work for the server itself, on rows of everybody. */
const ofServer = /^(?:backup|ingest|maintenance|migrations|storage|testing)\//

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !ofServer.test(file))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }))

function find(pattern: RegExp): string[] {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((match) => `${file}: ${match[1] ?? match[0]}`),
  )
}

/** What may be given the whole database: writes, and rows of the installation that no reach limits. */
const mayHaveAll =
  /: (?:insert|update|delete|upsert|create|change|enrol|renew|save|keep|finish|revoke|decide|record|take|forget|claim|append)\w*$|: (?:findToken|findTokenById|listTokens|listEnrolledClusters|findAccount|listAccounts|lockAccount|lockRole|listRoles|listRoleHolders|listAudit|findKey|ping|openReader|openRuleBook|hasOverdue|applyToAll|lookUpMetrics)$/

test('the whole database is given to writes and to the rows of the installation alone', () => {
  const calls = find(/(\w+)\(\s*host\.db\b/g)
  expect(calls.length).toBeGreaterThan(20)
  expect(calls.filter((call) => !mayHaveAll.test(call))).toEqual([
    // For whether the cluster that an agent or a name stands for is there.
    'clusters/create.ts: readEverything',
    'clusters/create.ts: findCluster',
    'clusters/remove-samples.ts: readEverything',
    // Only of the credential that was shown.
    'http/access.ts: explainRefusal',
    'http/host.ts: readEverything',
    // Of the cluster of the agent that asks.
    'routes/agent-credentials.ts: findCluster',
    'routes/agent.ts: findCluster',
    'routes/agent.ts: readClusterSettings',
    // For who sees the whole cluster.
    'routes/cluster-agents.ts: listAgents',
    // For those alone who see everything.
    'system/status.ts: findOldestChange',
    'system/status.ts: listEvaluationTimes',
  ])
})

test('a world without a limit is for what the server does after a write', () => {
  expect(find(/(readWholeWorld\()/g).sort()).toEqual([
    'exceptions/exceptions.ts: readWholeWorld(',
    'exceptions/expire.ts: readWholeWorld(',
    'http/host.ts: readWholeWorld(',
  ])
})

test('the database is not taken along under another name', () => {
  expect(find(/(?:= host\.db\b|\{[^{}]*\bdb\b[^{}]*\} = host\b|db: host\.db\b)/g)).toEqual([])
})
