/** The connection of a pod to its own cluster, by its service account. */

import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KubeConnection } from './connection.ts'

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount'
/** The kubelet rotates the token at 80 % of an hour or more. */
const tokenKeptMs = 60_000

/** Undefined outside a pod. */
export function inClusterConfig(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = accountFolder,
): KubeConnection | undefined {
  const host = env.KUBERNETES_SERVICE_HOST
  const port = env.KUBERNETES_SERVICE_PORT
  if (!host || !port) return undefined
  let ca: string
  try {
    ca = readFileSync(join(folder, 'ca.crt'), 'utf8')
  } catch {
    // The pod has automountServiceAccountToken: false, so it has no access of its own.
    return undefined
  }
  const token = createTokenReader(join(folder, 'token'))
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca,
    headers: async () => ({ authorization: `Bearer ${await token.read()}` }),
    refresh: async () => token.forget(),
    name: 'the cluster of this pod',
  }
}

/** Reads the file anew after a while, so that a rotated token counts. */
export function createTokenReader(path: string): {
  read(): Promise<string>
  forget(): boolean
} {
  let kept: { token: string; readAt: number } | undefined
  return {
    async read() {
      if (kept && Date.now() - kept.readAt < tokenKeptMs) return kept.token
      const token = (await readFile(path, 'utf8')).trim()
      kept = { token, readAt: Date.now() }
      return token
    },
    /** True when there was a kept token, so that a new reading may help. */
    forget() {
      const had = kept !== undefined
      kept = undefined
      return had
    },
  }
}
