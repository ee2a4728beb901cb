/** One benchmark or framework: its score, its controls by section, one of them in the panel beside. */

import type { FrameworkControl, FrameworkDetail } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { fetchFramework } from '../api/frameworks.ts'
import { useShortcuts } from '../elements/shortcuts.ts'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import type { FrameworkSearch } from '../url/searches.ts'
import { ComparePicker } from './compare-picker.tsx'
import css from './compliance.module.css'
import { ControlPanel } from './control-panel.tsx'
import { ControlTable } from './control-table.tsx'
import page from './framework-page.module.css'
import { FrameworkSummary } from './framework-summary.tsx'
import { Gaps } from './gaps.tsx'
import { ReportButtons } from './report-buttons.tsx'
import { controlKey, isChanged } from './result-words.ts'

export function FrameworkPage() {
  const { frameworkId } = useParams({ from: '/compliance/$frameworkId' })
  const { scope, at, compare } = useSearch({ from: '/compliance/$frameworkId' })
  const framework = useQuery({
    queryKey: ['framework', frameworkId, scope, at, compare],
    queryFn: ({ signal }) => fetchFramework(frameworkId, { cluster: scope, at, compare }, signal),
  })
  if (framework.isPending) {
    return (
      <div className={css.waiting}>
        <h1>Compliance</h1>
        <Loading label="Loading the framework" rows={12} height={28} />
      </div>
    )
  }
  if (framework.isError) {
    return (
      <>
        <Failed what="This framework" error={framework.error} onRetry={() => framework.refetch()} />
        <p className={css.back}>
          <Link to="/compliance">All frameworks</Link>
        </p>
      </>
    )
  }
  return <There framework={framework.data} />
}

type Section = FrameworkDetail['sections'][number]

function There({ framework }: { framework: FrameworkDetail }) {
  const search = useSearch({ from: '/compliance/$frameworkId' })
  const navigate = useNavigate({ from: '/compliance/$frameworkId' })
  const change = (part: Partial<FrameworkSearch>, replace = true) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace })
  const sections = shownSections(framework.sections, search.show)
  const controls = sections.flatMap((it) => it.controls)
  const all = framework.sections.flatMap((it) => it.controls)
  const open = all.find((it) => controlKey(it) === search.control)
  const openControl = (control: FrameworkControl | undefined) =>
    change({ control: control && controlKey(control) }, search.control !== undefined)
  const walk = useWalk(controls, open, openControl)
  return (
    <div className={page.layout}>
      <div className={page.main}>
        <Head framework={framework} />
        {framework.clusters.length === 0 && (
          <Notice tone="warning">Nothing was held against this framework here yet.</Notice>
        )}
        <Gaps gaps={framework.gaps} />
        <FrameworkSummary
          framework={framework}
          show={search.show}
          onShow={(show) => change({ show })}
        />
        {sections.length === 0 ? (
          <Empty title="No control has this result.">Press the result again to see all.</Empty>
        ) : (
          <ControlTable
            sections={sections}
            isCompared={search.compare !== undefined}
            open={search.control}
            onOpen={openControl}
          />
        )}
      </div>
      {open && (
        <ControlPanel
          key={controlKey(open)}
          control={open}
          onPrevious={walk.previous}
          onNext={walk.next}
          onClose={() => openControl(undefined)}
        />
      )}
    </div>
  )
}

function shownSections(sections: Section[], show: FrameworkSearch['show']): Section[] {
  if (show === undefined) return sections
  const fits = (it: FrameworkControl) => (show === 'changed' ? isChanged(it) : it.result === show)
  return sections
    .map((section) => ({ ...section, controls: section.controls.filter(fits) }))
    .filter((section) => section.controls.length > 0)
}

/** J and K walk the controls that show; the focus goes back to the row when the panel closes. */
function useWalk(
  controls: FrameworkControl[],
  open: FrameworkControl | undefined,
  onOpen: (control: FrameworkControl | undefined) => void,
) {
  const index = open ? controls.findIndex((it) => controlKey(it) === controlKey(open)) : -1
  const step = (to: number) => {
    const control = controls[to]
    return control ? () => onOpen(control) : undefined
  }
  const previous = index > 0 ? step(index - 1) : undefined
  const next = step(index + 1)
  const key = open && controlKey(open)
  useShortcuts({
    j: () => next?.(),
    k: () => previous?.(),
    Escape: () => {
      if (!open) return
      onOpen(undefined)
      rowOf(controlKey(open))?.focus()
    },
  })
  useEffect(() => {
    if (key !== undefined) rowOf(key)?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }, [key])
  return { previous, next }
}

function rowOf(key: string): HTMLElement | undefined {
  const rows = document.querySelectorAll<HTMLElement>('[data-control]')
  return [...rows].find((it) => it.dataset.control === key)
}

function Head({ framework }: { framework: FrameworkDetail }) {
  const { id, name, version, clusters, at } = framework
  return (
    <div className={page.head}>
      <div className={page.titles}>
        <p className={page.crumb}>
          <Link to="/compliance">Compliance</Link>
        </p>
        <h1>
          {name} <span className={page.version}>{version}</span>
        </h1>
        <p className={css.sub}>
          {describeScope(clusters)} · as of <Time at={at} />
        </p>
      </div>
      <div className={page.actions}>
        <ComparePicker />
        <ReportButtons id={id} isDisabled={clusters.length === 0} />
      </div>
    </div>
  )
}

const namesMax = 3

function describeScope(clusters: FrameworkDetail['clusters']): string {
  const names = clusters.slice(0, namesMax).map((it) => it.name)
  const rest = clusters.length - names.length
  if (names.length === 0) return 'No cluster'
  return [...names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}
