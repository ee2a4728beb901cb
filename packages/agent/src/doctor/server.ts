/** Is the server reached, by which certificate, with a token that it takes, and do the clocks agree? */

import { readFile } from 'node:fs/promises'
import { connect } from 'node:tls'
import { compareVersions } from '@evenkeel/model'
import type { AgentConfig } from '../daemon/config.ts'
import { serverConnectionOf } from '../daemon/server-connection.ts'
import { codeOf } from '../kube/errors.ts'
import { readBody } from '../transport/body.ts'
import { createTransport, type Transport } from '../transport/transport.ts'
import { broken, type Diagnosis, limited, messageOf, well } from './diagnosis.ts'

const clockSkewMaxMs = 60_000
const answerTimeoutMs = 10_000
const answerBytesMax = 64 * 1024
const certificateDaysMin = 14
const dayMs = 86_400_000

export async function* diagnoseServer(
  config: AgentConfig,
  version: string,
): AsyncGenerator<Diagnosis> {
  const { server } = config
  if (!server) {
    yield broken('server', 'No server is configured; set EVENKEEL_SERVER, or findings go nowhere.')
    return
  }
  let connection: Awaited<ReturnType<typeof serverConnectionOf>>
  try {
    connection = await serverConnectionOf(config)
  } catch (error) {
    yield broken('server', `The certificate of EVENKEEL_SERVER_CA_FILE: ${messageOf(error)}.`)
    return
  }
  const { ca, proxyUrl } = connection
  const transport = createTransport({
    proxyUrl,
    tls: ca ? { ca } : {},
    answerTimeoutMs,
    idleTimeoutMs: answerTimeoutMs,
  })
  try {
    yield* diagnoseAnswer(server, transport, proxyUrl)
    yield* diagnoseEncryption(server, ca, proxyUrl)
    yield* diagnoseToken(config, server, { transport, version })
  } catch (error) {
    yield broken('server', whyUnreachable(server, error, proxyUrl))
  } finally {
    transport.close()
  }
}

async function* diagnoseAnswer(
  server: string,
  transport: Transport,
  proxyUrl: string | undefined,
): AsyncGenerator<Diagnosis> {
  const answer = await transport.send(`${server}/healthz`, { method: 'GET', headers: {} })
  await readBody(answer, answerBytesMax)
  const way = proxyUrl ? ` through the proxy ${new URL(proxyUrl).host}` : ''
  if (answer.status === 200) yield well('server', `The server ${server} answers${way}.`)
  else
    yield broken(
      'server',
      `The server ${server} answers with status ${answer.status}${way}; is the address right?`,
    )
  yield* diagnoseClock(answer.headers.date)
}

function* diagnoseClock(date: string | undefined): Generator<Diagnosis> {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return
  const skewMs = Math.abs(Date.now() - theirs)
  if (skewMs < clockSkewMaxMs) yield well('clock', "The clock agrees with the server's.")
  else
    yield limited(
      'clock',
      `The clock differs from the server's by ${Math.round(skewMs / 1000)} s; certificates and times of findings suffer, set it by NTP.`,
    )
}

async function* diagnoseEncryption(
  server: string,
  ca: string | undefined,
  proxyUrl: string | undefined,
): AsyncGenerator<Diagnosis> {
  const { protocol, hostname, port } = new URL(server)
  if (protocol === 'http:') {
    if (!/^(localhost|127\.|\[::1\])/.test(hostname))
      yield limited(
        'server',
        'Token and findings travel in the clear; give the server an https address.',
      )
    return
  }
  const by = ca ? 'the given authority, and no other,' : 'a public authority'
  // Inside the tunnel of a proxy the handshake of the request before has said all there is.
  if (proxyUrl) {
    yield well('server', `Its certificate is signed by ${by.replace(/, and.*/, '')}.`)
    return
  }
  const endsAt = await certificateEnd({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 443),
    ca,
  })
  const days = Math.floor((endsAt - Date.now()) / dayMs)
  if (days >= certificateDaysMin)
    yield well('server', `Its certificate is signed by ${by} and ends in ${days} days.`)
  else yield limited('server', `Its certificate ends in ${days} days; renew it before that.`)
}

function certificateEnd(to: {
  host: string
  port: number
  ca: string | undefined
}): Promise<number> {
  return new Promise((done, fail) => {
    const { host, port, ca } = to
    const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host }
    const socket = connect({ host, port, ...servername, ...(ca ? { ca } : {}) }, () => {
      done(Date.parse(socket.getPeerCertificate().valid_to))
      socket.destroy()
    })
    socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error('no answer came in time')))
    socket.once('error', fail)
  })
}

/** A request that cannot be meant: the server says whether it knows the token before it reads on. */
async function* diagnoseToken(
  { tokenFile }: AgentConfig,
  server: string,
  { transport, version }: { transport: Transport; version: string },
): AsyncGenerator<Diagnosis> {
  const token = await readToken(tokenFile)
  if (typeof token !== 'string') {
    yield token
    return
  }
  const answer = await transport.send(`${server}/api/v1/agent/enrol`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  await readBody(answer, answerBytesMax)
  if (answer.status === 400 || answer.status === 422) {
    yield well('server', `The server takes the enrolment token in ${tokenFile}.`)
    yield* diagnoseVersions(version, answer.headers[versionHeader])
  } else if (answer.status === 401 || answer.status === 403)
    yield limited(
      'server',
      `The server refuses the enrolment token in ${tokenFile}: it ran out or was taken back; an agent that has enrolled goes on, a new one needs a new token from the page of the cluster.`,
    )
  else
    yield limited(
      'server',
      `Whether the server takes the enrolment token cannot be told: it answers with status ${answer.status}.`,
    )
}

async function readToken(tokenFile: string | undefined): Promise<string | Diagnosis> {
  if (!tokenFile) return broken('server', 'There is no enrolment token; set EVENKEEL_TOKEN_FILE.')
  const token = (await readFile(tokenFile, 'utf8').catch(() => '')).trim()
  if (!token)
    return broken('server', `The enrolment token ${tokenFile} is empty or cannot be read.`)
  if (!/^[\x21-\x7e]+$/.test(token))
    return broken('server', `${tokenFile} holds more than a token; put the token alone into it.`)
  return token
}

/** Told to whoever has a token that the server takes. */
const versionHeader = 'evenkeel-version'

function* diagnoseVersions(
  own: string,
  theirs: string | string[] | undefined,
): Generator<Diagnosis> {
  const order = compareVersions(own, String(theirs))
  if (order === undefined)
    yield limited(
      'server',
      'The server does not say its version; it may be older than this agent, update it first.',
    )
  else if (order > 0)
    yield limited(
      'server',
      `The agent ${own} is newer than the server ${theirs}, which may not know all that it sends; update the server.`,
    )
  else if (order < 0)
    yield limited(
      'server',
      `The agent ${own} is older than the server ${theirs}, so its rules are too; apply the manifest of the server anew.`,
    )
  else yield well('server', `Agent and server are of the same version, ${own}.`)
}

const certificateMistakes: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known here',
}

function whyUnreachable(server: string, error: unknown, proxyUrl: string | undefined): string {
  const code = codeOf(error) ?? ''
  const mistake = certificateMistakes[code]
  if (mistake)
    return `The certificate of ${server} is not trusted, ${mistake}; give the authority that signed it by EVENKEEL_SERVER_CA_FILE.`
  if (code === 'CERT_HAS_EXPIRED')
    return `The certificate of ${server} has run out, or the clock of this node is wrong; renew it.`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of ${server} is for another name; use the name that it has, or renew it.`
  const way = proxyUrl ? `, or what the proxy ${new URL(proxyUrl).host} lets through` : ''
  return `The server ${server} cannot be reached: ${messageOf(error)}; look at the address, at network policies and firewalls${way}.`
}
