/** The rules of a benchmark as a table in sections. */

import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { SeverityChip } from '../elements/chips.tsx'
import { CountLink } from '../elements/count-link.tsx'
import css from '../elements/data-table.module.css'
import { Time } from '../elements/time.tsx'
import { printEquals } from '../query/edit-query.ts'
import type { RuleRow, RuleSection } from './rule-rows.ts'
import { describeValues } from './setting-words.ts'

const columns = 11

interface RuleTableProps {
  sections: RuleSection[]
  /** Undefined for who may not set rules. */
  chosen: ReadonlySet<string> | undefined
  onChoose: (ruleId: string) => void
}

export function RuleTable({ sections, chosen, onChoose }: RuleTableProps) {
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label="Rules">
        <thead>
          <tr>
            {chosen && (
              <th scope="col">
                <span className="visually-hidden">Chosen</span>
              </th>
            )}
            <th scope="col">Rule</th>
            <th scope="col">Severity</th>
            <th scope="col">Profile</th>
            <th scope="col">Assessment</th>
            <th scope="col">State</th>
            <th scope="col">Source</th>
            <th scope="col">Last change</th>
            <th scope="col" className={css.numeric}>
              Failed
            </th>
            <th scope="col" className={css.numeric}>
              Unknown
            </th>
            <th scope="col" className={css.numeric}>
              Passed
            </th>
          </tr>
        </thead>
        {sections.map((section) => (
          <tbody key={`${section.number} ${section.title}`}>
            {section.number !== '' && (
              <tr className={css.section}>
                <th colSpan={columns} scope="rowgroup">
                  <span className={css.number}>{section.number}</span>
                  {section.title}
                </th>
              </tr>
            )}
            {section.rows.map((row) => (
              <Row key={`${row.number} ${row.id}`} row={row} chosen={chosen} onChoose={onChoose} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function Row({ row, chosen, onChoose }: Omit<RuleTableProps, 'sections'> & { row: RuleRow }) {
  const clause = printEquals('rule.id', row.id)
  const count = (evaluation: keyof RuleRow['counts']) => (
    <CountLink
      count={row.counts[evaluation]}
      q={`${clause} and result.evaluation : ${evaluation}`}
      label={`${row.counts[evaluation]} ${evaluation} of ${row.title}`}
    />
  )
  return (
    <tr>
      {chosen && (
        <td>
          {row.isEvaluated && (
            <Checkbox
              size="xs"
              aria-label={`Choose ${row.title}`}
              checked={chosen.has(row.id)}
              onChange={() => onChoose(row.id)}
            />
          )}
        </td>
      )}
      <th scope="row" className={css.grow} title={row.title}>
        <span className={css.number}>{row.number}</span>
        <Link to="/rules/$ruleId" params={{ ruleId: row.id }}>
          {row.title}
        </Link>
      </th>
      <td>{row.severity && <SeverityChip severity={row.severity} />}</td>
      <td className={css.sub}>{row.profile?.replace('level-', 'Level ') ?? '–'}</td>
      <td className={css.sub}>{row.isEvaluated ? row.assessment : 'not evaluated yet'}</td>
      <td className={css.sub}>{row.state?.words ?? '–'}</td>
      <td className={css.sub}>{row.origin ?? 'not told'}</td>
      <td className={css.sub}>
        <LastChange change={row.lastChange} />
      </td>
      <td className={css.numeric}>{count('failed')}</td>
      <td className={css.numeric}>{count('unknown')}</td>
      <td className={css.numeric}>{count('passed')}</td>
    </tr>
  )
}

/** Of what is set for the rule; its page tells the rest. */
function LastChange({ change }: { change: RuleRow['lastChange'] }) {
  if (!change) return '–'
  const what = change.after ? describeValues(change.after) : 'taken away'
  return (
    <span title={`${what}. ${change.reason}`}>
      <Time at={change.at} /> by {change.by}
    </span>
  )
}
