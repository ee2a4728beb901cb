/** What a finding tells of the placeholders in a rule's fix. */

import type { Evidence, Json, Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import { inTemplate } from './pod-places.ts'

/** By placeholder. Lists and objects stand for a whole value, never inside a text. */
export type KnownValues = ReadonlyMap<string, unknown>

/**
 * `<name>`, `<namespace>` and `<kind>` of the object, `<pod-labels>`, `<ingress-hosts>`; of the
 * evidence `<actual>`, `<container>`, `<volume>`, and for an image its `<repository>` (without tag
 * and digest) and `<image-path>` (without the registry too); each parameter of the rule.
 */
export function knownValues(
  resource: Resource,
  parameters: Readonly<Record<string, Json>>,
  evidence?: Evidence,
): KnownValues {
  const known = new Map<string, unknown>(Object.entries(parameters))
  const tell = (name: string, value: unknown) => {
    if (value !== undefined && value !== null && value !== '') known.set(name, value)
  }
  tell('name', resource.name)
  tell('namespace', resource.namespace)
  tell('kind', resource.subType)
  tell('pod-labels', labelsOf(resource))
  tell('ingress-hosts', ingressHosts(resource))
  if (!evidence) return known
  tell('actual', evidence.actual)
  for (const field of ['container', 'volume']) tell(field, Reflect.get(evidence, field))
  if (typeof evidence.actual !== 'string') return known
  const [unpinned = ''] = evidence.actual.split('@')
  const repository = unpinned.replace(/:[^/:]*$/, '')
  const [first = '', ...rest] = repository.split('/')
  tell('repository', repository)
  tell(
    'image-path',
    rest.length > 0 && /[.:]|^localhost$/.test(first) ? rest.join('/') : repository,
  )
  return known
}

function labelsOf(resource: Resource): unknown {
  const labels = inTemplate(resource, ['metadata', 'labels'])
  return isRecord(labels) && Object.keys(labels).length > 0 ? labels : undefined
}

function ingressHosts({ subType, data }: Resource): string[] | undefined {
  if (subType !== 'Ingress' || !isRecord(data) || !isRecord(data.spec)) return undefined
  const { rules } = data.spec
  if (!Array.isArray(rules)) return undefined
  const hosts = rules.flatMap((it: unknown) =>
    isRecord(it) && typeof it.host === 'string' ? [it.host] : [],
  )
  return hosts.length > 0 ? [...new Set(hosts)] : undefined
}
