/** Evenkeel's own contract in a user's folder: `finding` of any package, with METADATA of what it is about. */

import { oneOf, ResourceType, Severity } from '@evenkeel/model'
import type { Query, SourceFile } from '@evenkeel/rego'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { toInput } from '../contract/to-input.ts'
import { readVerdict } from '../contract/verdict.ts'
import { readRuleFiles } from '../library/rule-files.ts'
import {
  describeForeign,
  type ForeignRule,
  type ForeignRules,
  type ForeignVerdict,
  type ParsedModule,
  placeOf,
  unknownBecause,
} from './dialect.ts'
import { printReference } from './gatekeeper.ts'
import { compileModules } from './modules.ts'

/** What the rule says of itself; less than the built-in rules must say. */
const Custom = Type.Object({
  id: Type.Optional(Type.String()),
  severity: Type.Optional(Severity),
  category: Type.Optional(Type.String()),
  rationale: Type.Optional(Type.String()),
  remediation: Type.Optional(Type.String()),
  impact: Type.Optional(Type.String()),
  resource_types: Type.Optional(Type.Array(ResourceType)),
  kinds: Type.Optional(Type.Array(Type.String())),
  inventory: Type.Optional(Type.Union([Type.Array(Type.String()), oneOf('all')])),
  parameters: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), default: Type.Unknown() })),
  ),
})

export function isNative({ path, ruleLines }: ParsedModule): boolean {
  return ruleLines.has('finding') && path[0] !== 'compliance'
}

/** The built-in `data.lib` may be imported. */
export function readNative(
  policies: readonly ParsedModule[],
  libraries: readonly ParsedModule[],
): ForeignRules {
  const own = [...policies, ...libraries]
  const compiled = compileModules(own, [], builtInLibrary(own))
  if ('mistakes' in compiled) return { rules: [], mistakes: compiled.mistakes }
  const { policy } = compiled
  const result: ForeignRules = { rules: [], mistakes: [] }
  for (const module of policies) {
    const custom = module.metadata.custom ?? {}
    if (!Value.Check(Custom, custom)) {
      const [error] = Value.Errors(Custom, custom)
      const message = `Its METADATA is not valid at custom${error?.instancePath}: ${error?.message}.`
      result.mistakes.push({ file: module.source.file, message })
      continue
    }
    const query = policy.query(printReference(['data', ...module.path, 'finding']))
    result.rules.push(createRule(module, custom, query))
  }
  return result
}

/** Without the packages that the user's folder has itself. */
function builtInLibrary(own: readonly ParsedModule[]): SourceFile[] {
  const taken = new Set(own.map((it) => it.path.join('.')))
  return Object.entries(readRuleFiles())
    .filter(([file]) => file.startsWith('rules/lib/'))
    .map(([file, source]) => ({ file, source }))
    .filter(({ source }) => !taken.has(/^package\s+(\S+)/m.exec(source)?.[1] ?? ''))
}

type Custom = import('typebox').Static<typeof Custom>

function createRule(module: ParsedModule, custom: Custom, query: Query): ForeignRule {
  const id =
    custom.id ??
    module.path
      .filter((it) => it !== 'rules')
      .join('-')
      .replaceAll('_', '-')
  const types = custom.resource_types ?? ['k8s_object']
  const kinds = custom.kinds ?? []
  const parameters = Object.fromEntries(
    (custom.parameters ?? []).map((it) => [it.name, it.default]),
  )
  return {
    dialect: 'native',
    place: placeOf(module, 'finding'),
    rule: describeForeign({
      id: `own/${id}`,
      name: module.metadata.title ?? id,
      description: module.metadata.description ?? '',
      severity: custom.severity ?? 'medium',
      rationale: custom.rationale ?? '',
      remediation: custom.remediation ?? '',
      impact: custom.impact ?? '',
      resource_types: types,
      kinds,
      source: module.source.source,
    }),
    inventory: custom.inventory ?? [],
    judge(resource, inventory): ForeignVerdict | undefined {
      if (!types.includes(resource.type)) return undefined
      if (
        resource.type === 'k8s_object' &&
        kinds.length > 0 &&
        !kinds.includes(resource.subType ?? '')
      ) {
        return undefined
      }
      try {
        const data = { inventory, parameters: { [id]: parameters } }
        const value = query.evaluate({ input: toInput(resource), data })
        if (value === undefined) return undefined
        return (
          readVerdict(value) ?? unknownBecause(new Error('it answered in a form that is not known'))
        )
      } catch (error) {
        return unknownBecause(error)
      }
    },
  }
}
