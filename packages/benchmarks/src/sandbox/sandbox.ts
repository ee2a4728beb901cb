/** Runs the users' rules in a thread of their own, with limits of memory and time. */

import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Resource } from '@evenkeel/model'
import type {
  DialectMistake,
  ForeignInventory,
  ForeignRule,
  ForeignVerdict,
  RuleFile,
} from '../dialects/dialect.ts'
import { workerEntry } from '../thread/worker-entry.ts'
import { type SandboxAnswer, type SandboxRequest, type SandboxRule, slots } from './messages.ts'

export interface SandboxLimits {
  /** For all rules on one resource. */
  judgeMilliseconds: number
  /** For compiling everything. */
  loadMilliseconds: number
  heapMegabytes: number
}

export const defaultSandboxLimits: SandboxLimits = {
  judgeMilliseconds: 5_000,
  loadMilliseconds: 60_000,
  heapMegabytes: 512,
}

export interface RuleSandbox {
  /** Their `judge` waits for the thread. A rule that overruns is `unknown` from then on. */
  rules: ForeignRule[]
  mistakes: DialectMistake[]
  close(): Promise<void>
}

/** Throws a sentence when the rules cannot even be compiled within the limits. */
export function openSandbox(
  files: readonly RuleFile[],
  limits: Partial<SandboxLimits> = {},
): RuleSandbox {
  const state: State = {
    files,
    limits: { ...defaultSandboxLimits, ...limits },
    ended: new Map(),
    thread: undefined,
    rules: [],
    last: undefined,
  }
  const { rules, mistakes } = start(state)
  state.rules = rules
  return {
    rules: rules.map(
      (it, index): ForeignRule => ({
        ...it,
        judge: (resource, inventory) => judge(state, index, resource, inventory),
      }),
    ),
    mistakes,
    close: async () => {
      await state.thread?.worker.terminate()
      state.thread = undefined
    },
  }
}

interface Thread {
  worker: Worker
  port: MessageChannel['port1']
  memory: Int32Array
  inventory: ForeignInventory | undefined
}

interface State {
  files: readonly RuleFile[]
  limits: SandboxLimits
  /** Why a rule is not run any more, by its id. */
  ended: Map<string, string>
  thread: Thread | undefined
  rules: SandboxRule[]
  /** All rules judge a resource at once; the evaluator asks for one after the other. */
  last: { resource: Resource; verdicts: (ForeignVerdict | null)[] } | undefined
}

function judge(
  state: State,
  index: number,
  resource: Resource,
  inventory: ForeignInventory,
): ForeignVerdict | undefined {
  if (state.last?.resource !== resource) {
    state.last = { resource, verdicts: judgeAll(state, resource, inventory) }
  }
  const why = state.ended.get(state.rules[index]?.rule.id ?? '')
  if (why !== undefined) return { evaluation: 'unknown', reason: why, evidence: [] }
  return state.last.verdicts[index] ?? undefined
}

/** Every round ends or takes a rule out, so there are no more rounds than rules. */
function judgeAll(
  state: State,
  resource: Resource,
  inventory: ForeignInventory,
): (ForeignVerdict | null)[] {
  for (let round = 0; round <= state.rules.length; round += 1) {
    if (!state.thread) start(state)
    const { thread } = state
    if (!thread) break
    if (thread.inventory !== inventory) {
      send(thread, { kind: 'inventory', inventory })
      thread.inventory = inventory
    }
    const answer = ask(thread, { kind: 'judge', resource }, state.limits.judgeMilliseconds)
    if (answer?.kind === 'judged') return answer.verdicts
    endRunningRule(state, thread, resource)
  }
  return []
}

function endRunningRule(state: State, { worker, memory }: Thread, resource: Resource): void {
  const running = state.rules[Atomics.load(memory, slots.running)]
  void worker.terminate()
  state.thread = undefined
  const { judgeMilliseconds, heapMegabytes } = state.limits
  const bounds = `${judgeMilliseconds / 1000} s and ${heapMegabytes} MB`
  for (const { rule, place } of running ? [running] : state.rules) {
    const reason = `The rule ${rule.id} (${place}) was ended on ${resource.id}: it took more than the ${bounds} that rules of users have.`
    state.ended.set(rule.id, reason)
  }
}

function start(state: State): { rules: SandboxRule[]; mistakes: DialectMistake[] } {
  const shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(workerEntry(import.meta.url, 'evenkeel-rules.mjs'), {
    workerData: { files: state.files, ended: [...state.ended.keys()], shared, port: port2 },
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: state.limits.heapMegabytes },
    // Users' rules see nothing of this process.
    env: {},
  })
  // Its end is seen by the answer that does not come.
  worker.on('error', () => undefined)
  worker.unref()
  port1.unref()
  const thread: Thread = {
    worker,
    port: port1,
    memory: new Int32Array(shared),
    inventory: undefined,
  }
  const answer = receive(thread, 0, state.limits.loadMilliseconds)
  if (answer?.kind !== 'loaded') {
    void worker.terminate()
    const seconds = state.limits.loadMilliseconds / 1000
    throw new Error(
      `The rules could not be compiled within ${seconds} s and ${state.limits.heapMegabytes} MB.`,
    )
  }
  state.thread = thread
  return answer
}

function send({ port }: Thread, request: SandboxRequest): void {
  port.postMessage(request)
}

function ask(
  thread: Thread,
  request: SandboxRequest,
  milliseconds: number,
): SandboxAnswer | undefined {
  const before = Atomics.load(thread.memory, slots.answers)
  send(thread, request)
  return receive(thread, before, milliseconds)
}

/** Waits until the count of answers has left `before`; undefined when the time is over. */
function receive(
  { memory, port }: Thread,
  before: number,
  milliseconds: number,
): SandboxAnswer | undefined {
  Atomics.wait(memory, slots.answers, before, milliseconds)
  return receiveMessageOnPort(port)?.message
}
