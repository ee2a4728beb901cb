/** Processes of the product that are killed at any moment and started again. */

import { mkdirSync, readFileSync } from 'node:fs'
import { logFile, type RunningProcess, startProcess } from '../cluster/processes.ts'

export interface Killable {
  name: string
  start(): void
  /** As the kernel does it when memory runs out: nothing is told and nothing is finished. */
  kill(): Promise<void>
  /** As Kubernetes asks a pod to end. */
  stop(): Promise<void>
  isRunning(): boolean
  output(): string
}

export interface KillableSpec {
  name: string
  folder: string
  args: string[]
  env: Record<string, string>
}

/** What it started itself is left to notice that it is alone. */
export function createKillable({ name, folder, args, env }: KillableSpec): Killable {
  let running: RunningProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!running?.isRunning()) return
    process.kill(running.pid, signal)
    await running.exitCode
  }
  return {
    name,
    start() {
      mkdirSync(folder, { recursive: true })
      const options = { env: { ...process.env, ...env } }
      running = startProcess(folder, { name, command: process.execPath, args, options })
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    isRunning: () => running?.isRunning() ?? false,
    output: () => readFileSync(logFile(folder, name), 'utf8'),
  }
}
