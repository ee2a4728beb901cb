/** For a page that broke: says so, and leaves the rest of the application usable. */

import type { ErrorComponentProps } from '@tanstack/react-router'
import { Failed } from '../elements/states.tsx'

export function PageError({ error, reset }: ErrorComponentProps) {
  return <Failed what="This page" error={error} onRetry={reset} />
}
