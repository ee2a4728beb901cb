/** A server as a process of its own over the database of DATABASE_URL; prints its address once it answers. */

import { startServer } from '../server.ts'

const server = await startServer({
  databaseUrl: process.env.DATABASE_URL,
  host: '127.0.0.1',
  port: 0,
  mode: 'server',
})
process.stdout.write(`${server.url}\n`)
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
