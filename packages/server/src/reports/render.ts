/** Lays reports out in a thread of its own, one after the other. */

import { Worker } from 'node:worker_threads'
import { workerEntry } from '@evenkeel/benchmarks'
import { ProblemError } from '../http/problem.ts'
import type { ReportData, ReportMaking } from './report-data.ts'

/** A report takes seconds; one that takes this long never ends. */
const timeoutMs = 120_000
const memoryMbMax = 768
/** Whoever comes after these is asked to come again. */
const waitingMax = 8

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** Throws a problem where too many are wanted at once, or one takes too long or too much memory. */
export async function renderPdf(data: ReportData, making: ReportMaking): Promise<Buffer> {
  if (waiting >= waitingMax) {
    throw new ProblemError(503, 'Other reports are being made; try again in a moment.')
  }
  waiting += 1
  const before = last
  const rendered = before.then(() => renderInThread(data, making))
  // The next one waits for this one to end, whichever way it ends.
  last = rendered.catch(() => undefined)
  try {
    return await rendered
  } finally {
    waiting -= 1
  }
}

function renderInThread(data: ReportData, making: ReportMaking): Promise<Buffer> {
  const worker = new Worker(workerEntry(import.meta.url, 'evenkeel-reports.mjs'), {
    workerData: { data, making },
    resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
  })
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ProblemError(503, `The report was not done within ${timeoutMs / 1000} seconds.`))
      void worker.terminate()
    }, timeoutMs)
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer)))
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(
        isTooLarge ? new ProblemError(503, 'The report needs more memory than it may.') : error,
      )
    })
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new Error('The thread that makes reports ended without one.'))
    })
  })
}
