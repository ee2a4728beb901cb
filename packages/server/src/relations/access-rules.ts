/** Whether a rule of a role grants something, as the authorizer of the API server decides it. */

import { type Fields, texts } from './objects.ts'

export interface AccessQuestion {
  /** Any of them: reading is `get`, `list` and `watch`. */
  verbs: readonly string[]
  /** Empty for the core group. */
  group: string
  /** `pods`, `pods/exec`; a path such as `/metrics` asks for what is no resource. */
  resource: string
  /** Undefined asks for any that has no name, such as a list. */
  name: string | undefined
}

/** Names of resources in a rule hold for these objects alone, so a question without a name is not granted by them. */
export function grants(rule: Fields, { verbs, group, resource, name }: AccessQuestion): boolean {
  const granted = texts(rule.verbs)
  if (!verbs.some((verb) => holds(granted, verb))) return false
  if (resource.startsWith('/')) {
    return texts(rule.nonResourceURLs).some((it) => isPath(it, resource))
  }
  const names = texts(rule.resourceNames)
  return (
    holds(texts(rule.apiGroups), group) &&
    texts(rule.resources).some((it) => isResource(it, resource)) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  )
}

function holds(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted)
}

/** `*` is every resource with every subresource, `* /scale` without the space that subresource of every one. */
function isResource(granted: string, wanted: string): boolean {
  if (granted === '*' || granted === wanted) return true
  const slash = wanted.indexOf('/')
  return slash >= 0 && granted === `*${wanted.slice(slash)}`
}

function isPath(granted: string, wanted: string): boolean {
  if (granted === '*' || granted === wanted) return true
  return granted.endsWith('*') && wanted.startsWith(granted.slice(0, -1).replace(/\*+$/, ''))
}
