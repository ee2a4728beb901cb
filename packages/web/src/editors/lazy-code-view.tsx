/** The code view, loaded when it is first needed; until then the plain text. */

import { lazy, Suspense } from 'react'
import css from './code-view.module.css'
import type { CodeViewProps } from './code-view.tsx'

const Loaded = lazy(async () => ({ default: (await import('./code-view.tsx')).CodeView }))

export function LazyCodeView(props: CodeViewProps) {
  return (
    <Suspense fallback={<pre className={css.view}>{props.text}</pre>}>
      <Loaded {...props} />
    </Suspense>
  )
}
