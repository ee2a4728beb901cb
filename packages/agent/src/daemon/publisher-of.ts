/** The publisher of an agent or a task, from its configuration. */

import { readFile, writeFile } from 'node:fs/promises'
import { createPublisher, type Publisher } from '../publisher/publisher.ts'
import type { AgentConfig } from './config.ts'

export interface PublisherSetup {
  config: AgentConfig
  node: string
  version: string
  credential?: string | undefined
  onCredential?: (credential: string) => void
}

/** Undefined where no server is configured. */
export async function publisherOf(setup: PublisherSetup): Promise<Publisher | undefined> {
  const { server, tokenFile, credentialFile, serverCaFile, serverProxy } = setup.config
  if (!server) return undefined
  const kept = credentialFile ? await readKept(credentialFile) : undefined
  return createPublisher({
    url: server,
    node: setup.node,
    version: setup.version,
    ca: serverCaFile ? await readFile(serverCaFile, 'utf8') : undefined,
    proxyUrl: serverProxy,
    token: tokenFile ? async () => (await readFile(tokenFile, 'utf8')).trim() : undefined,
    credential: setup.credential ?? kept,
    onCredential: async (credential) => {
      setup.onCredential?.(credential)
      if (credentialFile) await writeFile(credentialFile, credential, { mode: 0o600 })
    },
  })
}

/** There is none before the first enrolment. */
async function readKept(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.trim() || undefined
}
