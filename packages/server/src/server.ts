/** Starts and stops the server. */

import { setTimeout as sleep } from 'node:timers/promises'
import { loadRules } from '@evenkeel/benchmarks'
import { type Logger, pino } from 'pino'
import { linkName } from './accounts/link-name.ts'
import { createApp } from './app.ts'
import { createCluster, type NewCluster } from './clusters/create.ts'
import { removeSamples } from './clusters/remove-samples.ts'
import { createEventHub } from './http/event-hub.ts'
import type { AppHost } from './http/host.ts'
import { startMaintenance } from './maintenance/maintenance.ts'
import { createServerMetrics } from './metrics/server-metrics.ts'
import { createOidcProvider } from './oidc/provider.ts'
import type { OidcSettings } from './oidc/settings.ts'
import { listAccounts } from './storage/accounts.ts'
import { openStore } from './storage/database.ts'
import { listRoles } from './storage/roles.ts'
import { openRuleBook, type RuleSource } from './storage/rule-book.ts'
import { createToken } from './storage/tokens.ts'
import { version } from './version.ts'

export interface ServerOptions {
  /** Of the embedded database; without it and without a URL everything is in memory. */
  dataDir?: string | undefined
  /** PostgreSQL 15 or newer. */
  databaseUrl?: string | undefined
  host: string
  /** 0 takes any that is free. */
  port: number
  /** The built web application. */
  webDir?: string | undefined
  mode: 'local' | 'server'
  /** Where browsers and agents reach the server, where that differs from where it listens. */
  publicUrl?: string | undefined
  /** Addresses of proxies, with commas, whose word on where a request came from counts. */
  trustedProxies?: string | undefined
  /** The identity provider that signs people in. */
  oidc?: OidcSettings | undefined
  /** Of what is written to standard error; warnings and errors where it is not said. */
  logLevel?: LogLevel | undefined
  /** Takes what is logged instead. */
  logger?: Logger | undefined
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface RunningServer {
  url: string
  /** Whether somebody may sign in as an administrator, here or at the identity provider. */
  hasAdmin(): Promise<boolean>
  /** A link with a token that serves once. */
  createLoginLink(): Promise<string>
  /** With an id of a cluster that is there already it keeps that one and gives a new token. */
  createCluster(cluster: NewCluster): Promise<{ clusterId: string; token: string }>
  /** Takes clusters of the kind `sample` away with all their findings. */
  removeSamples(): Promise<void>
  /**
   * Ends what is under way and then the database. For `drainMs` requests are still taken, while
   * `/readyz` turns whoever balances them away; connections that do not end are cut after a while.
   */
  close(options?: { drainMs?: number }): Promise<void>
}

/** Of requests that are under way when the server ends. */
const endWithinMs = 20_000
const loginMs = 12 * 3_600_000

/** Groups with a role that is not there have none, which who is refused cannot know. */
async function warnOfUnknownRoles({ oidc, db }: AppHost, logger: Logger): Promise<void> {
  const { unknown_roles: unknown = [] } = oidc?.tryGroups([], await listRoles(db)) ?? {}
  for (const role of unknown) {
    logger.warn(
      `Groups of the identity provider are mapped to the role "${role}", which is not there.`,
    )
  }
}

/** Rejects with a sentence: a folder in use or unusable, a full disk, a port in use, a database that does not answer. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = options.logger ?? pino({ level: options.logLevel ?? 'warn' }, pino.destination(2))
  const { dataDir, databaseUrl } = options
  const metrics = createServerMetrics()
  const store = await openStore({ dataDir, databaseUrl, onQuery: metrics.observeQuery })
  let url = ''
  let isStopping = false
  try {
    const host: AppHost = {
      store,
      db: store.db,
      ruleBook: await openRuleBook(store.db, readRuleSource()),
      events: createEventHub(),
      metrics,
      mode: options.mode,
      version,
      now: () => new Date(),
      publicUrl: () => options.publicUrl ?? url,
      isStopping: () => isStopping,
      allowedHosts: options.mode === 'local' ? localHosts(options) : undefined,
      webDir: options.webDir,
      oidc: options.oidc && createOidcProvider(options.oidc),
    }
    await warnOfUnknownRoles(host, logger)
    const app = await createApp(host, { logger, trustedProxies: options.trustedProxies })
    try {
      url = await app.listen({ host: options.host, port: options.port })
    } catch (error) {
      throw describeListenError(error, options)
    }
    const maintenance = startMaintenance(host, logger)
    return {
      url,
      hasAdmin: async () =>
        options.oidc?.groups?.some((it) => it.role === 'admin') === true ||
        options.oidc?.default_role === 'admin' ||
        (await listAccounts(store.db)).some((it) => it.role === 'admin'),
      async createLoginLink() {
        const now = host.now()
        const expiresAt = new Date(now.getTime() + loginMs)
        const login = { kind: 'login', clusterId: null, subject: linkName, role: 'admin' } as const
        const token = await createToken(store.db, { ...login, now, expiresAt })
        return `${host.publicUrl()}/login/${token}`
      },
      createCluster: (cluster) => createCluster(host, cluster),
      removeSamples: () => removeSamples(host),
      async close({ drainMs = 0 } = {}) {
        isStopping = true
        if (drainMs > 0) await sleep(drainMs)
        const timer = setTimeout(() => app.server.closeAllConnections(), endWithinMs)
        await app.close()
        clearTimeout(timer)
        await maintenance.stop()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The built-in rules as the server needs them. */
export function readRuleSource(): RuleSource {
  const ruleSet = loadRules()
  return {
    rules: ruleSet.rules,
    benchmarks: ruleSet.benchmarks,
    frameworks: ruleSet.frameworks,
    version: ruleSet.version,
    categoryOf: (ruleId) => ruleSet.modules.get(ruleId)?.metadata.custom.category,
  }
}

/** Names under which a local server may be asked for; a page of any other name is an attack. */
function localHosts(options: ServerOptions): Set<string> {
  const names = ['localhost', '127.0.0.1', '[::1]', '::1', options.host]
  const publicHost = options.publicUrl ? [new URL(options.publicUrl).hostname] : []
  return new Set([...names, ...publicHost])
}

function describeListenError(error: unknown, { host, port }: ServerOptions): Error {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} on ${host} is in use by another program; choose another with --port.`,
      {
        cause: error,
      },
    )
  }
  if (code === 'EACCES') {
    return new Error(
      `Port ${port} may not be opened by this user; choose one above 1023 with --port.`,
      {
        cause: error,
      },
    )
  }
  return new Error(
    `The server cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : error}`,
    {
      cause: error,
    },
  )
}
