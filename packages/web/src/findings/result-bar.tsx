/** How the findings of the query divide into failed, unknown, manual and passed; each part filters. */

import { type Evaluation, evaluations } from '@evenkeel/model'
import { formatCount } from '../elements/numbers.ts'
import { filterOf, onlyValue, withFilter } from '../query/edit-query.ts'
import { useFacets } from './facets.tsx'
import css from './result-bar.module.css'
import type { FindingsOf } from './use-findings.ts'

interface ResultBarProps {
  typed: string
  of: FindingsOf
  onQuery: (q: string) => void
}

const field = 'result.evaluation'

export function ResultBar({ typed, of, onQuery }: ResultBarProps) {
  const facets = useFacets(of)
  const values = facets.data?.fields.find((it) => it.field === field)?.values ?? []
  const count = (evaluation: Evaluation) => values.find((it) => it.value === evaluation)?.count ?? 0
  const total = evaluations.reduce((sum, it) => sum + count(it), 0)
  const { included } = filterOf(typed, field)
  if (!facets.data) return <div className={css.bar} aria-hidden />
  return (
    <div className={css.results}>
      <div className={css.bar} aria-hidden>
        {evaluations.map((it) => (
          <span key={it} className={css[it]} style={{ flexGrow: count(it) }} />
        ))}
      </div>
      <fieldset className={css.parts} aria-label="By result">
        <Part
          label="All"
          count={total}
          isOn={included.length === 0}
          onClick={() => onQuery(withFilter(typed, field, { included: [], excluded: [] }))}
        />
        {evaluations.map((it) => (
          <Part
            key={it}
            label={it}
            count={count(it)}
            isOn={included.includes(it)}
            onClick={() => onQuery(onlyValue(typed, field, it))}
          />
        ))}
      </fieldset>
    </div>
  )
}

interface PartProps {
  label: string
  count: number
  isOn: boolean
  onClick: () => void
}

function Part({ label, count, isOn, onClick }: PartProps) {
  return (
    <button type="button" className={css.part} aria-pressed={isOn} onClick={onClick}>
      <span className={`${css.dot} ${css[label] ?? ''}`} aria-hidden />
      {label} <strong>{formatCount(count)}</strong>
    </button>
  )
}
