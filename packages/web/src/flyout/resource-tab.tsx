/** The resource as it was evaluated, as YAML, with what failed marked; or what changed since. */

import type { FindingDetail, ResourceVersion } from '@evenkeel/model'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { fetchVersion, fetchVersions, type ResourcePlace } from '../api/relations.ts'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { LazyDiffView } from '../editors/lazy-diff-view.tsx'
import { CopyButton } from '../elements/copy-button.tsx'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import css from './finding-view.module.css'
import { comparisonsOf, shownVersion } from './versions.ts'
import { linesOfPaths, toYaml, toYamlLines } from './yaml-lines.ts'

interface ResourceTabProps {
  detail: FindingDetail
  at: string | undefined
}

const alone = 'alone'

export function ResourceTab({ detail, at }: ResourceTabProps) {
  const { resource, finding } = detail
  const [compared, setCompared] = useState(alone)
  const place = { id: finding.resource.id, clusterId: finding.cluster.id }
  const versions = useQuery({
    queryKey: ['versions', place, finding.rule.id],
    queryFn: ({ signal }) => fetchVersions(place, finding.rule.id, signal),
  })
  if (resource.data === null || resource.data === undefined) {
    return <Empty title="Nothing of this resource was kept.">Only its findings are stored.</Empty>
  }
  const shown = shownVersion(versions.data ?? [], at)
  const choices = comparisonsOf(versions.data ?? [], shown)
  return (
    <div className={css.stack}>
      <div className={css.what}>
        <CopyButton wide text={toYaml(resource.data)} label="Copy YAML" />
        {versions.isSuccess && choices.length > 0 && (
          <Select
            aria-label="Compare with"
            size="xs"
            w={290}
            allowDeselect={false}
            data={[{ value: alone, label: 'Not compared' }, ...choices]}
            value={compared}
            onChange={(value) => setCompared(value ?? alone)}
          />
        )}
        <span className={css.when}>{describeVersions(versions, choices.length)}</span>
      </div>
      <Labels labels={resource.labels} />
      {compared === alone ? (
        <Whole detail={detail} />
      ) : (
        <Comparison place={place} hash={compared} data={resource.data} />
      )}
      <p className={css.when}>Secrets and environment values are taken out at the source.</p>
    </div>
  )
}

function describeVersions(
  { isError, isPending }: { isError: boolean; isPending: boolean },
  count: number,
): string {
  if (isPending) return ''
  if (isError) return 'Earlier versions could not be loaded.'
  return count === 0 ? 'No earlier version was kept.' : ''
}

function Labels({ labels }: { labels: Record<string, string> }) {
  const entries = Object.entries(labels)
  if (entries.length === 0) return null
  return (
    <ul className={css.controls} aria-label="Labels">
      {entries.map(([name, value]) => (
        <li key={name}>
          {name}={value}
        </li>
      ))}
    </ul>
  )
}

function Whole({ detail: { resource, finding } }: { detail: FindingDetail }) {
  const { text, marked } = useMemo(() => {
    const lines = toYamlLines(resource.data)
    const paths = finding.result.evidence.map(({ path }) => path)
    return {
      text: lines.map((it) => it.text).join('\n'),
      marked: finding.result.evaluation === 'failed' ? linesOfPaths(lines, paths) : [],
    }
  }, [resource.data, finding])
  return <LazyCodeView text={text} language="yaml" label="The resource as YAML" marked={marked} />
}

interface ComparisonProps {
  place: ResourcePlace
  hash: ResourceVersion['hash']
  /** What it is held against. */
  data: unknown
}

function Comparison({ place, hash, data }: ComparisonProps) {
  const version = useQuery({
    queryKey: ['version', place, hash],
    queryFn: ({ signal }) => fetchVersion(place, hash, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (version.isPending) return <Loading label="Loading the version" />
  if (version.isError) {
    return <Failed what="The version" error={version.error} onRetry={() => version.refetch()} />
  }
  const before = toYaml(version.data.data)
  const after = toYaml(data)
  if (before === after) return <Notice>Both are the same in all that was kept.</Notice>
  return <LazyDiffView before={before} after={after} label="What changed since that version" />
}
