/** What is said of a server by its certificate. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import { readAgentConfig } from '../daemon/config.ts'
import { diagnoseServer } from './server.ts'

const folder = join(import.meta.dirname, '../../fixtures/tls')
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function examine(host: string, flags: Record<string, string>) {
  const [cert, key] = ['server.crt', 'server.key'].map((it) => readFileSync(join(folder, it)))
  server = createServer({ cert, key }, (request, response) => {
    request.resume()
    response.writeHead(request.url === '/healthz' ? 200 : 400)
    response.end('{}')
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const token = join(makeRoot({ token: 'evk_enrolment_x\n' }), 'token')
  const given = { server: `https://${host}:${port}`, 'token-file': token, ...flags }
  const result = readAgentConfig(given, {})
  if ('mistakes' in result) throw new Error(result.mistakes.join())
  const said: string[] = []
  for await (const { state, message } of diagnoseServer(result.config, '1.2.3'))
    said.push(`${state}: ${message}`)
  return said.join('\n')
}

const ca = { 'server-ca-file': join(folder, 'ca.crt') }
const other = { 'server-ca-file': join(folder, 'other-ca.crt') }

test.each<[host: string, flags: Record<string, string>, expected: RegExp]>([
  [
    'localhost',
    ca,
    /^well: Its certificate is signed by the given authority, and no other, and ends in \d+ days\.$/m,
  ],
  ['127.0.0.1', ca, /^well: The server takes the enrolment token/m],
  [
    'localhost',
    { ...ca, 'token-file': ca['server-ca-file'] },
    /^broken: .* holds more than a token/m,
  ],
  ['localhost', other, /^broken: The certificate of https:\/\/localhost:\d+ is not trusted, /],
  ['localhost', {}, /; give the authority that signed it by EVENKEEL_SERVER_CA_FILE\.$/],
  ['127.0.0.2', ca, /^broken: (The certificate of .* is for another name|.* cannot be reached)/],
])('%s with %o', async (host, flags, expected) => {
  expect(await examine(host, flags)).toMatch(expected)
})
