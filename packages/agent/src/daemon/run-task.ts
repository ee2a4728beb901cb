/** Does one task, in this process or in one of its own. */

import { fork } from 'node:child_process'
import type { DestinationStream } from 'pino'
import type { Publisher } from '../publisher/publisher.ts'
import { openRuleSettings } from '../rule-settings/rule-settings.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { createLogger } from './logger.ts'
import { publisherOf, ruleSettingsFileOf, spoolOf } from './publisher-of.ts'
import { followRequests } from './requests.ts'
import type { Task, TaskHost, TaskReport } from './task.ts'

export interface TaskRunner {
  /** Ends with the task or the signal. Throws when the task failed as a whole. */
  run(task: Task, agent: TaskAgent, signal: AbortSignal): Promise<void>
}

/** The agent as its task sees it. */
export interface TaskAgent {
  report(report: TaskReport): void
  /** Called with each credential that replaces the task's own; ends with what is answered. */
  onCredential(take: (credential: string) => void): () => void
}

/** For tests and programs that embed the agent. */
export function inProcessRunner(logDestination?: DestinationStream): TaskRunner {
  return { run: (task, agent, signal) => doTask(task, { ...agent, signal, logDestination }) }
}

/** The variable that tells a process that it is a task's. */
const taskVariable = 'EVENKEEL_TASK_PROCESS'
const killAfterMs = 3_000
/**
 * Collecting garbage early costs a little time and saves much memory: of 20,000 pods the leader's task
 * takes 130 MB at the most instead of 240.
 */
const memoryFlags = ['--max-semi-space-size=2', '--heap-growing-percent=20']

/** Starts `entry` with the arguments of this process; where `isTaskProcess`, it must `serveTask`. */
export function forkingRunner(entry: string): TaskRunner {
  return {
    run(task, { report, onCredential }, signal) {
      const child = fork(entry, process.argv.slice(2), {
        env: { ...process.env, [taskVariable]: task.kind },
        execArgv: [...process.execArgv, ...memoryFlags],
      })
      child.send(task)
      child.on('message', (message) => {
        if (isReport(message)) report(message)
      })
      const unsubscribe = onCredential((credential) => {
        if (child.connected) child.send({ kind: 'credential', credential })
      })
      const stop = (): void => {
        child.kill('SIGTERM')
        setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
      }
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
      return new Promise((done, fail) => {
        child.once('error', fail)
        child.once('exit', (code, killedBy) => {
          signal.removeEventListener('abort', stop)
          unsubscribe()
          if (code === 0 || signal.aborted) done()
          else
            fail(new Error(`The process of the task ${task.kind} ended with ${killedBy ?? code}.`))
        })
      })
    },
  }
}

/** Whether an agent started this process for one task: its settings then come with the task. */
export function isTaskProcess(): boolean {
  return Boolean(process.env[taskVariable] && process.send)
}

/** Inside a task's process: receives the task, does it, and lets the process end. */
export async function serveTask(signal: AbortSignal): Promise<void> {
  const ended = new AbortController()
  // Without the agent that started it a task has nobody to work for.
  process.once('disconnect', () => ended.abort())
  try {
    const task = await new Promise<Task>((done) => process.once('message', done))
    const report = (message: TaskReport): void => {
      if (process.connected) process.send?.(message)
    }
    const onCredential: TaskAgent['onCredential'] = (take) => {
      const listen = (message: unknown): void => {
        if (isCredential(message)) take(message.credential)
      }
      process.on('message', listen)
      return () => void process.off('message', listen)
    }
    await doTask(task, { report, onCredential, signal: AbortSignal.any([signal, ended.signal]) })
  } finally {
    if (process.connected) process.disconnect()
  }
}

interface TaskContext extends TaskAgent {
  signal: AbortSignal
  logDestination?: DestinationStream | undefined
}

async function doTask(task: Task, context: TaskContext): Promise<void> {
  const { report, logDestination } = context
  const { config, node, version } = task
  const log = createLogger(config.logLevel, { node, version, task: task.kind }, logDestination)
  const publisher = await publisherOf({
    config,
    node,
    version,
    credential: task.credential,
    onIdentity: (identity) => report({ kind: 'identity', identity }),
  })
  const host: TaskHost = { task, log, delivery: undefined, report }
  const unsubscribe = context.onCredential((credential) => publisher?.useCredential(credential))
  const ending = new AbortController()
  const signal = AbortSignal.any([context.signal, ending.signal])
  let draining: Promise<void>[] = []
  if (publisher) {
    host.delivery = await deliveryOf(host, publisher)
    host.ruleSettings = await openRuleSettings({ publisher, file: ruleSettingsFileOf(config) })
    // What a node's task leaves waiting is sent by the agent, since the task ends.
    if (task.kind === 'kube-api')
      draining = [host.delivery.run(signal), hearRequests(host, publisher, signal)]
  }
  try {
    // The rules and their engine are loaded here, and only here.
    if (task.kind === 'node') {
      const { runNodeTask } = await import('./node-task.ts')
      await runNodeTask(host, context.signal)
    } else {
      const { runKubeTask } = await import('./kube-task.ts')
      await runKubeTask(host, context.signal)
    }
  } finally {
    ending.abort()
    unsubscribe()
    await Promise.all(draining)
    await publisher?.close()
  }
}

/** One leader a cluster asks so often. */
const requestsPollMs = 10_000

function hearRequests(host: TaskHost, publisher: Publisher, signal: AbortSignal): Promise<void> {
  const onRequest = (at: string, isNew: boolean): void => {
    host.requestedAt = at
    if (isNew) host.onNeedsWhole?.()
  }
  return followRequests({ publisher, pollMs: requestsPollMs, onRequest }, signal)
}

async function deliveryOf(host: TaskHost, publisher: Publisher): Promise<Delivery> {
  const { log, report, task } = host
  return createDelivery({
    publisher,
    log,
    spool: await spoolOf(task.config, task.kind),
    onState: (state) => report({ kind: 'delivery', state }),
    onFailure: (reason, message) => {
      log.warn({ reason }, message)
      report({ kind: 'away', reason })
    },
    onNeedsWhole: () => host.onNeedsWhole?.(),
  })
}

function isCredential(message: unknown): message is { credential: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'credential' in message &&
    typeof message.credential === 'string'
  )
}

function isReport(message: unknown): message is TaskReport {
  return typeof message === 'object' && message !== null && 'kind' in message
}
