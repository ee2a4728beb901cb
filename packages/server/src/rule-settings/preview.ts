/** Tells what settings would do to counts and scores, from the rollups alone. */

import {
  computeScore,
  effectiveRules,
  type PreviewRulesRequest,
  type RuleSetting,
  type RuleSettingPreview,
  type Severity,
  type SeverityTally,
} from '@evenkeel/model'
import type { World } from '../http/host.ts'
import { addToTally } from '../scores/tally.ts'
import { evaluationOf, failedCode, severityCode, severityOf } from '../storage/codes.ts'
import { type CountRow, listCounts } from '../storage/score-points.ts'
import { listDisabledCounts } from '../storage/unsettled.ts'
import { planSettings } from './plan.ts'

export async function previewSettings(
  world: World,
  request: PreviewRulesRequest,
  now: Date,
): Promise<RuleSettingPreview> {
  const settings = world.ruleSettings
  const { after } = planSettings(world, settings, request, { by: '', now, reason: '' })
  const counts = await listCounts(world.db)
  const held = await listDisabledCounts(world.db)
  const sum = createSum()
  const clusters = world.clusters.flatMap(({ clusterId, name, labels }) => {
    const cluster = { id: clusterId, labels }
    const change = {
      before: effectiveRules(settings, cluster),
      after: effectiveRules(after, cluster),
    }
    const of = (rows: readonly CountRow[]) => rows.filter((row) => row.clusterId === clusterId)
    const it = previewCluster(world, change, { counts: of(counts), held: of(held) }, sum)
    return it.isTouched
      ? [{ id: clusterId, name, score: it.score, score_after: it.scoreAfter }]
      : []
  })
  return {
    leaving: sum.leaving,
    leaving_failed: sum.leavingFailed,
    returning: sum.returning,
    returning_failed: sum.returningFailed,
    rated_anew: sum.ratedAnew,
    score: computeScore(sum.tally),
    score_after: computeScore(sum.tallyAfter),
    clusters,
    open: openQuestions(request, settings, after),
  }
}

type Rules = ReturnType<typeof effectiveRules>

interface Rows {
  counts: readonly CountRow[]
  /** Of rules that are off. */
  held: readonly CountRow[]
}

function previewCluster(
  { book }: World,
  { before, after }: { before: Rules; after: Rules },
  { counts, held }: Rows,
  sum: Sum,
) {
  const own: SeverityTally = {}
  const ownAfter: SeverityTally = {}
  let isTouched = false
  const isOff = (rules: Rules, ruleId: string) => rules.get(ruleId)?.state?.value === 'disabled'
  const add = (row: CountRow) => {
    addToTally(ownAfter, row)
    addToTally(sum.tallyAfter, row)
  }
  const rate = (row: CountRow, ruleId: string, ruleSeverity: Severity) => {
    const [was, is] = [before.get(ruleId)?.severity?.value, after.get(ruleId)?.severity?.value]
    return was === is ? row : { ...row, severity: severityCode(is ?? ruleSeverity) }
  }
  for (const row of counts) {
    addToTally(own, row)
    addToTally(sum.tally, row)
    const rule = book.places.get(row.placeNo)?.rule
    if (rule && isOff(after, rule.id)) {
      isTouched = true
      sum.leave(row)
      continue
    }
    const rated = rule ? rate(row, rule.id, rule.severity) : row
    if (rated.severity !== row.severity) {
      isTouched = true
      sum.ratedAnew += row.n
    }
    add(rated)
  }
  for (const row of held) {
    const rule = book.places.get(row.placeNo)?.rule
    if (!rule || isOff(after, rule.id)) continue
    isTouched = true
    const rated = rate(row, rule.id, rule.severity)
    sum.comeBack(rated)
    add(rated)
  }
  return { isTouched, score: computeScore(own), scoreAfter: computeScore(ownAfter) }
}

type Sum = ReturnType<typeof createSum>

function createSum() {
  const none = () => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 })
  const sum = {
    tally: {} as SeverityTally,
    tallyAfter: {} as SeverityTally,
    leaving: 0,
    leavingFailed: none(),
    returning: 0,
    returningFailed: none(),
    ratedAnew: 0,
    leave(row: CountRow): void {
      sum.leaving += row.n
      if (row.evaluation === failedCode) sum.leavingFailed[severityOf(row.severity)] += row.n
    },
    comeBack(row: CountRow): void {
      sum.returning += row.n
      if (evaluationOf(row.evaluation) === 'failed') {
        sum.returningFailed[severityOf(row.severity)] += row.n
      }
    },
  }
  return sum
}

/** What has not been evaluated is not guessed. */
function openQuestions(
  { rule_ids }: PreviewRulesRequest,
  before: readonly RuleSetting[],
  after: readonly RuleSetting[],
): string[] {
  const of = (settings: readonly RuleSetting[], pick: (it: RuleSetting) => unknown) =>
    JSON.stringify(
      settings.filter((it) => rule_ids.includes(it.rule_id)).map((it) => [it.id, pick(it)]),
    )
  const mayTurnOn = rule_ids.some((id) => {
    const off = (settings: readonly RuleSetting[]) =>
      settings.filter((it) => it.rule_id === id && it.state === 'disabled').length
    const on = (settings: readonly RuleSetting[]) =>
      settings.filter((it) => it.rule_id === id && it.state === 'enabled').length
    return off(after) < off(before) || on(after) > on(before)
  })
  const parameters = ({ parameters: it }: RuleSetting) =>
    Object.keys(it).length > 0 ? it : undefined
  const withParameters = (settings: readonly RuleSetting[]) => settings.filter(parameters)
  return [
    ...(mayTurnOn
      ? [
          'What counts again is as it was when last evaluated; what the rule finds now is known after the next evaluation.',
        ]
      : []),
    ...(of(withParameters(before), parameters) === of(withParameters(after), parameters)
      ? []
      : ['What other parameters change is known after the next evaluation.']),
  ]
}
