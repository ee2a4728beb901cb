/** `evenkeel serve`: the server for agents and browsers. */

import { type LogLevel, startServer } from '@evenkeel/server'
import { readDatabaseUrl } from '../database-url.ts'
import { untilStopped } from '../terminal/signals.ts'
import { webFolder } from '../web-folder.ts'
import { type OidcOptions, readOidc } from './serve-oidc.ts'

export interface ServeOptions extends OidcOptions {
  host: string
  port: number
  dataDir: string
  publicUrl?: string
  trustProxy?: string
  loginLink?: boolean
  logLevel: LogLevel
  drainSeconds: number
}

export async function serve(options: ServeOptions): Promise<void> {
  const databaseUrl = readDatabaseUrl()
  const server = await startServer({
    ...(databaseUrl ? { databaseUrl } : { dataDir: options.dataDir }),
    ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
    host: options.host,
    port: options.port,
    webDir: await webFolder(),
    oidc: readOidc(options),
    trustedProxies: options.trustProxy,
    logLevel: options.logLevel,
    mode: 'server',
  })
  process.stderr.write(`Evenkeel listens on ${server.url}\n`)
  // Once there is an administrator, no log of a restart holds a way in.
  if (options.loginLink || !(await server.hasAdmin()))
    process.stderr.write(`Log in once, within twelve hours: ${await server.createLoginLink()}\n`)
  await untilStopped()
  await server.close({ drainMs: options.drainSeconds * 1000 })
}
