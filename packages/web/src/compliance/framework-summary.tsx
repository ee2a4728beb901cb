/** The head of a framework: score and interval, results that filter, the last 30 days, what changed. */

import type { ControlResult, FrameworkDetail } from '@evenkeel/model'
import { countOf, formatScore, formatSpan } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import type { FrameworkSearch } from '../url/searches.ts'
import css from './compliance.module.css'
import page from './framework-page.module.css'
import { ResultBar, ResultFilter } from './result-bar.tsx'
import { countResults, isChanged } from './result-words.ts'
import { TrendLine } from './trend-line.tsx'

interface FrameworkSummaryProps {
  framework: FrameworkDetail
  show: FrameworkSearch['show']
  onShow: (show: FrameworkSearch['show']) => void
}

export function FrameworkSummary({ framework, show, onShow }: FrameworkSummaryProps) {
  const { score, score_before, trend, sections } = framework
  const controls = sections.flatMap((it) => it.controls)
  const counts = countResults(controls)
  const onResult = (result: ControlResult | undefined) => onShow(result)
  return (
    <div className={page.summary}>
      <Panel title="Score">
        <div className={page.big}>
          {formatScore(score.value)}
          {score.value !== null && <small>/ 100</small>}
        </div>
        <p className={css.sub}>{describeScore(score)}</p>
        {score_before && (
          <p className={css.sub}>{describeChange(score.value, score_before.value)}</p>
        )}
      </Panel>
      <Panel title={countOf(controls.length, 'control')} className={page.resultPanel}>
        <ResultBar counts={counts} />
        <ResultFilter
          counts={counts}
          shown={show === 'changed' ? undefined : show}
          onShow={onResult}
        />
        {score_before && <Changes framework={framework} show={show} onShow={onShow} />}
      </Panel>
      <Panel title="Last 30 days">
        <TrendLine points={trend} />
      </Panel>
    </div>
  )
}

function describeScore({ value, lower, upper, counts }: FrameworkDetail['score']): string {
  if (value === null) return 'Nothing has passed or failed.'
  if (counts.unknown === 0) return 'Exact: nothing is unknown'
  return `${formatSpan(lower, upper)}, by how ${countOf(counts.unknown, 'unknown finding')} turn out`
}

function describeChange(value: number | null, before: number | null): string {
  if (value === null || before === null) return 'Nothing was evaluated then.'
  const change = Math.round((value - before) * 10) / 10
  if (change === 0) return `Unchanged from ${formatScore(before)}`
  return `${change > 0 ? '▲ +' : '▼ −'}${Math.abs(change)} from ${formatScore(before)}`
}

function Changes({ framework, show, onShow }: FrameworkSummaryProps) {
  const controls = framework.sections.flatMap((it) => it.controls)
  if (controls.every((it) => it.before === undefined)) return null
  const changed = controls.filter(isChanged)
  if (changed.length === 0)
    return <p className={css.sub}>No control has another result than then.</p>
  const better = changed.filter((it) => it.result === 'passed').length
  const worse = changed.filter((it) => it.result === 'failed').length
  return (
    <p className={page.changes}>
      <button
        type="button"
        className={css.plain}
        aria-pressed={show === 'changed'}
        onClick={() => onShow(show === 'changed' ? undefined : 'changed')}
      >
        {countOf(changed.length, 'control')} changed
      </button>
      <span className={css.sub}>
        {better} to passed, {worse} to failed
      </span>
    </p>
  )
}
