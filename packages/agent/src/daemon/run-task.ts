/** Does one task, in this process or in one of its own. */

import { fork } from 'node:child_process'
import type { DestinationStream } from 'pino'
import { createLogger } from './logger.ts'
import { publisherOf } from './publisher-of.ts'
import type { Task, TaskHost, TaskReport } from './task.ts'

export interface TaskRunner {
  /** Ends with the task or the signal. Throws when the task failed as a whole. */
  run(task: Task, report: (report: TaskReport) => void, signal: AbortSignal): Promise<void>
}

/** For tests and programs that embed the agent. */
export function inProcessRunner(logDestination?: DestinationStream): TaskRunner {
  return { run: (task, report, signal) => doTask(task, { report, signal, logDestination }) }
}

/** The variable that tells a process that it is a task's. */
export const taskVariable = 'EVENKEEL_TASK_PROCESS'
const killAfterMs = 3_000
/** Collecting garbage early costs a little time and saves much memory. */
const memoryFlags = ['--max-semi-space-size=2']

/** Starts `entry` with the arguments of this process; it must come to `serveTask`. */
export function forkingRunner(entry: string): TaskRunner {
  return {
    run(task, report, signal) {
      const child = fork(entry, process.argv.slice(2), {
        env: { ...process.env, [taskVariable]: task.kind },
        execArgv: [...process.execArgv, ...memoryFlags],
      })
      child.send(task)
      child.on('message', (message) => {
        if (isReport(message)) report(message)
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
          if (code === 0 || signal.aborted) done()
          else
            fail(new Error(`The process of the task ${task.kind} ended with ${killedBy ?? code}.`))
        })
      })
    },
  }
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
    await doTask(task, { report, signal: AbortSignal.any([signal, ended.signal]) })
  } finally {
    if (process.connected) process.disconnect()
  }
}

interface TaskContext {
  report(report: TaskReport): void
  signal: AbortSignal
  logDestination?: DestinationStream | undefined
}

async function doTask(task: Task, { report, signal, logDestination }: TaskContext): Promise<void> {
  const { config, node, version } = task
  const log = createLogger(config.logLevel, { node, version, task: task.kind }, logDestination)
  const publisher = await publisherOf({
    config,
    node,
    version,
    credential: task.credential,
    onCredential: (credential) => report({ kind: 'credential', credential }),
  })
  const host: TaskHost = { task, log, publisher, report }
  try {
    // The rules and their engine are loaded here, and only here.
    if (task.kind === 'node') {
      const { runNodeTask } = await import('./node-task.ts')
      await runNodeTask(host, signal)
    } else {
      const { runKubeTask } = await import('./kube-task.ts')
      await runKubeTask(host, signal)
    }
  } finally {
    await publisher?.close()
  }
}

function isReport(message: unknown): message is TaskReport {
  return typeof message === 'object' && message !== null && 'kind' in message
}
