/** Takes down everything of the tests that nobody uses any more: `node --import tsx e2e/cluster/down.ts`. */

import { endAbandonedPostgres } from '../postgres.ts'
import { endAbandonedServers } from '../product.ts'
import { endAbandonedApiOnly } from './api-only.ts'
import { nodeFolder } from './node-paths.ts'
import { otherOwner } from './processes.ts'
import { findLeftovers, takeDownNode } from './take-down.ts'

await endAbandonedServers()
await endAbandonedPostgres()
await endAbandonedApiOnly()

const user = otherOwner(nodeFolder)
if (user) {
  console.error(`Process ${user} uses the node; it takes the node down when it is done.`)
  process.exit(1)
}
await takeDownNode()
const leftovers = findLeftovers()
for (const line of leftovers) console.error(`Left over: ${line}`)
process.exitCode = leftovers.length > 0 ? 1 : 0
