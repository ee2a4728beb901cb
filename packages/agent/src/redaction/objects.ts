/** Takes out of a Kubernetes object what must not leave and what changes without meaning. */

import { redactArguments } from './arguments.ts'
import { redactCommandText, redactText } from './text.ts'

const mark = '[redacted]'

/** Loosely typed JSON of the Kubernetes API. */
export type KubeObject = Record<string, unknown>

/** Never kept: volatile, or a copy of everything that was just taken out. */
const droppedMetadata = ['managedFields', 'resourceVersion', 'uid', 'generation', 'selfLink']
const droppedAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'control-plane.alpha.kubernetes.io/leader',
])

/** Field names of custom resources under which a secret itself may stand. */
const secretField =
  /^(password|passwd|token|accessToken|apiKey|api_key|secretKey|secret_key|accessKey|clientSecret|client_secret|privateKey|private_key|authToken|bearerToken|authorization)$/i

/** Changes the object in place and returns it. */
export function redactObject(object: KubeObject): KubeObject {
  redactMetadata(object)
  redactStatus(object)
  if (object.kind === 'Secret') dropSecretValues(object)
  if (object.kind === 'CertificateSigningRequest') dropField(object.spec, 'request')
  for (const [name, value] of Object.entries(object)) {
    if (name === 'apiVersion' || name === 'kind') continue
    object[name] = redactValue(value, name)
  }
  return object
}

function redactMetadata(object: KubeObject): void {
  const { metadata } = object
  if (!isRecord(metadata)) return
  for (const name of droppedMetadata) delete metadata[name]
  if (isRecord(metadata.annotations))
    for (const name of droppedAnnotations) delete metadata.annotations[name]
  if (Array.isArray(metadata.ownerReferences))
    for (const owner of metadata.ownerReferences) dropField(owner, 'uid')
}

/** Of a status only what rules read of a node stays: the rest changes all the time. */
function redactStatus(object: KubeObject): void {
  const { status } = object
  if (object.kind === 'Node' && isRecord(status)) {
    const { nodeInfo, addresses, daemonEndpoints } = status
    object.status = { nodeInfo, addresses, daemonEndpoints }
    if (isRecord(nodeInfo)) for (const name of nodeIdentities) delete nodeInfo[name]
  } else delete object.status
}

const nodeIdentities = ['bootID', 'machineID', 'systemUUID']

function dropSecretValues(object: KubeObject): void {
  for (const name of ['data', 'stringData']) {
    const values = object[name]
    if (isRecord(values)) for (const key of Object.keys(values)) values[key] = mark
  }
}

function redactValue(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (secretField.test(name)) return value === '' ? value : mark
    return redactText(value)
  }
  if (Array.isArray(value)) return redactList(value, name)
  if (!isRecord(value)) return value
  for (const key of Object.keys(value)) value[key] = redactValue(value[key], key)
  return value
}

function redactList(list: unknown[], name: string): unknown[] {
  if ((name === 'args' || name === 'command') && list.every((it) => typeof it === 'string'))
    return redactArguments(list)
  if (name === 'env') list.forEach(redactVariable)
  if (name === 'httpHeaders') list.forEach(redactVariable)
  return list.map((it) => redactValue(it, name))
}

/** What stands in the place of a value that looks like a credential; rules know it. */
const credentialMark = '[redacted credential]'

/** Switches, and references to other variables, tell nothing. */
const plainValue = /^(|true|false|\$\([A-Za-z0-9_]+\))$/

/** The value of an environment variable or a header; that it has one, and of what sort, stays visible. */
function redactVariable(variable: unknown): void {
  if (!isRecord(variable) || typeof variable.value !== 'string') return
  const { value } = variable
  if (plainValue.test(value)) return
  variable.value = redactText(value) === value ? mark : credentialMark
}

/** ConfigMaps hold scripts and settings of all kinds. */
export function redactConfigMap(object: KubeObject): void {
  if (object.kind !== 'ConfigMap') return
  if (isRecord(object.data))
    for (const [key, value] of Object.entries(object.data))
      if (typeof value === 'string') object.data[key] = redactCommandText(value)
  delete object.binaryData
}

function dropField(value: unknown, name: string): void {
  if (isRecord(value)) delete value[name]
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
