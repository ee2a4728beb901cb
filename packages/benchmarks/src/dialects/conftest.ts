/** Conftest: `deny`, `violation` and `warn` of any package, each over one object. */

import {
  describeForeign,
  type ForeignRule,
  type ForeignRules,
  failedWith,
  messageOf,
  type ParsedModule,
  passed,
  placeOf,
  unknownBecause,
} from './dialect.ts'
import { printReference } from './gatekeeper.ts'
import { compileModules } from './modules.ts'

const failing = /^(deny|violation)(_[A-Za-z0-9_]+)?$/
const warning = /^warn(_[A-Za-z0-9_]+)?$/

export function isConftest({ ruleLines }: ParsedModule): boolean {
  return [...ruleLines.keys()].some((name) => failing.test(name) || warning.test(name))
}

/** Rules of one name in one package are one rule, whatever files they stand in. */
export function readConftest(
  policies: readonly ParsedModule[],
  libraries: readonly ParsedModule[],
): ForeignRules {
  const compiled = compileModules([...policies, ...libraries])
  if ('mistakes' in compiled) return { rules: [], mistakes: compiled.mistakes }
  const { policy } = compiled
  const rules = new Map<string, ForeignRule>()
  for (const module of policies) {
    for (const name of module.ruleLines.keys()) {
      const id = `conftest/${[...module.path, name].join('.')}`
      const isWarning = warning.test(name)
      if (rules.has(id) || !(isWarning || failing.test(name))) continue
      const query = policy.query(printReference(['data', ...module.path, name]))
      rules.set(id, {
        dialect: 'conftest',
        place: placeOf(module, name),
        rule: describeForeign({
          id,
          name: module.metadata.title ?? [...module.path, name].join('.'),
          description: module.metadata.description ?? '',
          severity: isWarning ? 'low' : 'medium',
          source: module.source.source,
        }),
        inventory: [],
        judge(resource) {
          if (resource.type !== 'k8s_object') return undefined
          try {
            const found = query.evaluate({ input: resource.data, data: {} })
            if (!Array.isArray(found) || found.length === 0) return passed
            return failedWith(found.map(messageOf), name)
          } catch (error) {
            return unknownBecause(error)
          }
        },
      })
    }
  }
  return { rules: [...rules.values()], mistakes: [] }
}
