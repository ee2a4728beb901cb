/** Takes the findings of the query elsewhere: as a file, or as the command that asks for them. */

import { Button, Menu } from '@mantine/core'
import {
  IconCheck,
  IconDownload,
  IconFileTypeCsv,
  IconJson,
  IconTerminal2,
} from '@tabler/icons-react'
import { useState } from 'react'
import { type ExportRequest, exportAddress } from '../api/findings.ts'

export const exportFormats = [
  { format: 'csv', label: 'CSV', Icon: IconFileTypeCsv },
  { format: 'json', label: 'JSON', Icon: IconJson },
  { format: 'ndjson', label: 'JSON lines', Icon: IconJson },
] as const

interface ExportMenuProps {
  /** With the scope. */
  q: string
  sort: string | undefined
  at: string | undefined
}

export function ExportMenu({ q, sort, at }: ExportMenuProps) {
  const [copied, setCopied] = useState<string>()
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
  }
  const commands = [
    { label: 'Copy as curl', text: curlCommand(window.location.origin, { q, sort, at }) },
    { label: 'Copy as scan', text: scanCommand(q) },
    { label: 'Copy the address', text: window.location.href },
  ]
  return (
    <Menu position="bottom-end" width={220} onClose={() => setCopied(undefined)}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that the query finds</Menu.Label>
        {exportFormats.map(({ format, label, Icon }) => (
          <Menu.Item
            key={format}
            component="a"
            href={exportAddress({ q, sort, at, format })}
            download
            leftSection={<Icon size={15} />}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {commands.map(({ label, text }) => (
          <Menu.Item
            key={label}
            closeMenuOnClick={false}
            leftSection={copied === text ? <IconCheck size={15} /> : <IconTerminal2 size={15} />}
            onClick={() => void copy(text)}
          >
            {copied === text ? 'Copied' : label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The same query over a cluster as it is now, in the terminal. */
export function scanCommand(q: string): string {
  const query = q === '' ? '' : ` --query '${q.replaceAll("'", "'\\''")}'`
  return `npx evenkeel scan${query}`
}

/** The token is left to the reader's environment, so that none lands in a history or a chat. */
export function curlCommand(origin: string, request: Omit<ExportRequest, 'format'>): string {
  const address = `${origin}${exportAddress({ ...request, format: 'json' })}`
  return `curl -H "Authorization: Bearer $EVENKEEL_TOKEN" '${address.replaceAll("'", '%27')}'`
}
