/** The rules and their places in benchmarks, held in memory: few, and asked for by every query. */

import {
  type Benchmark,
  type Control,
  controlPairs,
  type KqlPair,
  pairsOf,
  type Rule,
} from '@evenkeel/model'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { toJsonText } from './sanitize.ts'

/** What the built-in rules say; the server passes it in. */
export interface RuleSource {
  rules: readonly Rule[]
  benchmarks: readonly Benchmark[]
  /** The benchmarks that number no rules of their own, and stand beside the one that applies. */
  frameworks: ReadonlySet<string>
  /** The heading of a rule that no benchmark of its cluster numbers. */
  categoryOf(ruleId: string): string | undefined
  /** Stands as the version of rules without a benchmark. */
  version: string
}

/** A rule as one benchmark numbers it. */
export interface Place {
  placeNo: number
  ruleNo: number
  rule: Rule
  benchmark: { id: string; version: string }
  section: string
  /** `1.2`; empty without a benchmark. */
  sectionNumber: string
  /** `1.2.15`; empty without a benchmark. */
  number: string
  /** Those of the benchmark and of the frameworks, as the evaluator shows them. */
  shownControls: Control[]
  /** For KQL. */
  pairs: readonly KqlPair[]
  controls: readonly (readonly KqlPair[])[]
}

export interface RuleBook {
  places: ReadonlyMap<number, Place>
  rules: ReadonlyMap<string, { ruleNo: number; rule: Rule }>
  ruleIds: ReadonlyMap<number, string>
}

export interface RuleBookHolder {
  source: RuleSource
  /** At most some seconds old; other processes may have added rules. */
  current(): Promise<RuleBook>
  /** The book with these rules in it and placed in the benchmark. */
  withRules(
    rules: readonly Rule[],
    ruleIds: ReadonlySet<string>,
    benchmarkId: string | null,
  ): Promise<RuleBook>
  /** The place of a rule where the benchmark applies. */
  placeOf(book: RuleBook, ruleId: string, benchmarkId: string | null): Place | undefined
}

/** Names the rules that stand in none of the benchmarks that apply, as the evaluator does. */
const ownBenchmark = 'evenkeel'
const ageMaxMs = 10_000

/** Brings the built-in rules into the database and reads all. */
export async function openRuleBook(db: Database, source: RuleSource): Promise<RuleBookHolder> {
  await upsertRules(db, source.rules)
  let book = await readRuleBook(db, source)
  let readAt = Date.now()
  const reload = async () => {
    book = await readRuleBook(db, source)
    readAt = Date.now()
    return book
  }
  return {
    source,
    current: async () => (Date.now() - readAt > ageMaxMs ? await reload() : book),
    async withRules(rules, ruleIds, benchmarkId) {
      const unknown = [...ruleIds].filter((id) => !book.rules.has(id))
      const builtIn = new Set(source.rules.map((rule) => rule.id))
      // A user's rule may change; a built-in one is only what this server's own rules say.
      const sent = rules.filter((rule) => !builtIn.has(rule.id))
      const described = new Set(sent.map((rule) => rule.id))
      const bare = unknown.filter((id) => !described.has(id)).map(bareRule)
      const changed = sent.filter(
        (rule) => JSON.stringify(book.rules.get(rule.id)?.rule) !== JSON.stringify(rule),
      )
      if (changed.length + bare.length > 0) {
        await upsertRules(db, [...changed, ...bare])
        await reload()
      }
      const missing = [...ruleIds].filter((id) => !findPlace(book, id, benchmarkId))
      if (missing.length > 0) {
        await insertPlaces(db, book, missing, benchmarkId)
        await reload()
      }
      return book
    },
    placeOf: findPlace,
  }
}

function findPlace(book: RuleBook, ruleId: string, benchmarkId: string | null): Place | undefined {
  const known = book.rules.get(ruleId)
  if (!known) return undefined
  const wanted = placedIn(known.rule, benchmarkId)
  return placesByRule(book)
    .get(ruleId)
    ?.find((place) => place.benchmark.id === wanted)
}

const indexes = new WeakMap<RuleBook, Map<string, Place[]>>()

function placesByRule(book: RuleBook): Map<string, Place[]> {
  const known = indexes.get(book)
  if (known) return known
  const index = new Map<string, Place[]>()
  for (const place of book.places.values()) {
    index.set(place.rule.id, [...(index.get(place.rule.id) ?? []), place])
  }
  indexes.set(book, index)
  return index
}

function placedIn(rule: Rule, benchmarkId: string | null): string {
  const isNumbered = rule.controls.some((control) => control.benchmark === benchmarkId)
  return isNumbered && benchmarkId !== null ? benchmarkId : ownBenchmark
}

async function readRuleBook(db: Database, source: RuleSource): Promise<RuleBook> {
  const ruleRows = await db.selectFrom('rule').selectAll().execute()
  const placeRows = await db.selectFrom('rulePlace').selectAll().orderBy('placeNo').execute()
  const rules = new Map(
    ruleRows.map(({ ruleId, ruleNo, body }) => [ruleId, { ruleNo, rule: body }]),
  )
  const byNumber = new Map(ruleRows.map((row) => [row.ruleNo, row.body]))
  const places = new Map<number, Place>()
  for (const { placeNo, ruleNo, benchmarkId } of placeRows) {
    const rule = byNumber.get(ruleNo)
    if (rule) places.set(placeNo, describePlace(source, { placeNo, ruleNo, rule, benchmarkId }))
  }
  return { places, rules, ruleIds: new Map(ruleRows.map((row) => [row.ruleNo, row.ruleId])) }
}

interface PlaceRow {
  placeNo: number
  ruleNo: number
  rule: Rule
  benchmarkId: string
}

function describePlace(
  source: RuleSource,
  { placeNo, ruleNo, rule, benchmarkId }: PlaceRow,
): Place {
  const benchmark = source.benchmarks.find((it) => it.id === benchmarkId)
  const control = rule.controls.find((it) => it.benchmark === benchmarkId)
  const section = benchmark?.sections.find((it) =>
    it.rules.some((listed) => listed.rule === rule.id && listed.number === control?.number),
  )
  const title = control?.section ?? section?.title ?? source.categoryOf(rule.id) ?? ''
  const number = control?.number ?? ''
  const version = benchmark?.version ?? source.version
  const shownControls = rule.controls.filter(
    (it) => it.benchmark === benchmarkId || source.frameworks.has(it.benchmark),
  )
  const controls = shownControls.map(controlPairs)
  const pairs = pairsOf({
    'rule.id': rule.id,
    'rule.name': rule.name,
    'rule.description': rule.description,
    'rule.section': title,
    'rule.number': number,
    'rule.benchmark.id': benchmarkId,
    'rule.benchmark.version': version,
  })
  return {
    placeNo,
    ruleNo,
    rule,
    benchmark: { id: benchmarkId, version },
    section: title,
    sectionNumber: section?.number ?? number.split('.').slice(0, -1).join('.'),
    number,
    shownControls,
    pairs: [...pairs, ...controls.flat()],
    controls,
  }
}

async function upsertRules(db: Database, rules: readonly Rule[]): Promise<void> {
  if (rules.length === 0) return
  const rows = toJsonText(rules.map((rule) => ({ rule_id: rule.id, body: rule })))
  await sql`
    insert into rule (rule_id, body)
    select rule_id, body from json_to_recordset(${rows}::json) as it(rule_id text, body jsonb)
    order by rule_id
    on conflict (rule_id) do update set body = excluded.body where rule.body <> excluded.body`.execute(
    db,
  )
}

async function insertPlaces(
  db: Database,
  book: RuleBook,
  ruleIds: readonly string[],
  benchmarkId: string | null,
): Promise<void> {
  const rows = ruleIds.flatMap((id) => {
    const known = book.rules.get(id)
    return known ? [{ ruleNo: known.ruleNo, benchmarkId: placedIn(known.rule, benchmarkId) }] : []
  })
  await db
    .insertInto('rulePlace')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['ruleNo', 'benchmarkId']).doNothing())
    .execute()
}

/** An agent newer than this server may know rules that it does not; their findings are kept. */
function bareRule(id: string): Rule {
  return {
    id,
    name: id,
    description: 'This server does not know the rule yet; bring it up to the version of the agent.',
    rationale: '',
    severity: 'medium',
    assessment: 'automated',
    resource_types: [],
    kinds: [],
    remediation: '',
    impact: '',
    parameters: [],
    references: [],
    controls: [],
    source: null,
  }
}
