/** Brings cycles to the server: at once, or by way of the spool while it is away. */

import type { CoverageGap, CycleResponse } from '@evenkeel/model'
import type { Logger } from 'pino'
import type { CycleHead, CycleRows } from '../publisher/cycle-request.ts'
import { PublishError } from '../publisher/http.ts'
import type { Publisher, PublishRowsOptions } from '../publisher/publisher.ts'
import { continueAfter } from '../publisher/sequence.ts'
import type { PutOptions, Spool, WaitingCycle } from '../spool/spool.ts'
import { rowsOf, withAllRows, withoutRows } from '../spool/spooled-cycle.ts'
import { type Bell, createBell } from './bell.ts'
import { pauseAfter, pauseFor } from './pause.ts'

/** What stands between the agent and its server, for health and metrics. */
export interface DeliveryState {
  waiting: number
  bytes: number
  losses: number
  /** Sentences. */
  troubles: string[]
}

export interface Delivery {
  /** What the server made of it; undefined when it waits. Throws where it could not even be kept. */
  deliver(
    rows: CycleRows,
    head: CycleHead,
    options: DeliverOptions,
  ): Promise<CycleResponse | undefined>
  /** What got lost while the server was away, to be said in the coverage of a whole cycle. */
  lossGaps(): CoverageGap[]
  /** Sends what waits, until the signal. */
  run(signal: AbortSignal): Promise<void>
  /** Something was kept by another process of the agent. */
  wake(): void
}

export type DeliverOptions = Omit<PublishRowsOptions, 'attemptsMax'> & PutOptions

export interface DeliveryOptions {
  publisher: Publisher
  spool: Spool
  log: Logger
  onState(state: DeliveryState): void
  /** The kind of each error that kept a cycle from the server. */
  onFailure(reason: string, message: string): void
  /** What was lost can be made good by a whole cycle alone. */
  onNeedsWhole?: (() => void) | undefined
  /** After so many failures in a row; tests wait less. */
  pauseMs?: ((failures: number) => number) | undefined
  /** Before a cycle is kept; tests try once. */
  attemptsMax?: number | undefined
}

/** Then certificates and the times of findings suffer. */
const clockSkewMaxMs = 60_000
/** Between two attempts to send what waits. */
const pauseMaxMs = 60_000
const attemptsUsual = 3

export function createDelivery(options: DeliveryOptions): Delivery {
  const { publisher, spool, attemptsMax = attemptsUsual } = options
  const bell = createBell()
  let trouble: string | undefined

  function tell(): void {
    const { waiting, bytes, trouble: spoolTrouble } = spool.state()
    const skew = clockTrouble(publisher.clockSkewMs())
    const troubles = [trouble, spoolTrouble, skew].filter((it) => it !== undefined)
    options.onState({ waiting, bytes, losses: spool.losses.count(), troubles })
  }

  function sent(): void {
    trouble = undefined
    tell()
  }

  function failed(error: unknown): void {
    trouble = error instanceof Error ? error.message : String(error)
    options.onFailure(error instanceof PublishError ? error.kind : 'cycle', trouble)
    tell()
  }

  async function keep(rows: CycleRows, head: CycleHead, { since }: PutOptions): Promise<boolean> {
    const cycle = since === undefined ? withAllRows(rows, head) : withoutRows(rows, head)
    const isKept = await spool.put(cycle, { since })
    tell()
    if (isKept) bell.ring()
    return isKept
  }

  return {
    lossGaps: () => spool.losses.gaps(),
    wake: bell.ring,
    async deliver(rows, head, { since, ...given }) {
      // What is newer must not come before what waits.
      if (!(await spool.isEmpty()) && (await keep(rows, head, { since }))) return undefined
      try {
        const answer = await publisher.publishRows(rows, head, { attemptsMax, ...given })
        if (head.is_complete) await afterWhole(spool, head)
        sent()
        refuseOutdated(answer, head)
        return answer
      } catch (error) {
        if (given.signal?.aborted) throw error
        failed(error)
        if (!(error instanceof PublishError) || error.kind === 'refused') throw error
        if (!(await keep(rows, head, { since }))) throw error
        return undefined
      }
    },
    run: (signal) => drain({ ...options, bell, sent, failed, tell }, signal),
  }
}

interface Drain extends DeliveryOptions {
  bell: Bell
  sent(): void
  failed(error: unknown): void
  tell(): void
}

/** One after the other, oldest first, and never two at once: a server that comes back finds no crowd. */
async function drain(it: Drain, signal: AbortSignal): Promise<void> {
  const { spool, bell, pauseMs = (count) => pauseAfter(count, pauseMaxMs) } = it
  let failures = 0
  while (!signal.aborted) {
    const waiting = await spool.next()
    if (waiting) failures = await trySend(it, { ...waiting, failures }, signal)
    else {
      // One that was damaged or dropped leaves a hole that no part fills.
      if (spool.losses.count() > 0) it.onNeedsWhole?.()
      it.tell()
      await bell.rung(signal)
      failures = 1
    }
    if (failures > 0) await pauseFor(pauseMs(failures), signal)
  }
}

/** Failures in a row; the pause that the server asked for is over. */
async function trySend(
  it: Drain,
  { name, cycle, failures }: WaitingCycle & { failures: number },
  signal: AbortSignal,
): Promise<number> {
  const { publisher, spool, log } = it
  const { head } = cycle
  try {
    const answer = await publisher.publishRows(rowsOf(cycle), head, { signal, attemptsMax: 1 })
    await spool.remove(name)
    if (head.is_complete && tellsLosses(head)) await spool.losses.clear()
    log.info({ scope: head.scope, sequence: head.sequence, ...answer }, 'What waited was sent.')
    it.sent()
    return 0
  } catch (error) {
    if (signal.aborted) return failures
    it.failed(error)
    if (!(error instanceof PublishError)) throw error
    if (error.kind === 'refused') {
      log.warn({ err: error }, 'The server refused what waited; it is dropped.')
      await spool.remove(name)
      await spool.losses.add('refused')
      return 0
    }
    await pauseFor(error.retryAfterMs ?? 0, signal)
    return failures + 1
  }
}

async function afterWhole(spool: Spool, head: CycleHead): Promise<void> {
  await spool.removeBefore(head.sequence)
  if (tellsLosses(head)) await spool.losses.clear()
}

function tellsLosses({ coverage }: CycleHead): boolean {
  return coverage.gaps.some(({ collector }) => collector === 'spool')
}

/**
 * The server holds a later cycle than this: the clock went back, or another leader's goes ahead.
 * What comes next is numbered beyond that, and since this one went unheard a whole one must follow.
 */
function refuseOutdated({ applied, sequence }: CycleResponse, head: CycleHead): void {
  // The same number is the same cycle, which came twice.
  if (applied || sequence === undefined || sequence <= head.sequence) return
  continueAfter(sequence)
  throw new PublishError(
    'refused',
    `The server holds a later cycle of ${head.scope} (${new Date(sequence).toISOString()}); is a clock of the cluster wrong? The scope is sent anew as a later one.`,
  )
}

function clockTrouble(skewMs: number | undefined): string | undefined {
  if (skewMs === undefined || Math.abs(skewMs) < clockSkewMaxMs) return undefined
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const way = skewMs > 0 ? 'ahead of' : 'behind'
  return `The clock of this machine is ${seconds} s ${way} the server's; certificates and times of findings suffer, set it by NTP.`
}
