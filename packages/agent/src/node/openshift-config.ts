/** Reads the configuration that OpenShift's operators write for the API server and the controllers. */

import { posix } from 'node:path'
import type { DocumentFact, Json } from '@evenkeel/model'
import type { Host } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { parseFlags } from '../settings/command-line.ts'
import type { FlagPlace } from '../settings/flag-places.ts'
import type { StaticPod } from '../settings/static-pod.ts'
import { type Leaf, parseStructuredFile } from '../settings/structured-file.ts'

/** Fields of the file beside its own list of flags, and the flags that they stand for. */
const fieldFlags: Record<string, string> = {
  'servingInfo.certFile': 'tls-cert-file',
  'servingInfo.keyFile': 'tls-private-key-file',
  'servingInfo.clientCA': 'client-ca-file',
  'servingInfo.minTLSVersion': 'tls-min-version',
  'servingInfo.cipherSuites': 'tls-cipher-suites',
  'admission.enabledPlugins': 'enable-admission-plugins',
  'admission.disabledPlugins': 'disable-admission-plugins',
  serviceAccountPublicKeyFiles: 'service-account-key-file',
}

export interface OpenshiftConfig {
  args: string[]
  placeOf: FlagPlace
  document?: DocumentFact
}

/** Undefined without --openshift-config. A flag of the command line replaces what the file says. */
export async function readOpenshiftConfig(
  host: Host,
  { args }: Process,
  staticPod: StaticPod | undefined,
): Promise<OpenshiftConfig | undefined> {
  const flags = parseFlags(args, { types: {} })
  const given = flags.findLast(({ name }) => name === 'openshift-config')?.value
  if (!given) return undefined
  const path = posix.normalize(staticPod ? staticPod.hostPath(given) : given)
  const text = await host.readText(path)
  if (text.state !== 'seen') {
    const gap = text.state === 'hidden' ? text.reason : `${path} is not there on the host.`
    return { args: [], placeOf: () => ({}), document: { path, gap } }
  }
  try {
    const { leaves } = await parseStructuredFile(text.value, path)
    const names = new Set(flags.map(({ name }) => name))
    return fromLeaves(leaves, path, names)
  } catch (error) {
    const gap = error instanceof Error ? error.message : String(error)
    return { args: [], placeOf: () => ({}), document: { path, gap } }
  }
}

function fromLeaves(
  leaves: Map<string, Leaf>,
  file: string,
  onCommandLine: ReadonlySet<string>,
): OpenshiftConfig {
  const found = new Map<string, Leaf>()
  for (const [path, leaf] of leaves) {
    const name = /^(?:apiServerArguments|extendedArguments)\.(.+)$/.exec(path)?.[1]
    if (name) found.set(name, leaf)
  }
  for (const [path, name] of Object.entries(fieldFlags)) {
    const leaf = leaves.get(path)
    if (leaf && !found.has(name)) found.set(name, leaf)
  }
  addBindAddress(found, leaves.get('servingInfo.bindAddress'))
  const used = [...found].filter(([name]) => !onCommandLine.has(name))
  const lines = new Map(used.map(([name, { line }]) => [name, line]))
  return {
    args: used.flatMap(([name, { value }]) => textsOf(value).map((text) => `--${name}=${text}`)),
    placeOf: (name) => {
      const line = lines.get(name)
      return line === undefined ? {} : { source: 'config-file', file, line }
    },
  }
}

/** `0.0.0.0:6443`, two flags in one. */
function addBindAddress(found: Map<string, Leaf>, leaf: Leaf | undefined): void {
  const [, address, port] = /^(.*):(\d+)$/.exec(String(leaf?.value ?? '')) ?? []
  if (!leaf || !port) return
  if (address && !found.has('bind-address'))
    found.set('bind-address', { value: address, line: leaf.line })
  if (!found.has('secure-port')) found.set('secure-port', { value: port, line: leaf.line })
}

function textsOf(value: Json): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((it) => it !== null).map((it) => (typeof it === 'string' ? it : String(it)))
}
