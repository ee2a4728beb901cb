/** The recorded cluster that is shown where there is no real one. */

import { fileURLToPath } from 'node:url'

/** A kubeadm cluster of one node, Kubernetes 1.35. */
export const sampleSnapshotPath: string = fileURLToPath(
  // A bundle has it beside itself.
  import.meta.url.endsWith('.ts')
    ? new URL('../../fixtures/sample/sample.snapshot', import.meta.url)
    : new URL('./sample.snapshot', import.meta.url),
)
