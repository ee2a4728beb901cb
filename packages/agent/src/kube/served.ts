/** Which kinds a cluster has at all. */

import type { KubeClient } from './client.ts'
import { isKubeError } from './errors.ts'
import { apiVersionOf, type CollectedKind } from './kinds.ts'

/**
 * Whether the API serves the kind. Who may not list it is refused before it is said whether it is
 * there, but what there is may be asked by everybody. True where that cannot be asked either.
 */
export async function isServed(
  kube: KubeClient,
  kind: CollectedKind,
  signal?: AbortSignal | undefined,
): Promise<boolean> {
  const version = apiVersionOf(kind)
  try {
    const answer = await kube.get(kind.group ? `/apis/${version}` : `/api/${version}`, { signal })
    const resources: unknown = Reflect.get(Object(answer), 'resources')
    if (!Array.isArray(resources)) return true
    return resources.some((it) => Reflect.get(Object(it), 'name') === kind.resource)
  } catch (error) {
    if (isKubeError(error, 'not-found')) return false
    if (isKubeError(error)) return true
    throw error
  }
}
