/** The manifest that deploys the agent: what `kubectl apply -f -` takes. */

import { version } from '../version.ts'

export interface ManifestOptions {
  clusterName: string
  serverUrl: string
  token: string
  image?: string
  periodHours?: number
  namespace?: string
}

export function generateManifest(options: ManifestOptions): string {
  return `# ${options.clusterName} ${version}`
}
