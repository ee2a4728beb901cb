/** The controls of a framework by section; sections fold, a row opens its control in the panel. */

import type { FrameworkControl, FrameworkDetail } from '@evenkeel/model'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { SeverityChip } from '../elements/chips.tsx'
import { CountLink } from '../elements/count-link.tsx'
import table from '../elements/data-table.module.css'
import { formatCount } from '../elements/numbers.ts'
import { ScoreBar } from '../elements/score-bar.tsx'
import css from './compliance.module.css'
import page from './framework-page.module.css'
import { ResultChip } from './result-chip.tsx'
import {
  controlKey,
  countOfResult,
  countResults,
  failedShare,
  isChanged,
  resultOrder,
  resultWords,
  testedOf,
} from './result-words.ts'

type Section = FrameworkDetail['sections'][number]

interface ControlTableProps {
  sections: Section[]
  isCompared: boolean
  /** The key of the control in the panel. */
  open: string | undefined
  onOpen: (control: FrameworkControl) => void
}

export function ControlTable({ sections, isCompared, open, onOpen }: ControlTableProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const fold = (key: string) =>
    setFolded((it) =>
      it.has(key) ? new Set([...it].filter((one) => one !== key)) : new Set([...it, key]),
    )
  const columns = isCompared ? 9 : 8
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys
    <section className={`${table.frame} ${page.frame}`} tabIndex={0} aria-label="Controls">
      <table className={table.table} aria-label="Controls">
        <thead>
          <tr>
            <th scope="col">Control</th>
            {isCompared && <th scope="col">Before</th>}
            <th scope="col">Result</th>
            <th scope="col" className={page.middle}>
              Severity
            </th>
            <th scope="col" className={page.wide}>
              Profile
            </th>
            <th scope="col" className={page.wide}>
              Assessment
            </th>
            <th scope="col" className={`${table.numeric} ${page.middle}`}>
              Resources
            </th>
            <th scope="col" className={table.numeric}>
              Failed
            </th>
            <th scope="col" className={`${table.numeric} ${page.middle}`}>
              Share
            </th>
          </tr>
        </thead>
        {sections.map((section) => {
          const key = `${section.number} ${section.title}`
          const isFolded = folded.has(key)
          return (
            <tbody key={key}>
              <SectionRow
                section={section}
                columns={columns}
                isFolded={isFolded}
                onFold={() => fold(key)}
              />
              {!isFolded &&
                section.controls.map((control) => (
                  <Row
                    key={controlKey(control)}
                    control={control}
                    isCompared={isCompared}
                    isOpen={open === controlKey(control)}
                    onOpen={() => onOpen(control)}
                  />
                ))}
            </tbody>
          )
        })}
      </table>
    </section>
  )
}

interface SectionRowProps {
  section: Section
  columns: number
  isFolded: boolean
  onFold: () => void
}

function SectionRow({ section, columns, isFolded, onFold }: SectionRowProps) {
  const counts = countResults(section.controls)
  const Icon = isFolded ? IconChevronRight : IconChevronDown
  const words = resultOrder
    .filter((it) => countOfResult(counts, it) > 0)
    .map((it) => `${countOfResult(counts, it)} ${resultWords[it]}`)
  return (
    <tr className={table.section}>
      <th colSpan={columns} scope="rowgroup">
        <div className={page.sectionHead}>
          <button type="button" className={page.fold} aria-expanded={!isFolded} onClick={onFold}>
            <Icon size={15} aria-hidden />
            <span className={table.number}>{section.number}</span>
            {section.title}
          </button>
          <span className={page.sectionCounts}>{words.join(' · ')}</span>
          <ScoreBar value={section.score.value} />
        </div>
      </th>
    </tr>
  )
}

interface RowProps {
  control: FrameworkControl
  isCompared: boolean
  isOpen: boolean
  onOpen: () => void
}

function Row({ control, isCompared, isOpen, onOpen }: RowProps) {
  const { number, title, severity, profile, assessment, counts, query, result } = control
  return (
    <tr className={isOpen ? page.open : undefined}>
      <th scope="row" className={table.grow} title={title}>
        <div className={page.name}>
          <span className={table.number}>{number}</span>
          <button
            type="button"
            className={page.title}
            data-control={controlKey(control)}
            aria-expanded={isOpen}
            onClick={onOpen}
          >
            {title}
          </button>
        </div>
      </th>
      {isCompared && (
        <td>
          <Before control={control} />
        </td>
      )}
      <td>
        <ResultChip result={result} />
        {control.attestation && <span className={css.answered}>answered</span>}
      </td>
      <td className={page.middle}>{severity && <SeverityChip severity={severity} />}</td>
      <td className={`${table.sub} ${page.wide}`}>{profile?.replace('level-', 'Level ') ?? '–'}</td>
      <td className={`${table.sub} ${page.wide}`}>{assessment}</td>
      <td className={`${table.numeric} ${page.middle}`}>{formatCount(testedOf(counts))}</td>
      <td className={table.numeric}>
        <CountLink
          count={counts.failed}
          q={`${query} and result.evaluation : failed`}
          label={`${counts.failed} failed of ${title}`}
        />
      </td>
      <td className={`${table.numeric} ${page.middle}`}>{failedShare(counts)}</td>
    </tr>
  )
}

function Before({ control }: { control: FrameworkControl }) {
  if (control.before === undefined) return <span className={table.sub}>not evaluated</span>
  if (!isChanged(control)) return <span className={table.sub}>same</span>
  return <ResultChip result={control.before} />
}
