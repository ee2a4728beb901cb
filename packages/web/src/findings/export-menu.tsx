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
import { exportAddress } from '../api/findings.ts'

const formats = [
  { format: 'csv', label: 'CSV', Icon: IconFileTypeCsv },
  { format: 'json', label: 'JSON', Icon: IconJson },
  { format: 'ndjson', label: 'JSON lines', Icon: IconJson },
] as const

interface ExportMenuProps {
  /** With the scope. */
  q: string
  sort: string | undefined
}

export function ExportMenu({ q, sort }: ExportMenuProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(curlCommand(window.location.origin, q, sort))
    setCopied(true)
  }
  return (
    <Menu position="bottom-end" width={220} onClose={() => setCopied(false)}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that the query finds</Menu.Label>
        {formats.map(({ format, label, Icon }) => (
          <Menu.Item
            key={format}
            component="a"
            href={exportAddress({ q, sort, format })}
            download
            leftSection={<Icon size={15} />}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          closeMenuOnClick={false}
          leftSection={isCopied ? <IconCheck size={15} /> : <IconTerminal2 size={15} />}
          onClick={() => void copy()}
        >
          {isCopied ? 'Copied' : 'Copy as curl'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The token is left to the reader's environment, so that none lands in a history or a chat. */
export function curlCommand(origin: string, q: string, sort: string | undefined): string {
  const address = `${origin}${exportAddress({ q, sort, format: 'json' })}`
  return `curl -H "Authorization: Bearer $EVENKEEL_TOKEN" '${address.replaceAll("'", '%27')}'`
}
