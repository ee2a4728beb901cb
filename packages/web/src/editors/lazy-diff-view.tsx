/** The comparison of two texts, loaded when it is first needed. */

import { lazy, Suspense } from 'react'
import { Loading } from '../elements/states.tsx'
import type { DiffViewProps } from './diff-view.tsx'

const Loaded = lazy(async () => ({ default: (await import('./diff-view.tsx')).DiffView }))

export function LazyDiffView(props: DiffViewProps) {
  return (
    <Suspense fallback={<Loading label="Loading the comparison" rows={6} />}>
      <Loaded {...props} />
    </Suspense>
  )
}
