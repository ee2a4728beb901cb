/** The entry of the agent's bundle: `node evenkeel-agent.mjs agent`, with nothing else in it. */

import { agent } from '../commands/agent.ts'

try {
  await agent({})
} catch (error) {
  process.stderr.write(`evenkeel: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
