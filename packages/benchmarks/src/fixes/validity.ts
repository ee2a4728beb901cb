/** What the API server refuses, or the kubelet cannot start, in an object that was changed. */

import type { Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import { inTemplate } from './pod-places.ts'

const lists = ['initContainers', 'containers', 'ephemeralContainers']

/**
 * A sentence; null where nothing is known against it.
 * Only the combinations that fixes can make are looked at; the API server knows more of them.
 */
export function findInvalid(resource: Resource): string | null {
  const spec = inTemplate(resource, ['spec'])
  if (!isRecord(spec)) return null
  const pod = isRecord(spec.securityContext) ? spec.securityContext : {}
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((it) => spec[it] === true)
  if (spec.hostUsers === false && shared.length > 0) {
    return `The API server refuses hostUsers: false beside ${shared.join(' and ')}.`
  }
  const containers = containersOf(spec)
  if (spec.hostNetwork === true && containers.some(hasPortOfPod)) {
    return 'The API server gives every port of a pod in the network of its node a host port.'
  }
  for (const container of containers) {
    const reason = findInvalidContainer(container, pod)
    if (reason) return reason
  }
  return null
}

function findInvalidContainer(
  container: Record<string, unknown>,
  pod: Record<string, unknown>,
): string | null {
  const name = String(container.name)
  const context = isRecord(container.securityContext) ? container.securityContext : {}
  if (context.allowPrivilegeEscalation === false && mayEverything(context)) {
    return (
      `The API server refuses allowPrivilegeEscalation: false in ${name} while it is privileged ` +
      'or has CAP_SYS_ADMIN.'
    )
  }
  const [user, isNonRoot] = [
    context.runAsUser ?? pod.runAsUser,
    context.runAsNonRoot ?? pod.runAsNonRoot,
  ]
  if (isNonRoot === true && user === 0) {
    return `${name} would not start: runAsNonRoot is true and runAsUser is 0.`
  }
  return null
}

function hasPortOfPod({ ports }: Record<string, unknown>): boolean {
  return Array.isArray(ports) && ports.some((it) => isRecord(it) && it.hostPort === undefined)
}

function mayEverything(context: Record<string, unknown>): boolean {
  if (context.privileged === true) return true
  const { capabilities } = context
  const added = isRecord(capabilities) && Array.isArray(capabilities.add) ? capabilities.add : []
  return added.some((it) => it === 'SYS_ADMIN' || it === 'CAP_SYS_ADMIN')
}

function containersOf(spec: Record<string, unknown>): Record<string, unknown>[] {
  return lists.flatMap((list) => {
    const containers = spec[list]
    return Array.isArray(containers) ? containers.filter(isRecord) : []
  })
}
