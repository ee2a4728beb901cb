/** The resource as it was evaluated, as YAML, with what failed marked. */

import type { FindingDetail } from '@evenkeel/model'
import { useMemo } from 'react'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { CopyButton } from '../elements/copy-button.tsx'
import { Empty } from '../elements/states.tsx'
import css from './finding-view.module.css'
import { linesOfPaths, toYamlLines } from './yaml-lines.ts'

export function ResourceTab({ detail }: { detail: FindingDetail }) {
  const { resource, finding } = detail
  const { text, marked } = useMemo(() => {
    const lines = toYamlLines(resource.data)
    const paths = finding.result.evidence.map(({ path }) => path)
    return {
      text: lines.map((it) => it.text).join('\n'),
      marked: finding.result.evaluation === 'failed' ? linesOfPaths(lines, paths) : [],
    }
  }, [resource.data, finding])
  if (resource.data === null || resource.data === undefined) {
    return <Empty title="Nothing of this resource was kept.">Only its findings are stored.</Empty>
  }
  const labels = Object.entries(resource.labels)
  return (
    <div className={css.stack}>
      <div className={css.what}>
        <CopyButton wide text={text} label="Copy YAML" />
        <span className={css.when}>
          Secrets and environment values are taken out at the source.
        </span>
      </div>
      {labels.length > 0 && (
        <ul className={css.controls} aria-label="Labels">
          {labels.map(([name, value]) => (
            <li key={name}>
              {name}={value}
            </li>
          ))}
        </ul>
      )}
      <LazyCodeView text={text} language="yaml" label="The resource as YAML" marked={marked} />
    </div>
  )
}
