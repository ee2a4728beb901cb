/** Gatekeeper: ConstraintTemplates hold the Rego, constraints say where it applies and with what parameters. */

import type { Resource } from '@evenkeel/model'
import { compile, printError, type Query, type SourceFile } from '@evenkeel/rego'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  type DialectMistake,
  describeForeign,
  type ForeignInventory,
  type ForeignRule,
  type ForeignRules,
  failedWith,
  messageOf,
  passed,
  unknownBecause,
} from './dialect.ts'
import { ConstraintMatch, isMatched } from './gatekeeper-match.ts'
import { parseEither } from './modules.ts'

const Target = Type.Object({
  target: Type.Optional(Type.String()),
  rego: Type.Optional(Type.String()),
  libs: Type.Optional(Type.Array(Type.String())),
  code: Type.Optional(
    Type.Array(
      Type.Object({
        engine: Type.String(),
        source: Type.Optional(
          Type.Object({
            rego: Type.Optional(Type.String()),
            libs: Type.Optional(Type.Array(Type.String())),
          }),
        ),
      }),
    ),
  ),
})

const Template = Type.Object({
  kind: Type.Literal('ConstraintTemplate'),
  metadata: Type.Object({
    name: Type.String(),
    annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  spec: Type.Object({
    crd: Type.Object({
      spec: Type.Object({ names: Type.Object({ kind: Type.String() }) }),
    }),
    targets: Type.Array(Target, { minItems: 1 }),
  }),
})
type Template = Static<typeof Template>

const Constraint = Type.Object({
  apiVersion: Type.String({ pattern: '^constraints\\.gatekeeper\\.sh/' }),
  kind: Type.String(),
  metadata: Type.Object({ name: Type.String() }),
  spec: Type.Optional(
    Type.Object({
      match: Type.Optional(ConstraintMatch),
      parameters: Type.Optional(Type.Unknown()),
      enforcementAction: Type.Optional(Type.String()),
    }),
  ),
})
type Constraint = Static<typeof Constraint>

/** A document of a folder with the file it came from. */
export interface PlacedDocument {
  file: string
  document: unknown
}

/** One rule for each constraint. A template without one judges nothing, and says so. */
export function readGatekeeper(documents: readonly PlacedDocument[]): ForeignRules {
  const mistakes: DialectMistake[] = []
  const templates = new Map<
    string,
    { template: Template; file: string; query: Query; text: string }
  >()
  const rules: ForeignRule[] = []
  for (const { file, document } of documents) {
    if (!isKind(document, 'ConstraintTemplate')) continue
    const prepared = prepareTemplate(file, document)
    if ('message' in prepared) mistakes.push(prepared)
    else templates.set(prepared.template.spec.crd.spec.names.kind, { ...prepared, file })
  }
  const used = new Set<string>()
  for (const { file, document } of documents) {
    if (!isConstraint(document)) continue
    if (!Value.Check(Constraint, document)) {
      mistakes.push({ file, message: describeMismatch(Constraint, document, 'The constraint') })
      continue
    }
    const prepared = templates.get(document.kind)
    if (!prepared) {
      mistakes.push({
        file,
        message: `There is no ConstraintTemplate for the kind ${document.kind}.`,
      })
      continue
    }
    used.add(document.kind)
    rules.push(createRule(prepared, document))
  }
  for (const [kind, { file }] of templates) {
    if (!used.has(kind))
      mistakes.push({ file, message: `No constraint of the kind ${kind} uses this template.` })
  }
  return { rules, mistakes }
}

function prepareTemplate(
  file: string,
  document: unknown,
): { template: Template; query: Query; text: string } | DialectMistake {
  if (!Value.Check(Template, document)) {
    return { file, message: describeMismatch(Template, document, 'The template') }
  }
  const target = document.spec.targets[0]
  const rego = target?.code?.find((it) => it.engine === 'Rego')?.source
  const text = rego?.rego ?? target?.rego
  if (text === undefined) {
    return {
      file,
      message: 'The template has no Rego; templates in other languages are not evaluated.',
    }
  }
  const sources: SourceFile[] = []
  for (const [index, source] of [text, ...(rego?.libs ?? target?.libs ?? [])].entries()) {
    const name = index === 0 ? `${file}:rego` : `${file}:libs[${index - 1}]`
    const parsed = parseEither(name, source)
    if ('errors' in parsed) return { file, message: parsed.errors.map(printError).join('\n') }
    sources.push(parsed.source)
  }
  const { policy, errors } = compile(sources)
  const path = policy?.modules[0]?.package.path.path
  if (!policy || !path) return { file, message: errors.map(printError).join('\n') }
  const reference = [
    'data',
    ...path.map((it) => (it.kind === 'string' ? it.value : '')),
    'violation',
  ]
  const query = policy.query(printReference(reference))
  return { template: document, query, text: sources.map((it) => it.source).join('\n') }
}

/** A reference with its parts in brackets, so that any name may stand in it. */
export function printReference([head, ...path]: readonly string[]): string {
  return `${head}${path.map((it) => `[${JSON.stringify(it)}]`).join('')}`
}

function createRule(
  prepared: { template: Template; file: string; query: Query; text: string },
  constraint: Constraint,
): ForeignRule {
  const { template, query, text } = prepared
  const annotations = template.metadata.annotations ?? {}
  const match = constraint.spec?.match ?? {}
  const parameters = constraint.spec?.parameters ?? {}
  const name = constraint.metadata.name
  return {
    dialect: 'gatekeeper',
    place: prepared.file,
    rule: describeForeign({
      id: `gatekeeper/${constraint.kind}/${name}`,
      name: annotations['metadata.gatekeeper.sh/title'] ?? constraint.kind,
      description: annotations.description ?? '',
      // Gatekeeper knows no severity; what it would deny is taken as medium, what it would warn of as low.
      severity: constraint.spec?.enforcementAction === 'warn' ? 'low' : 'medium',
      kinds: match.kinds?.flatMap((it) => it.kinds ?? []) ?? [],
      source: text,
    }),
    inventory: /\binventory\b/.test(text) || match.namespaceSelector ? 'all' : [],
    judge(resource, inventory) {
      if (resource.type !== 'k8s_object') return undefined
      const { review, reviewed } = toReview(resource)
      if (!isMatched(match, reviewed, namespaceLabels(reviewed, inventory))) return undefined
      try {
        const found = query.evaluate({
          input: { review, parameters },
          data: { inventory },
        })
        if (!Array.isArray(found) || found.length === 0) return passed
        return failedWith(found.map(messageOf), 'violation')
      } catch (error) {
        return unknownBecause(error)
      }
    },
  }
}

const Metadata = Type.Object({
  name: Type.Optional(Type.String()),
  namespace: Type.Optional(Type.String()),
  labels: Type.Optional(Type.Record(Type.String(), Type.String())),
})

/** A recorded request to the API server, as test suites keep them. */
const AdmissionReview = Type.Object({
  kind: Type.Literal('AdmissionReview'),
  request: Type.Object({
    kind: Type.Object({ group: Type.String(), version: Type.String(), kind: Type.String() }),
    object: Type.Object({ metadata: Type.Optional(Metadata) }),
  }),
})

/** The review that Gatekeeper's audit makes of an object, and the object that is reviewed. */
function toReview(resource: Resource): { review: unknown; reviewed: Resource } {
  if (Value.Check(AdmissionReview, resource.data)) {
    const { request } = resource.data
    const { group, version, kind } = request.kind
    const { name = '', namespace, labels } = request.object.metadata ?? {}
    const apiVersion = group === '' ? version : `${group}/${version}`
    const reviewed: Resource = {
      ...{ id: resource.id, type: 'k8s_object', subType: kind, apiVersion, name },
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      data: request.object,
    }
    return { review: request, reviewed }
  }
  const [group, version] = (resource.apiVersion ?? 'v1').includes('/')
    ? (resource.apiVersion ?? '').split('/')
    : ['', resource.apiVersion ?? 'v1']
  const review = {
    kind: { group, version, kind: resource.subType ?? '' },
    name: resource.name,
    ...(resource.namespace === undefined ? {} : { namespace: resource.namespace }),
    operation: 'CREATE',
    object: resource.data,
  }
  return { review, reviewed: resource }
}

function namespaceLabels(
  resource: Resource,
  inventory: ForeignInventory,
): Record<string, string> | undefined {
  if (resource.subType === 'Namespace') return resource.labels ?? {}
  const namespaces = inventory.cluster.v1?.Namespace
  if (!resource.namespace || !namespaces || !Object.hasOwn(namespaces, resource.namespace)) {
    return undefined
  }
  const Labels = Type.Object({
    metadata: Type.Object({ labels: Type.Optional(Type.Record(Type.String(), Type.String())) }),
  })
  const namespace = namespaces[resource.namespace]
  return Value.Check(Labels, namespace) ? (namespace.metadata.labels ?? {}) : undefined
}

function isKind(document: unknown, kind: string): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    'kind' in document &&
    document.kind === kind
  )
}

export function isConstraint(document: unknown): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    'apiVersion' in document &&
    typeof document.apiVersion === 'string' &&
    document.apiVersion.startsWith('constraints.gatekeeper.sh/')
  )
}

export function isTemplate(document: unknown): boolean {
  return isKind(document, 'ConstraintTemplate')
}

function describeMismatch(schema: TSchema, document: unknown, what: string) {
  const [error] = [...Value.Errors(schema, document)]
  return error
    ? `${what} is not valid at ${error.instancePath || '/'}: ${error.message}.`
    : `${what} is not valid.`
}
