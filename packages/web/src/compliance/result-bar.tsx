/** How many controls have which result: as a bar, and as numbers that may filter. */

import type { ControlResult } from '@evenkeel/model'
import { formatCount } from '../elements/numbers.ts'
import css from './compliance.module.css'
import { countOfResult, type ResultCounts, resultOrder, resultWords } from './result-words.ts'

export function ResultBar({ counts }: { counts: ResultCounts }) {
  const shown = resultOrder.filter((it) => countOfResult(counts, it) > 0)
  return (
    <div className={css.bar} aria-hidden>
      {shown.map((result) => (
        <span
          key={result}
          className={css[result]}
          style={{ flexGrow: countOfResult(counts, result) }}
        />
      ))}
    </div>
  )
}

export function ResultList({ counts }: { counts: ResultCounts }) {
  return (
    <ul className={css.counts}>
      {resultOrder
        .filter((it) => countOfResult(counts, it) > 0)
        .map((result) => (
          <li key={result}>
            <Dot result={result} />
            <strong>{formatCount(countOfResult(counts, result))}</strong> {resultWords[result]}
          </li>
        ))}
    </ul>
  )
}

interface ResultFilterProps {
  counts: ResultCounts
  shown: string | undefined
  onShow: (result: ControlResult | undefined) => void
}

/** Pressing the one that is pressed shows all again. */
export function ResultFilter({ counts, shown, onShow }: ResultFilterProps) {
  return (
    <fieldset className={css.filter}>
      <legend className="visually-hidden">Show controls by result</legend>
      {resultOrder
        .filter((it) => countOfResult(counts, it) > 0 || it === shown)
        .map((result) => (
          <button
            key={result}
            type="button"
            aria-pressed={shown === result}
            onClick={() => onShow(shown === result ? undefined : result)}
          >
            <Dot result={result} />
            <strong>{formatCount(countOfResult(counts, result))}</strong> {resultWords[result]}
          </button>
        ))}
    </fieldset>
  )
}

function Dot({ result }: { result: ControlResult }) {
  return <span className={`${css.dot} ${css[result]}`} aria-hidden />
}
