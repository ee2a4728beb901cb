/** Downloads the report of what the page shows, as PDF or CSV. */

import { Button, Popover } from '@mantine/core'
import { IconFileTypeCsv, IconFileTypePdf } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { fetchReport, type ReportFormat } from '../api/frameworks.ts'
import type { FetchedFile } from '../api/request.ts'

const formats = [
  { format: 'pdf', label: 'PDF report', Icon: IconFileTypePdf },
  { format: 'csv', label: 'CSV', Icon: IconFileTypeCsv },
] as const

export function ReportButtons({ id, isDisabled }: { id: string; isDisabled: boolean }) {
  const { scope, at } = useSearch({ from: '/compliance/$frameworkId' })
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: (format: ReportFormat) => fetchReport(id, format, { cluster: scope, at }),
    onSuccess: async (file) => {
      save(file)
      await queries.invalidateQueries({ queryKey: ['reports'] })
    },
  })
  return (
    <>
      {formats.map(({ format, label, Icon }) => {
        const isOwn = making.variables === format
        return (
          <Popover key={format} opened={isOwn && making.isError} onClose={making.reset} width={300}>
            <Popover.Target>
              <Button
                variant="default"
                leftSection={<Icon size={15} />}
                disabled={isDisabled}
                loading={isOwn && making.isPending}
                onClick={() => making.mutate(format)}
              >
                {label}
              </Button>
            </Popover.Target>
            <Popover.Dropdown role="alert">{making.error?.message}</Popover.Dropdown>
          </Popover>
        )
      })}
    </>
  )
}

function save({ content, name }: FetchedFile): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
