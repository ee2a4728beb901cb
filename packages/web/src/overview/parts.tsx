/** Sections or clusters, each with its failed, unknown and passed findings and its score. */

import type { Evaluation, ScorePart } from '@evenkeel/model'
import { Fragment } from 'react'
import { FindingsLink } from '../elements/findings-link.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import { ScoreBar } from '../elements/score-bar.tsx'
import css from './overview.module.css'

interface PartsProps {
  title: string
  parts: ScorePart[]
  /** Without what is unknown and passed. */
  isNarrow?: boolean
}

export function Parts({ title, parts, isNarrow = false }: PartsProps) {
  const sorted = parts.toSorted(
    (a, b) => compareNumbers(a.number, b.number) || b.score.counts.failed - a.score.counts.failed,
  )
  return (
    <Panel title={title}>
      {parts.length === 0 ? (
        <p className={css.sub}>Nothing has been evaluated yet.</p>
      ) : (
        <table className={css.rows} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{title === 'By cluster' ? 'Cluster' : 'Section'}</th>
              <th scope="col" className={css.numeric}>
                Failed
              </th>
              {!isNarrow && (
                <>
                  <th scope="col" className={css.numeric}>
                    Unknown
                  </th>
                  <th scope="col" className={css.numeric}>
                    Passed
                  </th>
                </>
              )}
              <th scope="col">Score</th>
              {isNarrow && <td />}
            </tr>
          </thead>
          <tbody>
            {byBenchmark(sorted).map(([benchmark, inIt], _, all) => (
              <Fragment key={benchmark}>
                {all.length > 1 && (
                  <tr>
                    <th scope="rowgroup" colSpan={5} className={css.benchmark}>
                      {benchmark}
                    </th>
                  </tr>
                )}
                {inIt.map((part) => (
                  <Part key={part.key} part={part} isNarrow={isNarrow} />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Part({ part, isNarrow }: { part: ScorePart; isNarrow: boolean }) {
  const { counts } = part.score
  const link = (evaluation: Evaluation) =>
    counts[evaluation] === 0 ? (
      <span className={css.zero}>0</span>
    ) : (
      <FindingsLink q={`${part.query} and result.evaluation : ${evaluation}`}>
        {formatCount(counts[evaluation])}
      </FindingsLink>
    )
  return (
    <tr>
      <th scope="row" className={css.grow}>
        {part.number !== '' && <span className={css.number}>{part.number}</span>}
        <FindingsLink q={`${part.query} and result.evaluation : failed`}>{part.label}</FindingsLink>
      </th>
      <td className={css.numeric}>{link('failed')}</td>
      {!isNarrow && <td className={css.numeric}>{link('unknown')}</td>}
      {!isNarrow && <td className={css.numeric}>{link('passed')}</td>}
      <td>
        <ScoreBar value={part.score.value} />
      </td>
      {isNarrow && (
        <td>
          <FindingsLink
            q={`${part.query} and result.evaluation : failed`}
            label={`View all failed findings of ${part.label}`}
          >
            View all
          </FindingsLink>
        </td>
      )}
    </tr>
  )
}

/** Sections by the benchmark in their keys, the numbered ones first; clusters, which have none, as one. */
export function byBenchmark(parts: ScorePart[]): [benchmark: string, parts: ScorePart[]][] {
  const groups = new Map<string, ScorePart[]>()
  for (const part of parts) {
    const slash = part.key.indexOf('/')
    const benchmark = slash < 0 ? '' : part.key.slice(0, slash)
    groups.set(benchmark, [...(groups.get(benchmark) ?? []), part])
  }
  return [...groups]
}

/** `1.10` comes after `1.9`, and what has no number last. */
export function compareNumbers(a: string, b: string): number {
  if ((a === '') !== (b === '')) return a === '' ? 1 : -1
  return a.localeCompare(b, 'en', { numeric: true })
}
