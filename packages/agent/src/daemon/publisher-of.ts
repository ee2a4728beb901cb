/** The publisher and the spool of an agent or a task, from its configuration. */

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createPublisher, type Publisher } from '../publisher/publisher.ts'
import { openSpool, type Spool } from '../spool/spool.ts'
import type { AgentConfig } from './config.ts'
import { type Identity, identityOf, writeIdentity } from './identity.ts'
import { serverConnectionOf } from './server-connection.ts'
import type { TaskKind } from './task.ts'

export interface PublisherSetup {
  config: AgentConfig
  node: string
  version: string
  credential?: string | undefined
  onIdentity?: (identity: Identity) => void
}

/** Undefined where no server is configured. */
export async function publisherOf(setup: PublisherSetup): Promise<Publisher | undefined> {
  const { server, tokenFile, credentialFile } = setup.config
  if (!server) return undefined
  return createPublisher({
    url: server,
    node: setup.node,
    version: setup.version,
    ...(await serverConnectionOf(setup.config)),
    token: tokenFile ? async () => (await readFile(tokenFile, 'utf8')).trim() : undefined,
    credential: setup.credential,
    onEnrolled: async (enrolled) => {
      const identity = identityOf(enrolled, Date.now())
      setup.onIdentity?.(identity)
      // Without a place to keep it the agent enrols anew when it starts anew.
      if (credentialFile) await writeIdentity(credentialFile, identity).catch(() => undefined)
    },
  })
}

/** Beside the credential; both tasks of an agent write the same. */
export function ruleSettingsFileOf({ credentialFile }: AgentConfig): string | undefined {
  return credentialFile && join(dirname(credentialFile), 'rule-settings.json')
}

/** Of the leader, which lives on, where the disk takes nothing. */
const memoryBytesMax = 8 * 1024 * 1024

/** Each scope of this agent has its own. */
export function spoolOf(
  { spoolFolder, spoolBytesMax }: AgentConfig,
  kind: TaskKind,
): Promise<Spool> {
  return openSpool({
    folder: spoolFolder && join(spoolFolder, kind),
    bytesMax: spoolBytesMax,
    memoryBytesMax: kind === 'kube-api' ? memoryBytesMax : 0,
  })
}
