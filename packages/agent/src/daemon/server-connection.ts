/** How the server is reached, from the configuration. */

import { readFile } from 'node:fs/promises'
import { isWithoutProxy } from '../transport/no-proxy.ts'
import type { AgentConfig } from './config.ts'

export interface ServerWay {
  ca: string | undefined
  proxyUrl: string | undefined
}

/** Throws Node's own error where the certificate cannot be read. */
export async function serverConnectionOf(config: AgentConfig): Promise<ServerWay> {
  const { server, serverCaFile, serverProxy, serverNoProxy } = config
  const isDirect = server !== undefined && isWithoutProxy(server, serverNoProxy)
  return {
    ca: serverCaFile ? await readFile(serverCaFile, 'utf8') : undefined,
    proxyUrl: isDirect ? undefined : serverProxy,
  }
}
