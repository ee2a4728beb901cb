/** Compiles KQL to SQL over the finding table; every leaf is true or false, never null. */

import {
  createKqlMatcher,
  createLeafTest,
  dateSpanOf,
  type EffectiveRule,
  evaluationOrder,
  findField,
  findingFields,
  isNamed,
  type KqlField,
  type KqlLeaf,
  type KqlNode,
  type KqlPair,
  type KqlValue,
  labelPrefix,
  nestedPath,
  pairsOf,
  severityOrder,
  wordNeedles,
} from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { isAttested } from './attestation-sql.ts'
import type { AttestationBook } from './attestation-state.ts'
import { lifecycleOrder } from './codes.ts'
import type { RuleBook } from './rule-book.ts'
import { isStaleFinding } from './staleness.ts'

/** What a compiled query needs of the world; clusters and rules are few and are matched in memory. */
export interface KqlWorld {
  book: RuleBook
  clusters: readonly { clusterId: string; name: string }[]
  exceptions: readonly { exceptionId: string; reason: string; owner: string; until: Date | null }[]
  /** By cluster and rule, what people set; for showing findings only. */
  settings?: ReadonlyMap<string, ReadonlyMap<string, EffectiveRule>>
  /** The answers that count. */
  attestations: AttestationBook
  /** Milliseconds, for date math. */
  now: number
  /** Findings as they were then; undefined for as they are. */
  at?: Date | undefined
}

export interface CompiledKql {
  /** Over the alias f (finding). */
  where: RawBuilder<boolean>
  /** It can be answered from cluster, place, severity and evaluation alone. */
  needsFinding: boolean
  /** It asks for the lifecycle, so gone findings are not left out. */
  asksLifecycle: boolean
  /** Set where it asks for resources and evaluations alone, which the counts of each resource answer. */
  byResource: ByResource | undefined
}

export interface ByResource {
  /** Over the alias r (resource). */
  where: RawBuilder<boolean>
  evaluations: ReadonlySet<number>
}

interface Compiler extends KqlWorld {
  needsFinding: boolean
  asksLifecycle: boolean
}

/** A condition on a finding, or on its resource alone: then resources are looked through once for all findings. */
interface Condition {
  of: 'finding' | 'resource'
  sql: RawBuilder<boolean>
  byResource?: ByResource | undefined
}

const never = sql<boolean>`false`
const always = sql<boolean>`true`

/** Throws KqlError where a date field is asked for something that is no date. */
export function compileKql(node: KqlNode, world: KqlWorld): CompiledKql {
  const compiler = { ...world, needsFinding: false, asksLifecycle: false }
  const condition = compile(compiler, node)
  const where = ofFinding(compiler, condition)
  const { needsFinding, asksLifecycle } = compiler
  return { where, needsFinding, asksLifecycle, byResource: byResourceOf(condition) }
}

const allEvaluations: ReadonlySet<number> = new Set(evaluationOrder.keys())

function byResourceOf(condition: Condition): ByResource | undefined {
  if (condition.of === 'finding') return condition.byResource
  return { where: condition.sql, evaluations: allEvaluations }
}

function compile(compiler: Compiler, node: KqlNode): Condition {
  switch (node.kind) {
    case 'all':
      return {
        of: 'finding',
        sql: always,
        byResource: { where: always, evaluations: allEvaluations },
      }
    case 'and':
    case 'or': {
      const children = node.children.map((child) => compile(compiler, child))
      return join(compiler, children, node.kind === 'and' ? ' and ' : ' or ')
    }
    case 'not': {
      const child = compile(compiler, node.child)
      return { of: child.of, sql: sql<boolean>`(not ${child.sql})` }
    }
    case 'nested':
      return { of: 'finding', sql: compileNested(compiler, node) }
    default:
      return compileLeaf(compiler, node)
  }
}

function ofFinding(compiler: Compiler, condition: Condition): RawBuilder<boolean> {
  if (condition.of === 'finding') return condition.sql
  compiler.needsFinding = true
  return sql<boolean>`(f.cluster_id, f.resource_id) in (
    select r.cluster_id, r.resource_id from resource r where ${condition.sql})`
}

/** Conditions on the resource stay together, so that one look answers them all. */
function join(compiler: Compiler, parts: readonly Condition[], word: ' and ' | ' or '): Condition {
  const glue = (list: RawBuilder<boolean>[]) => sql<boolean>`(${sql.join(list, sql.raw(word))})`
  const ofResource = parts.filter((part) => part.of === 'resource').map((part) => part.sql)
  if (ofResource.length === parts.length) return { of: 'resource', sql: glue(ofResource) }
  const others = parts.filter((part) => part.of === 'finding').map((part) => part.sql)
  if (ofResource.length > 0) {
    others.push(ofFinding(compiler, { of: 'resource', sql: glue(ofResource) }))
  }
  const byResource = word === ' and ' ? intersect(parts.map(byResourceOf)) : undefined
  return { of: 'finding', sql: glue(others), byResource }
}

function intersect(parts: readonly (ByResource | undefined)[]): ByResource | undefined {
  const known = parts.flatMap((part) => part ?? [])
  if (known.length < parts.length) return undefined
  const evaluations = [...allEvaluations].filter((code) =>
    known.every((part) => part.evaluations.has(code)),
  )
  const where = sql<boolean>`(${sql.join(
    known.map((part) => part.where),
    sql` and `,
  )})`
  return { where, evaluations: new Set(evaluations) }
}

/** Only rules have an array to look into, so that is answered in memory. */
function compileNested(
  compiler: Compiler,
  node: KqlNode & { kind: 'nested' },
): RawBuilder<boolean> {
  const matches = createKqlMatcher(node, compiler.now)
  const places = [...compiler.book.places.values()].filter(({ pairs, controls }) =>
    matches({ pairs, controls }),
  )
  return isPlace(places.map((place) => place.placeNo))
}

function compileLeaf(compiler: Compiler, leaf: KqlLeaf): Condition {
  const test = createLeafTest(leaf, compiler.now)
  const holds = (pairs: readonly KqlPair[]) => pairs.some(([field, value]) => test(field, value))
  const parts: RawBuilder<boolean>[] = []

  const places = [...compiler.book.places.values()].filter((place) => holds(place.pairs))
  if (places.length > 0) parts.push(isPlace(places.map((place) => place.placeNo)))
  const clusters = compiler.clusters.filter(({ clusterId, name }) =>
    holds([
      ['cluster.id', clusterId],
      ['cluster.name', name],
    ]),
  )
  if (clusters.length > 0) {
    parts.push(sql`f.cluster_id = any(${clusters.map((it) => it.clusterId)}::uuid[])`)
  }
  const exceptions = compiler.exceptions.filter(({ owner, reason }) =>
    holds(pairsOf({ 'exception.owner': owner, 'exception.reason': reason })),
  )
  if (exceptions.length > 0) {
    compiler.needsFinding = true
    const ids = exceptions.map((it) => it.exceptionId)
    parts.push(sql`(f.exception_id is not null and f.exception_id = any(${ids}::uuid[]))`)
  }
  const verdicts = attestationVerdicts.filter((it) => test('attestation.verdict', it))
  const attested = verdicts.length > 0 ? isAttested(verdicts, compiler) : undefined
  if (attested) parts.push(attested)
  if (test('result.stale', 'true') && !compiler.at) {
    compiler.needsFinding = true
    parts.push(isStaleFinding(compiler.now))
  }
  for (const { field, column, words } of codedFields) {
    if (field === 'lifecycle' && leaf.field?.kind === 'name' && isNamed(leaf.field, field)) {
      compiler.asksLifecycle = true
    }
    const codes = words.flatMap((word, code) => (test(field, word) ? [code] : []))
    if (codes.length === 0) continue
    if (field === 'lifecycle') compiler.needsFinding = true
    const some = sql<boolean>`${sql.raw(column)} = any(${codes}::smallint[])`
    parts.push(field === 'lifecycle' ? sql`(f.lifecycle is not null and ${some})` : some)
  }
  parts.push(...compileDates(compiler, leaf), ...compileAssignee(compiler, leaf))
  const ofResource = leaf.field ? compileResourceField(leaf, leaf.field) : compileFreeText(leaf)
  const conditions = [
    ...parts.map((part): Condition => ({ of: 'finding', sql: part })),
    ...ofResource.map((part): Condition => ({ of: 'resource', sql: part })),
  ]
  if (conditions.length === 0) return { of: 'finding', sql: never }
  const condition = join(compiler, conditions, ' or ')
  const evaluations = evaluationOrder.flatMap((word, code) =>
    test('result.evaluation', word) ? [code] : [],
  )
  const isOfEvaluation = conditions.length === 1 && evaluations.length > 0
  return isOfEvaluation
    ? { ...condition, byResource: { where: always, evaluations: new Set(evaluations) } }
    : condition
}

const attestationVerdicts = ['passed', 'failed'] as const
const codedFields = [
  { field: 'result.evaluation', column: 'f.evaluation', words: evaluationOrder },
  { field: 'rule.severity', column: 'f.severity', words: severityOrder },
  { field: 'lifecycle', column: 'f.lifecycle', words: lifecycleOrder },
] as const

function isPlace(placeNos: readonly number[]): RawBuilder<boolean> {
  const [only] = placeNos
  if (only === undefined) return never
  // An index is in the order of a page below one place, not below several.
  return placeNos.length === 1
    ? sql`f.place_no = ${only}::integer`
    : sql`f.place_no = any(${placeNos}::integer[])`
}

const dateColumns = { first_seen: 'f.first_seen', changed_at: 'f.changed_at' } as const

function compileDates(compiler: Compiler, leaf: KqlLeaf): RawBuilder<boolean>[] {
  const { field } = leaf
  if (!field) return []
  return Object.entries(dateColumns).flatMap(([name, column]) => {
    if (!isNamed(field, name)) return []
    compiler.needsFinding = true
    if (leaf.kind === 'exists') return [always]
    const span = dateSpanOf(leaf.value, compiler.now)
    if (!span) return []
    const at = sql.raw(column)
    const [first, last] = [new Date(span.first).toISOString(), new Date(span.last).toISOString()]
    if (leaf.kind === 'is')
      return [sql<boolean>`${at} between ${first}::timestamptz and ${last}::timestamptz`]
    const bound = leaf.operator === '<' || leaf.operator === '>=' ? first : last
    return [sql<boolean>`${at} ${sql.raw(leaf.operator)} ${bound}::timestamptz`]
  })
}

/** Nobody knows who had a finding at an earlier time. */
function compileAssignee(compiler: Compiler, leaf: KqlLeaf): RawBuilder<boolean>[] {
  if (!leaf.field || !isNamed(leaf.field, 'result.assignee') || compiler.at) return []
  compiler.needsFinding = true
  const column = sql.raw<string | null>('f.assignee')
  return [sql<boolean>`(${column} is not null and ${holdsValue(leaf, column)})`]
}

/** The field's name in KQL and its column. */
export const resourceColumns: Readonly<Record<string, string>> = {
  'resource.id': 'r.id',
  'resource.name': 'r.name',
  'resource.type': 'r.type',
  'resource.sub_type': 'r.sub_type',
  'resource.namespace': 'r.namespace',
  'resource.owner': 'r.owner',
  'resource.node': 'r.node',
}

/** Those that resources have an index by. */
const orderedColumns = new Set(['r.name', 'r.namespace'])

function compileResourceField(leaf: KqlLeaf, field: KqlField): RawBuilder<boolean>[] {
  const columns = Object.entries(resourceColumns).flatMap(([name, column]) =>
    isNamed(field, name) ? [column] : [],
  )
  const parts = columns.map((name) => {
    const column = sql.raw<string | null>(name)
    // As their indexes have it; deterministic collations all agree on what is equal.
    if (orderedColumns.has(name) && leaf.kind === 'is' && isNonEmptyText(leaf.value)) {
      return holdsValue(leaf, sql.raw(`coalesce(${name}, '') collate "C"`))
    }
    return sql<boolean>`(${column} is not null and ${holdsValue(leaf, column)})`
  })
  const label = compileLabel(leaf, field)
  return label ? [...parts, label] : parts
}

function isNonEmptyText(value: KqlValue): boolean {
  return value.kind === 'literal' && String(value.value) !== ''
}

function compileLabel(leaf: KqlLeaf, field: KqlField): RawBuilder<boolean> | undefined {
  if (field.kind === 'name') {
    if (!findField(field.name) || !field.name.startsWith(labelPrefix)) return undefined
    const key = field.name.slice(labelPrefix.length)
    if (!isStorable(key)) return never
    const value = sql<string>`(r.labels ->> ${key})`
    return sql`(${value} is not null and ${holdsValue(leaf, value)})`
  }
  if (!canNameLabel(field.segments)) return undefined
  const name = sql<string>`(${labelPrefix}::text || label.key)`
  return sql`exists (select 1 from jsonb_each_text(r.labels) label
    where ${isLike(name, field.segments)} and ${holdsValue(leaf, sql`label.value`)})`
}

/** Patterns that can match no label spare the database the look. */
function canNameLabel(segments: readonly string[]): boolean {
  const [first = ''] = segments
  return labelPrefix.startsWith(first) || first.startsWith(labelPrefix)
}

function holdsValue(leaf: KqlLeaf, column: RawBuilder<string | null>): RawBuilder<boolean> {
  if (leaf.kind === 'exists') return always
  if (leaf.value.kind === 'pattern') return isLike(column, leaf.value.segments)
  const text = String(leaf.value.value)
  if (!isStorable(text)) return never
  if (leaf.kind === 'is') return sql`${column} = ${text}`
  return sql`${column} collate "C" ${sql.raw(leaf.operator)} ${text} collate "C"`
}

function compileFreeText({ kind, value }: KqlLeaf & { value?: KqlValue }): RawBuilder<boolean>[] {
  if (kind === 'exists' || !value) return []
  if (value.kind === 'pattern') {
    const columns = Object.values(resourceColumns).map((column) => {
      const it = sql.raw<string | null>(column)
      return sql<boolean>`(${it} is not null and ${isLike(it, value.segments)})`
    })
    const label = sql<boolean>`exists (select 1 from jsonb_each_text(r.labels) label
      where ${isLike(sql`label.value`, value.segments)})`
    return [...columns, label]
  }
  return wordNeedles(String(value.value), value.isQuoted).map(
    // Words are letters and digits, so the pattern needs no escapes; unlike strpos it can be estimated.
    (needle) => sql<boolean>`r.words like ${`%${needle}%`}`,
  )
}

function isLike(
  column: RawBuilder<string | null>,
  segments: readonly string[],
): RawBuilder<boolean> {
  if (!segments.every(isStorable)) return never
  const pattern = segments.map((it) => it.replace(/[\\%_]/g, '\\$&')).join('%')
  return sql`${column} like ${pattern}`
}

/** PostgreSQL holds no NUL and no half surrogate pair, so nothing can equal a text with one. */
function isStorable(text: string): boolean {
  return !/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)
}

/** Fields that findings can be grouped and sorted by. */
export const knownFields = findingFields
  .map((field) => field.name)
  .filter((name) => !name.startsWith(nestedPath))
