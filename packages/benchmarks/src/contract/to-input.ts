/** A resource as the rules read it: `input`. */

import type { Resource } from '@evenkeel/model'
import { withoutNulls } from './without-nulls.ts'

/** Absent fields are null, so that a rule may ask for them without being undefined. */
export function toInput(resource: Resource): unknown {
  return {
    type: resource.type,
    sub_type: resource.subType ?? null,
    api_version: resource.apiVersion ?? null,
    name: resource.name,
    namespace: resource.namespace ?? null,
    node: resource.node ?? null,
    owner: resource.owner ?? null,
    data: resource.type === 'k8s_object' ? withoutNulls(resource.data) : resource.data,
  }
}
