/** Examines what an agent needs (mounts, permissions, server, clock) and says what to mend. */

import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { hostPathReasons } from '../facts/host-paths.ts'
import { type Host, openHost } from '../host/host.ts'
import { listProcesses } from '../host/processes.ts'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { isKubeError } from '../kube/errors.ts'
import { type CollectedKind, collectedKinds, pathOf } from '../kube/kinds.ts'
import { readBody } from '../transport/body.ts'
import { createTransport } from '../transport/transport.ts'
import type { AgentConfig } from './config.ts'
import { connectionOf } from './kube-connection.ts'

export interface Diagnosis {
  /** `server`, `clock`, `kube-api`, `permissions`, `processes`, `files`. */
  subject: string
  state: 'well' | 'limited' | 'broken'
  /** One sentence; for the latter two with what to do. */
  message: string
}

const clockSkewMaxMs = 60_000
const answerTimeoutMs = 10_000
const answerBytesMax = 64 * 1024

/** One after the other, as they are found. It changes nothing and sends no finding. */
export async function* diagnose(config: AgentConfig): AsyncGenerator<Diagnosis> {
  yield* diagnoseServer(config)
  yield* diagnoseKube(config)
  if (config.isNodeScopeOn) yield* diagnoseHost(config)
}

async function* diagnoseServer(config: AgentConfig): AsyncGenerator<Diagnosis> {
  const { server, tokenFile } = config
  if (!server) {
    yield broken('server', 'No server is configured; set EVENKEEL_SERVER, or findings go nowhere.')
    return
  }
  const ca = config.serverCaFile ? await readFile(config.serverCaFile, 'utf8') : undefined
  const transport = createTransport({
    proxyUrl: config.serverProxy,
    tls: ca ? { ca } : {},
    answerTimeoutMs,
    idleTimeoutMs: answerTimeoutMs,
  })
  try {
    const answer = await transport.send(`${server}/healthz`, { method: 'GET', headers: {} })
    await readBody(answer, answerBytesMax)
    if (answer.status === 200) yield well('server', `The server ${server} answers.`)
    else
      yield broken(
        'server',
        `The server ${server} answers with status ${answer.status}; is the address right?`,
      )
    yield* diagnoseClock(answer.headers.date)
  } catch (error) {
    yield broken('server', `The server ${server} cannot be reached: ${messageOf(error)}.`)
  } finally {
    transport.close()
  }
  yield await diagnoseToken(tokenFile)
}

async function diagnoseToken(tokenFile: string | undefined): Promise<Diagnosis> {
  if (!tokenFile) return broken('server', 'There is no enrolment token; set EVENKEEL_TOKEN_FILE.')
  const text = await readFile(tokenFile, 'utf8').catch(() => '')
  return text.trim()
    ? well('server', `The enrolment token is in ${tokenFile}.`)
    : broken('server', `The enrolment token ${tokenFile} is empty or cannot be read.`)
}

function* diagnoseClock(date: string | undefined): Generator<Diagnosis> {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return
  const skewMs = Math.abs(Date.now() - theirs)
  if (skewMs < clockSkewMaxMs) yield well('clock', "The clock agrees with the server's.")
  else
    yield {
      subject: 'clock',
      state: 'limited',
      message: `The clock differs from the server's by ${Math.round(skewMs / 1000)} s; certificates and times of findings suffer, set it by NTP.`,
    }
}

async function* diagnoseKube(config: AgentConfig): AsyncGenerator<Diagnosis> {
  let kube: KubeClient | undefined
  try {
    const connection = await connectionOf(config)
    if (!connection) {
      yield broken(
        'kube-api',
        'There is no Kubernetes API: this is no pod, and there is no kubeconfig.',
      )
      return
    }
    kube = createKubeClient(connection)
    await kube.get('/version')
    yield well('kube-api', `${connection.server} answers (${connection.name}).`)
    for (const kind of collectedKinds) yield* diagnoseKind(kube, kind)
    yield* diagnoseLease(kube, config)
  } catch (error) {
    yield broken('kube-api', messageOf(error))
  } finally {
    await kube?.close()
  }
}

async function* diagnoseKind(kube: KubeClient, kind: CollectedKind): AsyncGenerator<Diagnosis> {
  try {
    for await (const _ of kube.list(pathOf(kind), { query: { limit: '1' } })) break
  } catch (error) {
    if (isKubeError(error, 'not-found') && kind.isOptional) return
    if (!isKubeError(error, 'forbidden')) throw error
    const group = kind.group === '' ? '""' : kind.group
    yield {
      subject: 'permissions',
      state: 'limited',
      message: `${kind.kind} may not be listed, so its rules are unknown; grant list and watch on ${kind.resource} of the API group ${group}.`,
    }
  }
}

async function* diagnoseLease(kube: KubeClient, config: AgentConfig): AsyncGenerator<Diagnosis> {
  if (config.kubeScope !== 'leader') return
  const path = `/apis/coordination.k8s.io/v1/namespaces/${config.namespace}/leases/evenkeel-leader`
  try {
    await kube.get(path)
    yield well('permissions', `The Lease of the leader in ${config.namespace} can be read.`)
  } catch (error) {
    if (isKubeError(error, 'not-found'))
      yield well(
        'permissions',
        `There is no Lease in ${config.namespace} yet; the first agent makes it.`,
      )
    else
      yield broken(
        'permissions',
        `The Lease of the leader cannot be read, so nobody collects the cluster; grant get, create and update on leases in ${config.namespace}: ${messageOf(error)}`,
      )
  }
}

async function* diagnoseHost(config: AgentConfig): AsyncGenerator<Diagnosis> {
  const host = await openHost(config.hostRoot)
  const list = await listProcesses(host)
  if (list.state !== 'seen')
    yield broken('processes', list.state === 'hidden' ? list.reason : 'There is no /proc.')
  else if (list.value.processes.length === 0)
    yield {
      subject: 'processes',
      state: 'limited',
      message: `No Kubernetes component is among the processes of ${hostname()}; is ${config.hostRoot} the host's root?`,
    }
  else {
    const names = [...new Set(list.value.processes.map(({ binary }) => binary))].sort()
    yield well('processes', `These components run: ${names.join(', ')}.`)
  }
  for (const { path, reason } of hostPathReasons) yield* diagnosePath(host, path, reason)
}

async function* diagnosePath(host: Host, path: string, reason: string): AsyncGenerator<Diagnosis> {
  const stat = await host.stat(path)
  if (stat.state === 'seen') yield well('files', `${path} can be seen.`)
  if (stat.state === 'hidden')
    yield {
      subject: 'files',
      state: 'limited',
      message: `${stat.reason} It is needed for: ${reason}.`,
    }
}

function well(subject: string, message: string): Diagnosis {
  return { subject, state: 'well', message }
}

function broken(subject: string, message: string): Diagnosis {
  return { subject, state: 'broken', message }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\.$/, '')
}
