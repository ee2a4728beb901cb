/** The thread that runs the users' rules: a policy that overruns ends this thread and nothing else. */

import { type MessagePort, workerData } from 'node:worker_threads'
import type { ForeignInventory, ForeignVerdict } from '../dialects/dialect.ts'
import { readForeignRules } from '../dialects/read-foreign-rules.ts'
import { type SandboxAnswer, type SandboxData, type SandboxRequest, slots } from './messages.ts'

const { files, ended, shared, port } = workerData as SandboxData & { port: MessagePort }
const memory = new Int32Array(shared)

const { rules, mistakes } = readForeignRules(files)
let inventory: ForeignInventory = { cluster: {}, namespace: {} }

port.on('message', (request: SandboxRequest) => {
  if (request.kind === 'inventory') {
    inventory = request.inventory
    return
  }
  const verdicts = rules.map(({ rule, judge }, index): ForeignVerdict | null => {
    if (ended.includes(rule.id)) return null
    Atomics.store(memory, slots.running, index)
    return judge(request.resource, inventory) ?? null
  })
  Atomics.store(memory, slots.running, -1)
  answer({ kind: 'judged', verdicts })
})

answer({
  kind: 'loaded',
  rules: rules.map(({ dialect, rule, inventory, place }) => ({ dialect, rule, inventory, place })),
  mistakes,
})

/** The message is in the port before its owner wakes up. */
function answer(message: SandboxAnswer): void {
  port.postMessage(message)
  Atomics.add(memory, slots.answers, 1)
  Atomics.notify(memory, slots.answers)
}
