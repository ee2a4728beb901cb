/** Plans `rego.metadata.rule` and `rego.metadata.chain`: both are constants of the rule that calls them. */

import type { Operand } from '../ir/ir.ts'
import { valueFromJson } from '../runtime/values.ts'
import type { Annotations } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import type { FuncPlan } from './func-plan.ts'
import { constantOperand } from './policy-plan.ts'

export function planMetadata(
  plan: FuncPlan,
  name: 'rego.metadata.rule' | 'rego.metadata.chain',
): Operand {
  const chain = plan.rule && plan.policy.annotationsOf(plan.rule)
  const entries = chain?.entries ?? []
  if (name === 'rego.metadata.chain') {
    const items = entries.map(({ path, annotations }) => ({
      path,
      ...(annotations && { annotations: printAnnotations(annotations) }),
    }))
    return constantOperand(plan.policy, valueFromJson(items))
  }
  const own = entries[0]?.annotations
  return constantOperand(plan.policy, own ? valueFromJson(printAnnotations(own)) : emptyObject)
}

const emptyObject: Value = {}

/** The annotations as OPA shows them: by their names in the source, without place. */
function printAnnotations(annotations: Annotations): Record<string, unknown> {
  const { scope, title, description, entrypoint, organizations, authors, schemas, custom } =
    annotations
  const entries = {
    scope,
    title,
    description,
    entrypoint: entrypoint || undefined,
    organizations,
    related_resources: annotations.relatedResources,
    authors,
    schemas,
    custom,
  }
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
}
