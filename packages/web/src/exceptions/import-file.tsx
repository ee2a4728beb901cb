/** The button that takes a file of exceptions in, after saying what that would do. */

import type { ImportExceptionsResponse } from '@evenkeel/model'
import { Button, FileButton, Modal } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { importExceptions } from '../api/exceptions.ts'
import { countOf } from '../elements/numbers.ts'
import { Loading, Notice } from '../elements/states.tsx'
import css from './exceptions.module.css'

export function ImportFile() {
  const queries = useQueryClient()
  const trying = useMutation({
    mutationFn: (file: File) => importExceptions({ file, isDryRun: true }),
  })
  const importing = useMutation({
    mutationFn: (file: File) => importExceptions({ file, isDryRun: false }),
    onSuccess: async () => {
      close()
      await queries.invalidateQueries()
    },
  })
  const close = () => {
    trying.reset()
    importing.reset()
  }
  const file = trying.variables
  const error = trying.error ?? importing.error
  return (
    <>
      <FileButton accept=".yaml,.yml" onChange={(chosen) => chosen && trying.mutate(chosen)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={15} />}>
            Import YAML
          </Button>
        )}
      </FileButton>
      <Modal opened={!trying.isIdle} onClose={close} title={`Import ${file?.name ?? ''}`}>
        <div className={css.form}>
          {trying.isPending && <Loading label="Reading the file" rows={2} />}
          {error && <Notice tone="warning">{error.message} Nothing was imported.</Notice>}
          {trying.data && <Notice>{describeImport(trying.data)}</Notice>}
          {file && trying.data && trying.data.created > 0 && (
            <Button size="sm" loading={importing.isPending} onClick={() => importing.mutate(file)}>
              {`Add ${countOf(trying.data.created, 'exception')}`}
            </Button>
          )}
        </div>
      </Modal>
    </>
  )
}

function describeImport({ created, unchanged, warnings }: ImportExceptionsResponse): string {
  return [
    `${countOf(created, 'exception')} would be added.`,
    ...(unchanged > 0 ? [`${unchanged} stand already as they are.`] : []),
    ...warnings,
  ].join(' ')
}
