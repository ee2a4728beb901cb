/** Marks every page while the only thing to see is the recorded sample cluster. */

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { fetchClusters } from '../api/clusters.ts'
import { Notice } from '../elements/states.tsx'
import { useMayDo } from '../session/role.ts'
import css from './shell.module.css'

export function SampleBanner() {
  const navigate = useNavigate()
  const mayAdd = useMayDo('clusters.operate')
  const { scope } = useSearch({ strict: false })
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const shown = clusters.data?.filter((it) => scope === undefined || it.id === scope) ?? []
  const samples = shown.filter((it) => it.kind === 'sample')
  if (samples.length === 0) return null
  return (
    <div className={css.banner}>
      <Notice
        actions={
          mayAdd && (
            <Button
              size="compact-xs"
              onClick={() => void navigate({ to: '/clusters', search: { add: 'yes' } })}
            >
              Add cluster
            </Button>
          )
        }
      >
        {samples.length === shown.length
          ? 'You are looking at the recorded sample cluster.'
          : 'What you see includes the recorded sample cluster.'}{' '}
        Connect a cluster of your own to see its findings.
      </Notice>
    </div>
  )
}
