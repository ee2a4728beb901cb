/** `evenkeel up`: the server and the pages on this machine, and a first evaluation at once. */

import { resolve } from 'node:path'
import { startServer } from '@evenkeel/server'
import { readDatabaseUrl } from '../database-url.ts'
import { untilStopped } from '../terminal/signals.ts'
import { chooseSource, type SourceOptions } from '../up/choose-source.ts'
import { beginCycles, createLocalEvaluation } from '../up/evaluate-local.ts'
import { webFolder } from '../web-folder.ts'

export interface UpOptions extends SourceOptions {
  dataDir: string
  port: number
}

const periodMilliseconds = 4 * 60 * 60 * 1000

export async function up(options: UpOptions): Promise<void> {
  const [webDir, source] = await Promise.all([webFolder(), chooseSource(options)])
  const { cluster, kind } = source
  // While the database opens in its own thread, this one evaluates.
  const firstCycles = beginCycles(cluster, source.scopes)
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
  process.stderr.write(`Showing: ${source.reason}\n`)
  process.stderr.write(`Open ${await server.createLoginLink()}\n`)

  const evaluation = createLocalEvaluation(
    { url: server.url, token },
    { id: clusterId, name: cluster.name },
    source.scopes,
    firstCycles,
  )
  const evaluating = evaluation
    .evaluate()
    .then(() => process.stderr.write('Evaluated. Ctrl+C ends it.\n'))
  const timer = setInterval(() => void evaluation.evaluate(), periodMilliseconds)
  await stopped
  clearInterval(timer)
  // A cycle that is being sent ends with the server; what it had written stays.
  await Promise.race([evaluating, new Promise((done) => setTimeout(done, 500))])
  await evaluation.close()
  await server.close()
}
