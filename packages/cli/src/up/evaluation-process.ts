/**
 * Evaluates in a process of its own, which ends with the cycle: the rules, their engine and the objects of a
 * cluster take more memory than the server does, and are needed for some seconds in four hours.
 */

import { fork } from 'node:child_process'
import { Failure } from '../failure.ts'
import type { SourceOptions } from './choose-source.ts'
import {
  type ChosenSource,
  type Destination,
  type EvaluationMessage,
  isDestination,
  isEvaluationMessage,
} from './messages.ts'

export interface Evaluation {
  /** What it looks at. Rejects with a sentence where nothing can be. */
  source: Promise<ChosenSource>
  /** Sends what was found there, then the process ends. False where it ended before. */
  publish(destination: Destination): Promise<boolean>
  stop(): void
}

/** The variable that tells a process that it is there to evaluate. */
const processVariable = 'EVENKEEL_UP_PROCESS'

/** Begins at once, while the server still starts. */
export function startEvaluation(): Evaluation {
  const [, entry = '', ...args] = process.argv
  const child = fork(entry, args, { env: { ...process.env, [processVariable]: 'evaluation' } })
  let isDone = false
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const source = new Promise<ChosenSource>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Failure('The process that evaluates ended early.')))
    child.on('message', (message) => {
      if (!isEvaluationMessage(message)) return
      if (message.kind === 'source') resolve(message.source)
      else if (message.kind === 'failed') reject(new Failure(message.message))
      else isDone = true
    })
  })
  return {
    source,
    async publish(destination) {
      if (child.connected) child.send(destination)
      await ended
      return isDone
    },
    stop: () => void child.kill('SIGTERM'),
  }
}

export function isEvaluationProcess(): boolean {
  return Boolean(process.env[processVariable] && process.send)
}

/** Inside that process: one cycle of everything there is to look at. */
export async function serveEvaluation(options: SourceOptions): Promise<void> {
  const destination = new Promise<Destination>((resolve) => {
    process.on('message', (message) => {
      if (isDestination(message)) resolve(message)
    })
  })
  // Without the server that started it there is nobody to evaluate for.
  const leave = () => process.exit(0)
  process.once('disconnect', leave)
  if (!process.connected) leave()
  try {
    const { chooseSource } = await import('./choose-source.ts')
    const { beginCycles, publishCycles } = await import('./evaluate-local.ts')
    const source = await chooseSource(options)
    const { cluster, kind, reason } = source
    send({ kind: 'source', source: { cluster, kind, reason } })
    const firstCycles = beginCycles(cluster, source.scopes)
    await publishCycles(await destination, source, firstCycles)
    send({ kind: 'evaluated' })
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
  process.off('disconnect', leave)
  process.disconnect()
}

function send(message: EvaluationMessage): void {
  if (process.connected) process.send?.(message)
}
