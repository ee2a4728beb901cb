/** Which annotations are in force for a rule, from its own outwards to its package's. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { Annotations, Module } from '../syntax/ast.ts'
import type { AnnotationChain } from './policy-plan.ts'

/** Innermost first: the rule, its document, its package, and the packages around it. */
export function annotationChains(
  modules: readonly Module[],
): (rule: ResolvedRule) => AnnotationChain {
  return (rule) => {
    const packagePath = rule.module.package.path.path.flatMap((part) =>
      part.kind === 'string' ? [part.value] : [],
    )
    const rulePath = rule.path
    const entries: AnnotationChain['entries'] = []
    const own = ownAnnotations(rule)
    entries.push({ path: rulePath, ...(own && { annotations: own }) })
    const document = find(modules, 'document', rule.path)
    if (document) entries.push({ path: rulePath, annotations: document })
    const ofPackage = find(modules, 'package', packagePath)
    if (ofPackage) entries.push({ path: packagePath, annotations: ofPackage })
    for (let length = packagePath.length; length > 0; length--) {
      const path = packagePath.slice(0, length)
      const around = find(modules, 'subpackages', path)
      if (around) entries.push({ path, annotations: around })
    }
    return { path: rulePath, entries, modules: [...modules] }
  }
}

function find(
  modules: readonly Module[],
  scope: Annotations['scope'],
  path: readonly string[],
): Annotations | undefined {
  const id = JSON.stringify(path)
  for (const module of modules) {
    for (const item of module.annotations) {
      if (item.scope === scope && JSON.stringify(item.path) === id) return item
    }
  }
  return undefined
}

/** The block of scope `rule` that stands right before the rule. */
function ownAnnotations(rule: ResolvedRule): Annotations | undefined {
  let found: Annotations | undefined
  const before = rule.module.rules
    .filter((other) => other.location.offset < rule.location.offset)
    .reduce((end, other) => Math.max(end, other.location.offset), -1)
  for (const item of rule.module.annotations) {
    const { offset } = item.location
    if (item.scope === 'rule' && offset < rule.location.offset && offset > before) found = item
  }
  return found
}
