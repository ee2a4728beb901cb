/** `evenkeel up`: the server and the pages on this machine, and a first evaluation at once. */

import { resolve } from 'node:path'
import { readDatabaseUrl } from '../database-url.ts'
import { keepServerSmall } from '../small-heap.ts'
import { untilStopped } from '../terminal/signals.ts'
import type { SourceOptions } from '../up/choose-source.ts'
import {
  type Evaluation,
  isEvaluationProcess,
  serveEvaluation,
  startEvaluation,
} from '../up/evaluation-process.ts'
import type { Destination } from '../up/messages.ts'
import { webFolder } from '../web-folder.ts'

export interface UpOptions extends SourceOptions {
  dataDir: string
  port: number
}

const periodMilliseconds = 4 * 60 * 60 * 1000

export async function up(options: UpOptions): Promise<void> {
  if (isEvaluationProcess()) {
    await serveEvaluation(options)
    return
  }
  keepServerSmall()
  // While the server starts, a process beside it evaluates.
  const evaluation = startEvaluation()
  try {
    await serveFindings(options, evaluation)
  } finally {
    evaluation.stop()
  }
}

async function serveFindings(options: UpOptions, first: Evaluation): Promise<void> {
  const { startServer } = await import('@evenkeel/server')
  const [webDir, { cluster, kind, reason }] = await Promise.all([webFolder(), first.source])
  const databaseUrl = readDatabaseUrl()
  const server = await startServer({
    ...(databaseUrl ? { databaseUrl } : { dataDir: resolve(options.dataDir) }),
    host: '127.0.0.1',
    port: options.port,
    webDir,
    mode: 'local',
  })
  const stopped = untilStopped()
  const { clusterId, token } = await server.createCluster({
    id: cluster.id,
    name: cluster.name,
    kind,
  })
  if (kind === 'local') await server.removeSamples()
  process.stderr.write(`Showing: ${reason}\n`)
  process.stderr.write(`Open ${await server.createLoginLink()}\n`)

  const cycles = keepEvaluating(first, { url: server.url, token, clusterId }, cluster.id)
  await stopped
  await cycles.end()
  await server.close()
}

/** A cycle now and one every four hours, each in a process of its own. */
function keepEvaluating(first: Evaluation, destination: Destination, shownId: string) {
  let evaluation = first
  let isEnding = false
  const publish = async () => {
    const isDone = await evaluation.publish(destination)
    if (isDone) process.stderr.write('Evaluated. Ctrl+C ends it.\n')
    else if (!isEnding) process.stderr.write('evenkeel: The cycle was not finished.\n')
  }
  const again = async () => {
    try {
      evaluation = startEvaluation()
      const { cluster, reason } = await evaluation.source
      if (cluster.id === shownId) await publish()
      else {
        evaluation.stop()
        process.stderr.write(`evenkeel: Not evaluated, for it would be something else: ${reason}\n`)
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (!isEnding) process.stderr.write(`evenkeel: Not evaluated: ${message}\n`)
    }
  }
  let evaluating = publish()
  const timer = setInterval(() => {
    evaluating = evaluating.then(again)
  }, periodMilliseconds)
  return {
    /** A cycle that is being sent ends with the server; what it had written stays. */
    async end() {
      isEnding = true
      clearInterval(timer)
      await Promise.race([evaluating, new Promise((done) => setTimeout(done, 500))])
      evaluation.stop()
    },
  }
}
