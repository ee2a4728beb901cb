/** The exceptions: which findings are accepted, why, by whom and until when. */

import { Button, Checkbox } from '@mantine/core'
import { IconDownload, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { exceptionsFileUrl, fetchExceptions } from '../api/exceptions.ts'
import table from '../elements/data-table.module.css'
import { Page } from '../elements/panel.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { useMayDo } from '../session/role.ts'
import { ExceptionDialog } from './exception-dialog.tsx'
import { ExceptionTable } from './exception-table.tsx'
import { isOpen, sortExceptions } from './exception-words.ts'
import { ImportFile } from './import-file.tsx'

export function ExceptionsPage() {
  const { add, past } = useSearch({ from: '/exceptions' })
  const navigate = useNavigate({ from: '/exceptions' })
  const mayAsk = useMayDo('exceptions.request')
  return (
    <Page
      title="Exceptions"
      actions={
        <>
          <Button
            component="a"
            href={exceptionsFileUrl}
            download="exceptions.yaml"
            variant="default"
            leftSection={<IconDownload size={15} />}
          >
            Download YAML
          </Button>
          {mayAsk && <ImportFile />}
          {mayAsk && (
            <Button
              leftSection={<IconPlus size={15} />}
              onClick={() => void navigate({ search: (previous) => ({ ...previous, add: 'yes' }) })}
            >
              Add exception
            </Button>
          )}
        </>
      }
    >
      <div className={table.tools}>
        <Checkbox
          size="xs"
          label="Show expired, denied and revoked ones"
          checked={past === 'yes'}
          onChange={(event) => {
            const isShown = event.currentTarget.checked
            void navigate({
              search: ({ past: _, ...rest }) => (isShown ? { ...rest, past: 'yes' } : rest),
              replace: true,
            })
          }}
        />
      </div>
      <ExceptionList hasPast={past === 'yes'} />
      <ExceptionDialog
        isOpen={add === 'yes'}
        query=""
        onClose={() => void navigate({ search: ({ add: _, ...rest }) => rest })}
      />
    </Page>
  )
}

function ExceptionList({ hasPast }: { hasPast: boolean }) {
  const exceptions = useQuery({
    queryKey: ['exceptions'],
    queryFn: ({ signal }) => fetchExceptions(signal),
  })
  if (exceptions.isPending) return <Loading label="Loading the exceptions" rows={4} height={36} />
  if (exceptions.isError) {
    const { error, refetch } = exceptions
    return <Failed what="The exceptions" error={error} onRetry={() => refetch()} />
  }
  const shown = sortExceptions(exceptions.data).filter((it) => hasPast || isOpen(it))
  if (shown.length === 0) {
    return (
      <Empty title="Nothing is accepted.">
        Accept a finding from its panel, or all that a query finds from the findings page. Each
        exception has a reason, an owner and an end.
      </Empty>
    )
  }
  return <ExceptionTable exceptions={shown} />
}
