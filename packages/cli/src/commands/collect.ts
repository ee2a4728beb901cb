/** `evenkeel collect`: facts only, redacted, into a snapshot. */

import { writeSnapshot } from '@evenkeel/agent'
import { openTarget, type TargetOptions } from '../targets/target.ts'
import { createProgress } from '../terminal/progress.ts'

export interface CollectOptions extends TargetOptions {
  output: string
}

export async function collectSnapshot(targets: string[], options: CollectOptions): Promise<void> {
  const progress = createProgress()
  const target = await openTarget(targets, { ...options, onProgress: progress.show })
  const { resources, gaps } = await writeSnapshot(options.output, target.observations, {
    cluster: target.cluster,
  })
  progress.clear()
  const missing = gaps > 0 ? `, ${gaps} gaps` : ''
  process.stderr.write(`${options.output}: ${resources} resources${missing}\n`)
}
