/** Prints a fix as commands for a shell. Names out of a cluster are quoted, since anybody may choose them. */

import type { FileFix, PatchOperation, Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'

/** Kinds of which the API server lets no part be changed that a fix is about. */
const immutable: ReadonlySet<string> = new Set([
  'Pod',
  'Job',
  'RoleBinding',
  'ClusterRoleBinding',
  'StorageClass',
])

/**
 * `kubectl apply` for each new object, then `kubectl patch`; for a kind that cannot be changed in
 * place it is deleted and made anew. None for a static pod, which only its manifest changes.
 */
export function objectCommands(
  resource: Resource,
  patch: readonly PatchOperation[],
  create: readonly object[],
): string[] {
  const commands = create.map(
    (object) => `kubectl apply -f - <<'EOF'\n${JSON.stringify(object, null, 2)}\nEOF`,
  )
  if (patch.length === 0 || isStatic(resource)) return commands
  const namespace = resource.namespace ? ` -n ${quote(resource.namespace)}` : ''
  const name = `${(resource.subType ?? '').toLowerCase()}${groupOf(resource)} ${quote(resource.name)}`
  const command = `kubectl patch ${name}${namespace} --type=json -p ${quote(JSON.stringify(patch))}`
  return [...commands, isReplaced(resource, patch) ? `${command} ${replacing}` : command]
}

const replacing = '--dry-run=client -o yaml | kubectl replace --force -f -'

/** A sentence where the object cannot simply be changed; empty where it can. */
export function howItChanges(resource: Resource): string {
  if (isStatic(resource)) {
    return 'It is a static pod: change its manifest on the node; the API shows a mirror of it.'
  }
  const { subType = '' } = resource
  if (subType === 'Pod' || subType === 'Job') {
    return `A ${subType} cannot be changed in place: it is deleted and made anew.`
  }
  return ''
}

/** Subjects and metadata may change in place. */
function isReplaced({ subType = '' }: Resource, patch: readonly PatchOperation[]): boolean {
  return immutable.has(subType) && !patch.every((it) => /^\/(subjects|metadata)\b/.test(it.path))
}

function isStatic({ subType, data }: Resource): boolean {
  if (subType !== 'Pod' || !isRecord(data) || !isRecord(data.metadata)) return false
  const { annotations, ownerReferences } = data.metadata
  if (isRecord(annotations) && 'kubernetes.io/config.mirror' in annotations) return true
  return (
    Array.isArray(ownerReferences) &&
    ownerReferences.some((it) => isRecord(it) && it.kind === 'Node')
  )
}

/** `deployment.apps`, so that no other group's kind of that name is meant. */
function groupOf({ apiVersion }: Resource): string {
  const [version, group] = (apiVersion ?? 'v1').split('/').reverse()
  return group && version ? `.${version}.${group}` : ''
}

/** Modes and owners; a diff is a command only together with the file that holds it. */
export function fileCommands(files: readonly FileFix[]): string[] {
  return files.flatMap(({ path, mode, owner }) => [
    ...(mode === null ? [] : [`chmod ${mode} ${quote(path)}`]),
    ...(owner === null ? [] : [`chown ${quote(owner)} ${quote(path)}`]),
  ])
}

function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
