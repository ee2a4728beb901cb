/** What was seen and what should have been, each with where it was read. */

import type { Evaluation, Evidence, EvidenceSource } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import css from './finding-view.module.css'

/** More rows than this are shown on demand. */
const rowsShown = 12

interface EvidenceTableProps {
  evidence: Evidence[]
  evaluation: Evaluation
}

export function EvidenceTable({ evidence, evaluation }: EvidenceTableProps) {
  const [isWhole, setWhole] = useState(false)
  if (evidence.length === 0) return <p>The rule names no single value; see the resource.</p>
  const rows = isWhole ? evidence : evidence.slice(0, rowsShown)
  const actualClass = evaluation === 'failed' ? css.actual : css.calm
  return (
    <>
      <table className={css.evidence}>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Observed</th>
            <th scope="col">Expected</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((it, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no id and never moves
            <tr key={index}>
              <td>
                <Path path={it.path} />
                {it.source && <span className={css.source}>{describeSource(it.source)}</span>}
              </td>
              <td className={actualClass}>
                <Value value={it.actual} />
              </td>
              <td className={css.expected}>
                <Value value={it.expected} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {evidence.length > rows.length && (
        <Button className={css.more ?? ''} variant="default" onClick={() => setWhole(true)}>
          Show all {evidence.length}
        </Button>
      )}
    </>
  )
}

/** A long path breaks behind a dot or a bracket, not within a word. */
function Path({ path }: { path: string }) {
  return (
    <code>
      {path.split(/(?<=[.\]/])/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one path never move
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className={css.unset}>not set</span>
  if (typeof value === 'string') {
    return value === '' ? <span className={css.unset}>empty</span> : <code>{value}</code>
  }
  const isSmall = JSON.stringify(value).length <= 60
  return <code>{JSON.stringify(value, null, isSmall ? undefined : 2)}</code>
}

const sourceWords: Record<string, string> = {
  flag: 'command-line flag',
  environment: 'environment variable',
  'drop-in': 'drop-in file',
  'config-file': 'configuration file',
  configz: 'the running configuration (configz)',
  default: 'default of this version, not set explicitly',
  file: 'file',
  object: 'Kubernetes object',
}

/** `configuration file /var/lib/kubelet/config.yaml, line 12` */
export function describeSource({ kind, file, line, column }: EvidenceSource): string {
  const place = [
    file,
    line === undefined ? undefined : `line ${line}`,
    column === undefined ? undefined : `column ${column}`,
  ]
    .filter((it) => it !== undefined)
    .join(', ')
  const word = sourceWords[kind] ?? kind
  return place === '' ? word : `${word} ${place}`
}
