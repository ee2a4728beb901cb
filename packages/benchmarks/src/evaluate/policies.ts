/** Compiles the chosen rules, those of nodes, objects and clusters apart, when the first is asked. */

import { compile, loadPolicy, type SavedPolicy } from '@evenkeel/rego'
import { readCache, writeCache } from '../library/cache.ts'
import type { RuleModule, RuleSet } from '../library/rule-set.ts'

/** A policy that was just compiled, or one that was kept. */
type RulePolicy = SavedPolicy
export type RuleQuery = ReturnType<SavedPolicy['query']>

const policies = new WeakMap<RuleSet, Map<string, RulePolicy>>()

/** Gives the query of a rule. Throws with all mistakes where a rule does not compile. */
export function createQueries(
  ruleSet: RuleSet,
  selected: readonly RuleModule[],
): (module: RuleModule) => RuleQuery {
  return (module) => policyOf(ruleSet, selected, groupOf(module)).query(module.reference)
}

type Group = 'nodes' | 'objects' | 'clusters'

/** A scan of one node needs no rule of objects, and compiling is most of its work. */
function groupOf({ metadata }: RuleModule): Group {
  const types = metadata.custom.resource_types
  if (types.some((type) => type.endsWith('_node'))) return 'nodes'
  return types.includes('k8s_object') ? 'objects' : 'clusters'
}

function policyOf(ruleSet: RuleSet, selected: readonly RuleModule[], group: Group): RulePolicy {
  const files = new Set<string>()
  for (const module of selected) {
    if (groupOf(module) !== group) continue
    files.add(module.file)
    // A rule under a second id asks the first.
    const other = ruleSet.modules.get(module.metadata.custom.same_as ?? '')
    if (other) files.add(other.file)
  }
  const known = policies.get(ruleSet) ?? new Map<string, RulePolicy>()
  policies.set(ruleSet, known)
  const key = [...files].sort().join('\n')
  const policy = known.get(key) ?? compileFiles(ruleSet, files)
  known.set(key, policy)
  return policy
}

/** From the cache where this very selection was compiled before by this very engine. */
function compileFiles(ruleSet: RuleSet, files: ReadonlySet<string>): RulePolicy {
  const contents = [ruleSet.version, ...[...files].sort()].join('\n')
  const kept = readCache('policy', contents)
  const saved = kept && loadPolicy(kept.toString())
  if (saved) return saved

  const sources = ruleSet.sources.filter(
    ({ file }) => file.startsWith('rules/lib/') || files.has(file),
  )
  const { policy, errors } = compile(sources, { annotations: false })
  if (!policy) {
    throw new Error(`The rules do not compile:\n${errors.map((it) => it.message).join('\n')}`)
  }
  const references = [...ruleSet.modules.values()]
    .filter((it) => files.has(it.file))
    .map((it) => it.reference)
  const text = policy.save(references)
  if (text !== undefined) writeCache('policy', contents, text)
  return policy
}
