/** Compiles the chosen rules, those of nodes, objects and clusters apart, when the first is asked. */

import { compile, type Policy, type Query } from '@evenkeel/rego'
import type { RuleModule, RuleSet } from '../library/rule-set.ts'

const policies = new WeakMap<RuleSet, Map<string, Policy>>()

/** Gives the query of a rule. Throws with all mistakes where a rule does not compile. */
export function createQueries(
  ruleSet: RuleSet,
  selected: readonly RuleModule[],
): (module: RuleModule) => Query {
  return (module) => policyOf(ruleSet, selected, groupOf(module)).query(module.reference)
}

type Group = 'nodes' | 'objects' | 'clusters'

/** A scan of one node needs no rule of objects, and compiling is most of its work. */
function groupOf({ metadata }: RuleModule): Group {
  const types = metadata.custom.resource_types
  if (types.some((type) => type.endsWith('_node'))) return 'nodes'
  return types.includes('k8s_object') ? 'objects' : 'clusters'
}

function policyOf(ruleSet: RuleSet, selected: readonly RuleModule[], group: Group): Policy {
  const files = new Set<string>()
  for (const module of selected) {
    if (groupOf(module) !== group) continue
    files.add(module.file)
    // A rule under a second id asks the first.
    const other = ruleSet.modules.get(module.metadata.custom.same_as ?? '')
    if (other) files.add(other.file)
  }
  const known = policies.get(ruleSet) ?? new Map<string, Policy>()
  policies.set(ruleSet, known)
  const key = [...files].sort().join('\n')
  const policy = known.get(key) ?? compileFiles(ruleSet, files)
  known.set(key, policy)
  return policy
}

function compileFiles(ruleSet: RuleSet, files: ReadonlySet<string>): Policy {
  const sources = ruleSet.sources.filter(
    ({ file }) => file.startsWith('rules/lib/') || files.has(file),
  )
  const { policy, errors } = compile(sources, { annotations: false })
  if (policy) return policy
  throw new Error(`The rules do not compile:\n${errors.map((it) => it.message).join('\n')}`)
}
