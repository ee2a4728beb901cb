/** Starts processes that outlive a crash of the tests on record, so that the next run can end them. */

import { type SpawnOptions, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process for certain: numbers are given out again, a number with its start time is not. */
interface ProcessMark {
  pid: number
  startTime: string
}

export interface RunningProcess {
  name: string
  pid: number
  isRunning(): boolean
  /** Null when a signal ended it. */
  exitCode: Promise<number | null>
  stop(): Promise<void>
}

interface ProcessSpec {
  name: string
  command: string
  args: string[]
  options?: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>
}

const gracePeriodMs = 15_000
const pollMs = 50

/** Everything that the harness writes while something of it runs. Logs are kept after it ended. */
export const stateRoot = join(tmpdir(), `evenkeel-e2e-${process.getuid?.() ?? 0}`)
export const logRoot = join(stateRoot, 'logs')

/** Process numbers mean something within it only. */
const pidNamespace = existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : ''

/** Starts a process in the background; its output goes to a log file of its name. */
export function startProcess(folder: string, spec: ProcessSpec): RunningProcess {
  const { name, command, args, options } = spec
  const records = join(folder, 'processes')
  mkdirSync(records, { recursive: true })
  const log = openSync(logFile(folder, name), 'a')
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  // Without a listener a program that is not there would end the whole test run.
  child.on('error', (error) => writeFileSync(logFile(folder, name), `${error}\n`, { flag: 'a' }))
  const exitCode = new Promise<number | null>((resolve) => child.on('exit', resolve))
  child.unref()
  if (child.pid === undefined) throw new Error(`${command} could not be started.`)

  const mark = { pid: child.pid, startTime: startTimeOf(child.pid) ?? '' }
  const record = join(records, `${name}.json`)
  writeFileSync(record, JSON.stringify(mark))
  return {
    name,
    pid: child.pid,
    isRunning: () => isAlive(mark),
    exitCode,
    stop: async () => {
      await end(mark)
      rmSync(record, { force: true })
    },
  }
}

/** Ends what is on record in a folder, whoever started it; names, if given, in this order. */
export async function endRecorded(folder: string, names?: string[]): Promise<void> {
  const records = join(folder, 'processes')
  if (!existsSync(records)) return
  const files = names?.map((name) => `${name}.json`) ?? readdirSync(records)
  for (const file of files) {
    const record = join(records, file)
    if (!existsSync(record)) continue
    await end(JSON.parse(readFileSync(record, 'utf8')) as ProcessMark)
    rmSync(record, { force: true })
  }
}

/** Notes which process a folder belongs to, so that a run leaves alone what another run uses. */
export function own(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const mark = { pid: process.pid, startTime: startTimeOf(process.pid), pidNamespace }
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(mark))
}

/** Gives a folder up: what runs there goes on, and whoever comes next may end it. */
export function disown(folder: string): void {
  rmSync(join(folder, 'owner.json'), { force: true })
}

/** The other process that uses a folder right now, if there is one. */
export function otherOwner(folder: string): number | undefined {
  const file = join(folder, 'owner.json')
  if (!existsSync(file)) return undefined
  const mark = JSON.parse(readFileSync(file, 'utf8')) as ProcessMark & { pidNamespace: string }
  // Whether a process of another container lives cannot be seen from here.
  if (mark.pidNamespace !== pidNamespace) return mark.pid
  return mark.pid !== process.pid && isAlive(mark) ? mark.pid : undefined
}

/** Where the output of a process goes; a second cluster of the same name starts a new file. */
export function logFile(folder: string, name: string): string {
  const logs = join(logRoot, folder.slice(folder.lastIndexOf('/') + 1))
  mkdirSync(logs, { recursive: true })
  return join(logs, `${name}.log`)
}

/** Waits until something is so; says what it waited for when it takes too long. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      throw new Error(`${what}: not so after ${timeoutMs / 1000} s; the logs are in ${logRoot}.`)
    }
    await sleep(pollMs * 4)
  }
}

async function end(mark: ProcessMark): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(mark)) return
    process.kill(mark.pid, signal)
    const deadline = Date.now() + gracePeriodMs
    while (isAlive(mark) && Date.now() < deadline) await sleep(pollMs)
  }
}

function isAlive({ pid, startTime }: ProcessMark): boolean {
  return startTimeOf(pid) === startTime && stateOf(pid) !== 'Z'
}

const stateOf = (pid: number) => statFields(pid)?.[0]
const startTimeOf = (pid: number) => statFields(pid)?.[19]

/** The fields of /proc/PID/stat from the third (the state) on; undefined when there is no such process. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in parentheses, which may itself hold spaces and parentheses.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
